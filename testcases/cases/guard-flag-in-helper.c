// SPDX-License-Identifier: GPL-2.0-or-later
/* A predicate that returns a flag which is set under the guard. */
#include "../reference/kvm_emulate.h"

struct ctxt {
	bool egpr;
	bool other;
};

void ctxt_init(struct kvm_vcpu *vcpu, struct ctxt *c, bool other)
{
	c->egpr = vcpu->arch.xcr0 & XFEATURE_MASK_APX;
	c->other = other;
}

static bool egpr_enabled(const struct ctxt *c)
{
	return c->egpr;
}

static bool egpr_invalid(const struct ctxt *c)
{
	return !egpr_enabled(c);
}

static bool other_enabled(const struct ctxt *c)
{
	return c->other;
}

void use(struct kvm_vcpu *vcpu, const struct ctxt *c)
{
	if (egpr_enabled(c))
		kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
	if (!egpr_invalid(c))
		kvm_gpr_read(vcpu, VCPU_XREG_R17);	/* expect-safe */
	if (egpr_invalid(c))
		kvm_gpr_read(vcpu, VCPU_XREG_R18);	/* expect: egpr-unguarded */
	if (other_enabled(c))
		kvm_gpr_read(vcpu, VCPU_XREG_R19);	/* expect: egpr-unguarded */
}
