// SPDX-License-Identifier: GPL-2.0-or-later
/* Before APX, RIP was a legal index of every accessor. */
#include "include/legacy_kvm.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_register_read(vcpu, VCPU_REGS_RIP);		/* expect-safe */
	kvm_register_write(vcpu, VCPU_REGS_RIP, 0);	/* expect-safe */
	kvm_register_read_raw(vcpu, VCPU_REGS_RIP);	/* expect-safe */
	kvm_register_write_raw(vcpu, VCPU_REGS_RIP, 0);	/* expect-safe */
	vcpu->arch.regs[VCPU_REGS_RIP] = 0;		/* expect-safe */
}
