// SPDX-License-Identifier: GPL-2.0-or-later
/* PowerPC: register fields of five bits; the I/O register also holds the register's class. */
#include "../reference/kvm_types.h"

#define KVM_MMIO_REG_MASK 0x003f

struct kvm_vcpu;
unsigned long kvmppc_get_gpr(struct kvm_vcpu *vcpu, int num);
void kvmppc_set_gpr(struct kvm_vcpu *vcpu, int num, unsigned long val);

static int get_ra(u32 inst)
{
	return (inst >> 16) & 0x1f;
}

unsigned long good(struct kvm_vcpu *vcpu, u32 inst)
{
	kvmppc_set_gpr(vcpu, inst >> 21 & 0x1f, 0);	/* expect-safe */
	return get_ra(inst) ? kvmppc_get_gpr(vcpu, get_ra(inst)) : 0; /* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, unsigned int io_gpr)
{
	kvmppc_set_gpr(vcpu, io_gpr & KVM_MMIO_REG_MASK, 0); /* expect: index-range */
	kvmppc_get_gpr(vcpu, 32);			/* expect: index-range */
	kvmppc_get_gpr(vcpu, 31);			/* expect-safe */
}
