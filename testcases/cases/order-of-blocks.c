// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Loops, and conditions that GCC turns round: in which order the blocks are worked off, and with it
 * what is merged on the way, must not hang on how a condition is written.
 */
#include "../reference/kvm_host.h"

struct ctxt {
	int f0, f1, f2;
};

static struct ctxt obj;

static bool has_apx(struct kvm_vcpu *vcpu)
{
	return (vcpu->arch.xcr0 & (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU)) ==
	       (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU);
}

static void use(struct kvm_vcpu *vcpu, u32 p, int depth)
{
	u8 reg = p & 0x3f;
	int low = p & 0x1f;

	kvm_gpr_read(vcpu, (low & 0x1) % 16);			/* expect-safe */
	if (reg >= 16 && !kvm_cpu_cap_has(X86_FEATURE_APX))
		return;
	kvm_gpr_read(vcpu, reg);				/* expect: index-range */
	switch ((has_apx(vcpu) ? p : low) & 0xf) {
	case -1:
		kvm_gpr_write(vcpu, low & 0x7, 0);
		reg = 0;
	}
	if (depth > 0)
		use(vcpu, p - 1, depth - 1);
}

void entry(struct kvm_vcpu *vcpu, u32 a, u32 b)
{
	struct ctxt *ctx = &obj;
	u32 idx = a & 0x7f;
	int i, j = 0;

	ctx->f0 = 0;
	ctx->f1 = 1;
	ctx->f2 = 5;
	for (;;) {
		if (j == 2)
			break;
		j++;
		use(vcpu, ((b & 0x3) | idx) & 0xf, 4);
	}
	for (i = 0; i < (int)(ctx->f2 & 0xf); i++)
		kvm_gpr_write(vcpu, ({ u32 t = i; t & 0xf; }) % 16, 0);	/* expect-safe */
}
