// SPDX-License-Identifier: GPL-2.0-or-later
/* The caller's number plus the callee's: the caller's call is the place. */
#include "../reference/kvm_host.h"

static unsigned long get_high(struct kvm_vcpu *vcpu, int n)
{
	return kvm_gpr_read(vcpu, n + 8);
}

unsigned long use(struct kvm_vcpu *vcpu)
{
	return get_high(vcpu, 7) +
	       get_high(vcpu, 8);			/* expect: egpr-unguarded */
}
