// SPDX-License-Identifier: GPL-2.0-or-later
/* Atomic builtins: the result and the memory are unknown. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	int reg = 3;

	__atomic_store_n(&reg, 5, __ATOMIC_SEQ_CST);
	kvm_gpr_read(vcpu, reg);			/* expect-unproven */
	kvm_gpr_read(vcpu, __atomic_load_n(&reg, __ATOMIC_SEQ_CST) & 0xf);	/* expect-safe */
}
