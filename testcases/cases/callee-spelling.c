// SPDX-License-Identifier: GPL-2.0-or-later
/* Parentheses, a dereference or an address-of do not change which function is called. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	(kvm_gpr_read)(vcpu, 32);			/* expect: index-range */
	(*kvm_gpr_read_raw)(vcpu, 32);			/* expect: index-range */
	(&kvm_gpr_write)(vcpu, 3, 0);			/* expect-safe */
}
