// SPDX-License-Identifier: GPL-2.0-or-later
/* Accessors by name are built on those by number, in whatever way; others are not. */
#include "../reference/kvm_types.h"

struct kvm_vcpu;
enum { VCPU_REGS_RSP = 4, VCPU_REGS_R8 = 8, VCPU_REGS_RIP = 16 };
unsigned long kvm_gpr_read_raw(struct kvm_vcpu *vcpu, int reg);
void kvm_gpr_write_raw(struct kvm_vcpu *vcpu, int reg, unsigned long val);

unsigned long kvm_rip_read(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read_raw(vcpu, VCPU_REGS_RIP);
}

void kvm_rip_write(struct kvm_vcpu *vcpu, unsigned long val)
{
	kvm_gpr_write_raw(vcpu, VCPU_REGS_RIP, val);
}

unsigned long kvm_rsp_read(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read_raw(vcpu, VCPU_REGS_RIP + VCPU_REGS_RSP);
}

void kvm_rsp_write(struct kvm_vcpu *vcpu, unsigned long val)
{
	kvm_gpr_write_raw(vcpu, VCPU_REGS_RIP + VCPU_REGS_RSP, val);
}

unsigned long kvm_rip_peek(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read_raw(vcpu, VCPU_REGS_RIP);	/* expect: rip-index */
}
