// SPDX-License-Identifier: GPL-2.0-or-later
/* while (n--) sees one less than it tests. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	unsigned int n = 16;

	while (n--)
		kvm_gpr_write(vcpu, n, 0);		/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu)
{
	unsigned int n = 17;

	while (n--)
		kvm_gpr_write(vcpu, n, 0);		/* expect: egpr-unguarded */
}
