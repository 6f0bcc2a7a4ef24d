// SPDX-License-Identifier: GPL-2.0-or-later
/* A flag that is only ever set to true is false before that. */
#include "../reference/kvm_host.h"

struct ctxt {
	bool egpr;
	bool ready;
};

static struct ctxt ctxt;

void init(struct kvm_vcpu *vcpu)
{
	if (vcpu->arch.xcr0 & XFEATURE_MASK_APX)
		ctxt.egpr = true;
	ctxt.ready = true;
}

void use(struct kvm_vcpu *vcpu)
{
	if (ctxt.egpr)
		kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect-safe */
	else
		kvm_gpr_read(vcpu, VCPU_XREG_R17);	/* expect: egpr-unguarded */
	if (!ctxt.ready)
		kvm_gpr_read(vcpu, 40);			/* expect: index-range */
}
