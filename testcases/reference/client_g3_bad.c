// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=3 */
/*
 * The mistakes with R16-R31 in the array: they are there on every host, and a
 * value from 16 on means something only where APX is.
 */
#include "kvm_host.h"
#include "kvm_emulate.h"
#include "vmx.h"

/* --- RIP, 32 by now; 16 is not RIP any more --------------------------------- */

unsigned long bad_rip_read(struct kvm_vcpu *vcpu)
{
	return kvm_register_read(vcpu, VCPU_REG_RIP); /* expect: rip-index */
}

void bad_rip_of_array(struct kvm_vcpu *vcpu, unsigned long rip)
{
	vcpu->arch.regs[VCPU_REG_RIP] = rip; /* expect: rip-index */
}

unsigned long bad_rip_guarded(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		return 0;
	return kvm_register_read_raw(vcpu, VCPU_REG_RIP); /* expect: rip-index */
}

unsigned long bad_beyond(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		return 0;
	return kvm_register_read(vcpu, 32); /* expect: index-range */
}

unsigned long bad_rip_by_old_number(struct kvm_vcpu *vcpu)
{
	return kvm_register_read_raw(vcpu, 16); /* expect: egpr-unguarded */
}

/* --- other numberings ---------------------------------------------------------- */

void bad_classes(struct kvm_vcpu *vcpu)
{
	kvm_register_write(vcpu, VCPU_SREG_DS, 0); /* expect: wrong-register-class */
	kvm_register_write(vcpu, VCPU_REG_PDPTR, 0); /* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_REG_CR0] = 0; /* expect: wrong-register-class */
}

/* --- five bits where four are defined --------------------------------------------- */

unsigned long bad_exit_qual(struct kvm_vcpu *vcpu)
{
	int reg = (vmx_get_exit_qual(vcpu) >> 8) & 0x1f;

	return kvm_register_read(vcpu, reg); /* expect: egpr-unguarded */
}

unsigned long bad_svm_exit_info(struct kvm_vcpu *vcpu, u64 exit_info_1)
{
	return kvm_register_read(vcpu, exit_info_1 & 0x1f); /* expect: egpr-unguarded */
}

/* reg2 was the top field of the short word and needed no mask. */
unsigned long bad_instr_info_layout(struct kvm_vcpu *vcpu, u64 info)
{
	if (!vmx_insn_info_extended())
		return kvm_register_read(vcpu, (u32)info >> 28);
	return kvm_register_read(vcpu, info >> 40); /* expect: index-range */
}

/* --- R16-R31 behind no guard, or behind one that does not count ----------------------- */

unsigned long bad_config_only(struct kvm_vcpu *vcpu)
{
#ifdef CONFIG_KVM_APX
	return kvm_register_read(vcpu, VCPU_REGS_R16); /* expect: egpr-unguarded */
#else
	return kvm_register_read(vcpu, VCPU_REGS_RAX);
#endif
}

void bad_other_feature(struct kvm_vcpu *vcpu)
{
	if (static_cpu_has(X86_FEATURE_AVX512F))
		kvm_register_write(vcpu, VCPU_REGS_R19, 0); /* expect: egpr-unguarded */
}

void bad_inverted(struct kvm_vcpu *vcpu)
{
	if (!guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		kvm_register_write(vcpu, VCPU_REGS_R21, 0); /* expect: egpr-unguarded */
}

/* --- loops that take the registers there are for those of the image -------------------- */

void bad_rsm_load_state_64(struct kvm_vcpu *vcpu, const u64 *gprs)
{
	int i;

	for (i = 0; i < NR_EMULATOR_GPRS; i++)
		kvm_register_write_raw(vcpu, i, gprs[i & 15]); /* expect: egpr-unguarded */
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
