// SPDX-License-Identifier: GPL-2.0-or-later
/* __builtin_expect() gives its first argument. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, unsigned long q)
{
	return kvm_gpr_read(vcpu, __builtin_expect(q & 0xf, 3)) +	/* expect-safe */
	       kvm_gpr_read(vcpu, __builtin_expect(q & 0x1f, 3));	/* expect: egpr-unguarded */
}
