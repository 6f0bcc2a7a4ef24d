// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=2 */
/*
 * The mistakes that are left once RIP has left the array: its number lies behind
 * all registers, and nothing from 16 on is one.
 */
#include "kvm_host.h"
#include "kvm_emulate.h"
#include "vmx.h"

/* --- RIP ------------------------------------------------------------------ */

unsigned long bad_rip_read(struct kvm_vcpu *vcpu)
{
	return kvm_register_read(vcpu, VCPU_REG_RIP); /* expect: rip-index */
}

void bad_skip_instruction(struct kvm_vcpu *vcpu, unsigned long len)
{
	unsigned long rip = kvm_rip_read(vcpu);

	kvm_register_write_raw(vcpu, VCPU_REG_RIP, rip + len); /* expect: rip-index */
}

/* As the array was used when RIP was in it: the word behind it now. */
unsigned long bad_rip_of_array(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.regs[VCPU_REG_RIP]; /* expect: rip-index */
}

static const u8 bad_dump_order[] = {
	VCPU_REGS_RSP, VCPU_REGS_RAX, VCPU_REG_RIP,
};

unsigned long bad_dump(struct kvm_vcpu *vcpu)
{
	unsigned long sum = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_dump_order); i++)
		sum += kvm_register_read_raw(vcpu, bad_dump_order[i]); /* expect: rip-index */
	return sum;
}

/* --- other numberings -------------------------------------------------------- */

void bad_classes(struct kvm_vcpu *vcpu)
{
	kvm_register_write(vcpu, VCPU_SREG_CS, 0); /* expect: wrong-register-class */
	kvm_register_write(vcpu, VCPU_REG_CR3, 0); /* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_REG_RFLAGS] = 0; /* expect: wrong-register-class */
}

/* --- nothing from 16 on, APX or not ---------------------------------------------- */

unsigned long bad_exit_qual(struct kvm_vcpu *vcpu)
{
	int reg = (vmx_get_exit_qual(vcpu) >> 8) & 0x1f;

	return kvm_register_read(vcpu, reg); /* expect: index-range */
}

unsigned long bad_svm_exit_info(struct kvm_vcpu *vcpu, u64 exit_info_1)
{
	return kvm_register_read(vcpu, exit_info_1 & 0x1f); /* expect: index-range */
}

unsigned long bad_guarded(struct kvm_vcpu *vcpu)
{
	if (!cpu_feature_enabled(X86_FEATURE_APX))
		return 0;
	return kvm_register_read(vcpu, 16); /* expect: index-range */
}

void bad_clear(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i <= NR_VCPU_GENERAL_PURPOSE_REGS; i++)
		vcpu->arch.regs[i] = 0; /* expect: index-range */
}

static void bad_finish_rdmsr(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	kvm_register_write(vcpu, reg, data);
}

void bad_rdmsr(struct kvm_vcpu *vcpu, u64 data)
{
	bad_finish_rdmsr(vcpu, -1, data); /* expect: index-range */
}

/* The word holds five bits where the exit filled in four. */
unsigned long bad_mem_address(struct kvm_vcpu *vcpu)
{
	u64 info = vmx_get_instr_info();

	return kvm_register_read(vcpu, info >> 23 & 0x1f); /* expect: index-range */
}
