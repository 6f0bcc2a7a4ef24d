// SPDX-License-Identifier: GPL-2.0-or-later
/* RIP was once to be moved to 32, with the slots of R16-R31 before it unused. */
#include "../reference/kvm_types.h"

enum { VCPU_REGS_R15 = 15, VCPU_REGS_RIP = 32, NR_VCPU_REGS };

struct kvm_vcpu_arch {
	unsigned long regs[NR_VCPU_REGS];
};

struct kvm_vcpu {
	struct kvm_vcpu_arch arch;
};

unsigned long kvm_register_read_raw(struct kvm_vcpu *vcpu, int reg);

void use(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, VCPU_REGS_RIP);	/* expect-safe */
	kvm_register_read_raw(vcpu, 33);		/* expect: index-range */
	vcpu->arch.regs[32] = 0;			/* expect-safe */
	vcpu->arch.regs[33] = 0;			/* expect: index-range */
}
