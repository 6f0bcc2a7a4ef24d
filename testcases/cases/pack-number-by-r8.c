// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* That there is R8 tells of 16 registers, whatever the word. */
#include "../reference/kvm_types.h"

struct kvm_vcpu;
enum { VCPU_REGS_R8 = 8 };
unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 15);				/* expect-safe */
	kvm_gpr_read(vcpu, 16);			/* expect: egpr-unguarded */
}
