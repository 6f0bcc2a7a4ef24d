/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Where register indices come from on an exit: the exit qualification and
 * the instruction information field, the latter in two layouts.
 */
#ifndef VMX_H
#define VMX_H

#include "kvm_host.h"
#include "kvm_hw.h"

#define CONTROL_REG_ACCESS_NUM(q) ((q) & 0xf)
#define CONTROL_REG_ACCESS_TYPE(q) (((q) >> 4) & 3)
#define DEBUG_REG_ACCESS_NUM(q) ((q) & 7)
#define DEBUG_REG_ACCESS_IN(q) (((q) >> 4) & 1)

#define SVM_EXITINFO_REG_MASK 0x0f

/* The layout of CPUs without APX: four bits an index. */
struct base_insn_info {
	u32 scale : 2;
	u32 reserved1 : 1;
	u32 reg1 : 4;
	u32 asize : 3;
	u32 is_reg : 1;
	u32 osize : 2;
	u32 reserved2 : 2;
	u32 seg : 3;
	u32 index : 4;
	u32 index_invalid : 1;
	u32 base : 4;
	u32 base_invalid : 1;
	u32 reg2 : 4;
};

/* The layout of CPUs with APX: five bits an index, each in its own byte. */
struct ext_insn_info {
	u64 scale : 2;
	u64 asize : 2;
	u64 is_reg : 1;
	u64 osize : 2;
	u64 seg : 3;
	u64 index_invalid : 1;
	u64 base_invalid : 1;
	u64 reserved1 : 4;
	u64 reg1 : 5;
	u64 reserved2 : 3;
	u64 index : 5;
	u64 reserved3 : 3;
	u64 base : 5;
	u64 reserved4 : 3;
	u64 reg2 : 5;
	u64 reserved5 : 19;
};

struct vmx_insn_info {
	union {
		struct base_insn_info base;
		struct ext_insn_info ext;
		u64 word;
	};
};

static inline bool vmx_insn_info_extended(void)
{
	return IS_ENABLED(CONFIG_KVM_APX) && static_cpu_has(X86_FEATURE_APX);
}

#if KVM_MODEL_GEN > 1
/* The word in either layout, and one helper for each of its fields. */
static inline u64 vmx_get_instr_info(void)
{
	return vmx_insn_info_extended() ? kvm_hw.instruction_info
					: (u32)kvm_hw.instruction_info;
}

static inline int vmx_get_instr_info_reg(u64 info)
{
	return vmx_insn_info_extended() ? (info >> 16) & 0x1f
					: (info >> 3) & 0xf;
}

static inline int vmx_get_instr_info_reg2(u64 info)
{
	return vmx_insn_info_extended() ? (info >> 40) & 0x1f
					: (info >> 28) & 0xf;
}

static inline int vmx_get_instr_info_base_reg(u64 info)
{
	return vmx_insn_info_extended() ? (info >> 32) & 0x1f
					: (info >> 23) & 0xf;
}

static inline int vmx_get_instr_info_index_reg(u64 info)
{
	return vmx_insn_info_extended() ? (info >> 24) & 0x1f
					: (info >> 18) & 0xf;
}

static inline bool vmx_get_instr_info_is_reg(u64 info)
{
	return vmx_insn_info_extended() ? info & BIT_ULL(4) : info & BIT_ULL(10);
}

static inline bool vmx_get_instr_info_base_is_valid(u64 info)
{
	return !(vmx_insn_info_extended() ? info & BIT_ULL(11)
					  : info & BIT_ULL(27));
}

static inline bool vmx_get_instr_info_index_is_valid(u64 info)
{
	return !(vmx_insn_info_extended() ? info & BIT_ULL(10)
					  : info & BIT_ULL(22));
}

#define VMX_EXIT_INFO_1 VCPU_REG_EXIT_INFO_1
#else
static inline struct vmx_insn_info vmx_get_insn_info(void)
{
	struct vmx_insn_info info;

	info.word = vmx_insn_info_extended() ? kvm_hw.instruction_info
					     : (u32)kvm_hw.instruction_info;
	return info;
}

#define insn_attr(info, field)						\
	(vmx_insn_info_extended() ? (int)(info).ext.field		\
				  : (int)(info).base.field)

#define VMX_EXIT_INFO_1 VCPU_EXREG_EXIT_INFO_1
#endif

static inline unsigned long vmx_get_exit_qual(struct kvm_vcpu *vcpu)
{
	if (!kvm_register_test_and_mark_available(vcpu, VMX_EXIT_INFO_1))
		vcpu->arch.exit_qualification = kvm_hw.exit_qualification;
	return vcpu->arch.exit_qualification;
}

/* Bit 12 was undefined before APX: five bits only where five are defined. */
static inline int vmx_get_exit_qual_gpr(struct kvm_vcpu *vcpu)
{
	unsigned long qual = vmx_get_exit_qual(vcpu);

	if (vmx_insn_info_extended())
		return (qual >> 8) & 0x1f;
	return (qual >> 8) & 0xf;
}

#endif
