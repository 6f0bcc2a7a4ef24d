// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* The number of RIP tells how many registers there are, whatever the word. */
#include "../reference/kvm_types.h"

struct kvm_vcpu;
enum { VCPU_REGS_RIP = 16 };
unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 15);				/* expect-safe */
	kvm_gpr_read(vcpu, VCPU_REGS_RIP);			/* expect: rip-index */
}
