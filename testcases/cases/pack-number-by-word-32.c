// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* Without any name the word tells: 8 registers. */
#include "../reference/kvm_types.h"

struct kvm_vcpu;

unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 7);				/* expect-safe */
	kvm_gpr_read(vcpu, 8);			/* expect: index-range */
}
