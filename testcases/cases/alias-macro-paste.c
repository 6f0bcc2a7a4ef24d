// SPDX-License-Identifier: GPL-2.0-or-later
/* The enumerator is pasted together by the preprocessor. */
#include "../reference/kvm_host.h"

#define GPR(name) VCPU_REGS_##name
#define READ(name) kvm_gpr_read(vcpu, VCPU_REGS_##name)

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_write(vcpu, GPR(RBX), 0);		/* expect-safe */
	kvm_gpr_write(vcpu, GPR(RIP), 0);		/* expect: rip-index */
	READ(R9);					/* expect-safe */
	READ(RIP);					/* expect: rip-index */
}
