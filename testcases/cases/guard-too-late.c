// SPDX-License-Identifier: GPL-2.0-or-later
/* The predicate is asked after the register was read. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu)
{
	unsigned long val = kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */

	if (!static_cpu_has(X86_FEATURE_APX))
		return 0;
	return val;
}
