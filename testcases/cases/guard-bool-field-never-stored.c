// SPDX-License-Identifier: GPL-2.0-or-later
/* A field that merely has the right name is no guard. */
#include "../reference/kvm_host.h"

struct ctxt {
	bool apx_enabled;
};

void use(struct kvm_vcpu *vcpu, struct ctxt *c)
{
	if (c->apx_enabled)
		kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}
