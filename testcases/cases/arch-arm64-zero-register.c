// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Upstream bc45a516fa90, 2ec5be3dbfdc (arm64: handle the zero register): Rt 31 is the zero
 * register of a load or a system register access, the array has SP in its place.
 */
#include "../reference/kvm_types.h"

#define ISS_RT(esr) ((esr) >> 5 & 0x1f)

enum vcpu_sysreg { MPIDR_EL1 = 1, CSSELR_EL1, SCTLR_EL1 };

struct kvm_vcpu;
unsigned long *vcpu_reg(const struct kvm_vcpu *vcpu, u8 reg_num);
unsigned long vcpu_get_reg(const struct kvm_vcpu *vcpu, u8 reg_num);
void vcpu_set_reg(struct kvm_vcpu *vcpu, u8 reg_num, unsigned long val);

unsigned long bad(struct kvm_vcpu *vcpu, u64 esr)
{
	return *vcpu_reg(vcpu, ISS_RT(esr));		/* expect: index-range */
}

unsigned long good(struct kvm_vcpu *vcpu, u64 esr)
{
	vcpu_set_reg(vcpu, ISS_RT(esr), 0);		/* expect-safe */
	return vcpu_get_reg(vcpu, ISS_RT(esr)) +	/* expect-safe */
	       *vcpu_reg(vcpu, 0) + *vcpu_reg(vcpu, 30); /* expect-safe */
}

/* The register number of the instruction is five bits, not the whole byte. */
void bad_fields(struct kvm_vcpu *vcpu, u64 esr)
{
	vcpu_set_reg(vcpu, esr >> 5 & 0x3f, 0);		/* expect: index-range */
	vcpu_get_reg(vcpu, 32);				/* expect: index-range */
	vcpu_set_reg(vcpu, MPIDR_EL1, 0);		/* expect: wrong-register-class */
	vcpu_get_reg(vcpu, CSSELR_EL1);			/* expect: wrong-register-class */
	vcpu_reg(vcpu, SCTLR_EL1);			/* expect: wrong-register-class */
}
