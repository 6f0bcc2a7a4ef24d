// SPDX-License-Identifier: GPL-2.0-or-later
/* What compilers write in several ways must not change who is told: the site alone, not its callers. */
#include "../reference/kvm_host.h"

static void use(struct kvm_vcpu *vcpu, u8 half)
{
	kvm_gpr_read(vcpu, half << 3 | (half & 0x7));	/* expect: index-range */
}

/* The first value comes to nothing, whatever it is computed from. */
void forgotten(struct kvm_vcpu *vcpu, u32 q)
{
	int reg = !!((q >> 2) & 0x3) / 4;

	reg = q & 0xf;
	use(vcpu, reg);
}

/* `tries++ < 2` is `<= 1` to some. */
static void again(struct kvm_vcpu *vcpu, int p, int depth)
{
	u8 x = p & 0x7;
	unsigned long wide = x;
	u8 *place = NULL;
	int tries = 0;

more:
	place = &x;
	*place = (wide | (wide & 0x3f) << 3) & 0x1f;
	kvm_gpr_read(vcpu, *place);			/* expect: egpr-unguarded */
	if (tries++ < 2)
		goto more;
	if (depth > 0)
		again(vcpu, (p + 3) & 0x1f, depth - 1);
}

static int quotient(struct kvm_vcpu *vcpu, s8 p, u8 q)
{
	q = 3 >> 3;
	return q % 16;
}

void entry(struct kvm_vcpu *vcpu, u32 q)
{
	int reg = q & 0x1;

	reg = quotient(vcpu, reg | VCPU_REGS_RCX, reg & 0x1f);
	again(vcpu, reg, 4);
}
