// SPDX-License-Identifier: GPL-2.0-or-later
/* Shape (h): -1 stands for EDX:EAX, and reaches the accessor as a register. */
#include "include/legacy_kvm.h"

static void write_always(struct kvm_vcpu *vcpu, int reg, unsigned long data)
{
	kvm_register_write(vcpu, reg, data);
}

static void write_checked(struct kvm_vcpu *vcpu, int reg, unsigned long data)
{
	if (reg < 0) {
		kvm_register_write(vcpu, VCPU_REGS_RAX, (u32)data); /* expect-safe */
		return;
	}
	kvm_register_write(vcpu, reg, data);		/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, unsigned long data)
{
	write_always(vcpu, -1, data);			/* expect: index-range */
}

void good(struct kvm_vcpu *vcpu, unsigned long data, unsigned int info)
{
	write_checked(vcpu, -1, data);
	write_checked(vcpu, (info >> 3) & 0xf, data);
}
