// SPDX-License-Identifier: GPL-2.0-or-later
/* Without a count of slots, RIP is the one behind the registers. */
#include "../reference/kvm_types.h"

struct kvm_vcpu;
unsigned long kvm_register_read_raw(struct kvm_vcpu *vcpu, int reg);

void use(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, 16);		/* expect-safe */
	kvm_register_read_raw(vcpu, 17);		/* expect: index-range */
}
