// SPDX-License-Identifier: GPL-2.0-or-later
/* Either arm may be taken where the compiler decides; a literal decides it. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int n)
{
	return kvm_gpr_read(vcpu, __builtin_constant_p(n) ? 0 : 15) +	/* expect-safe */
	       kvm_gpr_read(vcpu, __builtin_constant_p(5) ? 5 : 50);	/* expect-safe */
}
