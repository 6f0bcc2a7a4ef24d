// SPDX-License-Identifier: GPL-2.0-or-later
/* Without any name the word tells: 16 registers. */
#include "../reference/kvm_types.h"

struct kvm_vcpu;

unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 15);				/* expect-safe */
	kvm_gpr_read(vcpu, 16);			/* expect: egpr-unguarded */
}
