// SPDX-License-Identifier: GPL-2.0-or-later
/* A field that only becomes true under the guard carries it. */
#include "../reference/kvm_host.h"

struct good_ctxt {
	bool egpr;
};
struct bad_ctxt {
	bool egpr;
};

void good_init(struct kvm_vcpu *vcpu, struct good_ctxt *c)
{
	c->egpr = vcpu->arch.xcr0 & XFEATURE_MASK_APX;
}

void good_reset(struct good_ctxt *c)
{
	c->egpr = false;
}

void good_use(struct kvm_vcpu *vcpu, struct good_ctxt *c)
{
	if (c->egpr)
		kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
}

void bad_init(struct kvm_vcpu *vcpu, struct bad_ctxt *c)
{
	c->egpr = vcpu->arch.xcr0 & XFEATURE_MASK_APX;
}

/* One store that is true for another reason is enough. */
void bad_force(struct bad_ctxt *c)
{
	c->egpr = true;
}

void bad_use(struct kvm_vcpu *vcpu, struct bad_ctxt *c)
{
	if (c->egpr)
		kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}
