// SPDX-License-Identifier: GPL-2.0-or-later
/* A callback that only the accessors call, with values nobody follows, is judged all the same. */
#include "../reference/kvm_host.h"

static void cache_reg(struct kvm_vcpu *vcpu, enum kvm_reg reg)
{
	switch (reg) {
	case VCPU_REGS_RSP:
		vcpu->arch.regs[16 + VCPU_REGS_RSP] = 1;	/* expect: index-range */
		break;
	case VCPU_REGS_RIP:
		vcpu->arch.regs[VCPU_REGS_RIP] = 2;		/* expect-safe */
		break;
	default:
		vcpu->arch.regs[reg] = 3;			/* expect-unproven */
	}
}

struct kvm_x86_ops kvm_x86_ops = {
	.cache_reg = cache_reg,
};

unsigned long read_rsp(struct kvm_vcpu *vcpu)
{
	return kvm_register_read_raw(vcpu, VCPU_REGS_RSP);	/* expect-safe */
}
