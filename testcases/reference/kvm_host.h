/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A user-space model of KVM's x86 register cache while it learns APX, in the
 * generations that KVM_MODEL_GEN names (kvm_types.h). Of 2 and 3 the accessors
 * are in regs.h. In 1, VCPU_REGS_RIP and VCPU_XREG_R16 are both 16:
 *
 *   kvm_register_{read,write}_raw()  the cache array: index 16 is RIP
 *   kvm_gpr_{read,write}[_raw]()     general registers: index 16 is R16
 *   kvm_{read,write}_egpr()          the live R16-R31 of the CPU
 *   kvm_{rip,rsp,rax...}_{read,write}()  one register, by name
 *
 * R16-R31 have no slot in vcpu->arch.regs[].  They live in the "hardware" of
 * kvm.c, and touching them while the CPU has no APX traps.
 */
#ifndef KVM_HOST_H
#define KVM_HOST_H

#include "kvm_types.h"
#include "cpufeature.h"

/* Numbers an assembler file could use as well; hence macros. */
#define __VCPU_REGS_RAX 0
#define __VCPU_REGS_RCX 1
#define __VCPU_REGS_RDX 2
#define __VCPU_REGS_RBX 3
#define __VCPU_REGS_RSP 4
#define __VCPU_REGS_RBP 5
#define __VCPU_REGS_RSI 6
#define __VCPU_REGS_RDI 7

#ifdef CONFIG_X86_64
#define __VCPU_REGS_R8 8
#define __VCPU_REGS_R9 9
#define __VCPU_REGS_R10 10
#define __VCPU_REGS_R11 11
#define __VCPU_REGS_R12 12
#define __VCPU_REGS_R13 13
#define __VCPU_REGS_R14 14
#define __VCPU_REGS_R15 15

#if KVM_MODEL_GEN == 1
#define __VCPU_XREG_R16 16
#define __VCPU_XREG_R17 17
#define __VCPU_XREG_R18 18
#define __VCPU_XREG_R19 19
#define __VCPU_XREG_R20 20
#define __VCPU_XREG_R21 21
#define __VCPU_XREG_R22 22
#define __VCPU_XREG_R23 23
#define __VCPU_XREG_R24 24
#define __VCPU_XREG_R25 25
#define __VCPU_XREG_R26 26
#define __VCPU_XREG_R27 27
#define __VCPU_XREG_R28 28
#define __VCPU_XREG_R29 29
#define __VCPU_XREG_R30 30
#define __VCPU_XREG_R31 31
#endif
#endif

/* The index into vcpu->arch.regs[], and bit numbers of regs_avail/_dirty. */
enum kvm_reg {
	VCPU_REGS_RAX = __VCPU_REGS_RAX,
	VCPU_REGS_RCX = __VCPU_REGS_RCX,
	VCPU_REGS_RDX = __VCPU_REGS_RDX,
	VCPU_REGS_RBX = __VCPU_REGS_RBX,
	VCPU_REGS_RSP = __VCPU_REGS_RSP,
	VCPU_REGS_RBP = __VCPU_REGS_RBP,
	VCPU_REGS_RSI = __VCPU_REGS_RSI,
	VCPU_REGS_RDI = __VCPU_REGS_RDI,
#ifdef CONFIG_X86_64
	VCPU_REGS_R8 = __VCPU_REGS_R8,
	VCPU_REGS_R9 = __VCPU_REGS_R9,
	VCPU_REGS_R10 = __VCPU_REGS_R10,
	VCPU_REGS_R11 = __VCPU_REGS_R11,
	VCPU_REGS_R12 = __VCPU_REGS_R12,
	VCPU_REGS_R13 = __VCPU_REGS_R13,
	VCPU_REGS_R14 = __VCPU_REGS_R14,
	VCPU_REGS_R15 = __VCPU_REGS_R15,
#endif
#if KVM_MODEL_GEN > 1
#ifdef CONFIG_KVM_APX
	VCPU_REGS_R16,
	VCPU_REGS_R17,
	VCPU_REGS_R18,
	VCPU_REGS_R19,
	VCPU_REGS_R20,
	VCPU_REGS_R21,
	VCPU_REGS_R22,
	VCPU_REGS_R23,
	VCPU_REGS_R24,
	VCPU_REGS_R25,
	VCPU_REGS_R26,
	VCPU_REGS_R27,
	VCPU_REGS_R28,
	VCPU_REGS_R29,
	VCPU_REGS_R30,
	VCPU_REGS_R31,
#endif
	NR_VCPU_GENERAL_PURPOSE_REGS,

	VCPU_REG_RIP = NR_VCPU_GENERAL_PURPOSE_REGS,
	VCPU_REG_PDPTR,
	VCPU_REG_CR0,
	VCPU_REG_CR3,
	VCPU_REG_ERAPS = VCPU_REG_CR3,
	VCPU_REG_CR4,
	VCPU_REG_RFLAGS,
	VCPU_REG_SEGMENTS,
	VCPU_REG_EXIT_INFO_1,
	VCPU_REG_EXIT_INFO_2,
	NR_VCPU_TOTAL_REGS,
#else
	VCPU_REGS_RIP,
	NR_VCPU_REGS,

	VCPU_EXREG_PDPTR = NR_VCPU_REGS,
	VCPU_EXREG_CR0,
	VCPU_EXREG_CR3,
	VCPU_EXREG_CR4,
	VCPU_EXREG_RFLAGS,
	VCPU_EXREG_SEGMENTS,
	VCPU_EXREG_EXIT_INFO_1,
	VCPU_EXREG_EXIT_INFO_2,
#endif
};

/* Two more numberings, and nothing keeps them apart from the one above. */
enum {
	VCPU_SREG_ES,
	VCPU_SREG_CS,
	VCPU_SREG_SS,
	VCPU_SREG_DS,
	VCPU_SREG_FS,
	VCPU_SREG_GS,
	VCPU_SREG_TR,
	VCPU_SREG_LDTR,
#if defined(CONFIG_X86_64) && KVM_MODEL_GEN == 1
	VCPU_XREG_R16 = __VCPU_XREG_R16,
	VCPU_XREG_R17 = __VCPU_XREG_R17,
	VCPU_XREG_R18 = __VCPU_XREG_R18,
	VCPU_XREG_R19 = __VCPU_XREG_R19,
	VCPU_XREG_R20 = __VCPU_XREG_R20,
	VCPU_XREG_R21 = __VCPU_XREG_R21,
	VCPU_XREG_R22 = __VCPU_XREG_R22,
	VCPU_XREG_R23 = __VCPU_XREG_R23,
	VCPU_XREG_R24 = __VCPU_XREG_R24,
	VCPU_XREG_R25 = __VCPU_XREG_R25,
	VCPU_XREG_R26 = __VCPU_XREG_R26,
	VCPU_XREG_R27 = __VCPU_XREG_R27,
	VCPU_XREG_R28 = __VCPU_XREG_R28,
	VCPU_XREG_R29 = __VCPU_XREG_R29,
	VCPU_XREG_R30 = __VCPU_XREG_R30,
	VCPU_XREG_R31 = __VCPU_XREG_R31,
#endif
};

#define X86_CR4_OSXSAVE BIT(18)
#define EFER_LMA BIT(10)

struct kvm_vcpu_arch {
#if KVM_MODEL_GEN > 1
	unsigned long regs[NR_VCPU_GENERAL_PURPOSE_REGS];
	unsigned long rip;
#else
	unsigned long regs[NR_VCPU_REGS];
#endif
	u64 regs_avail;
	u64 regs_dirty;

	unsigned long cr0;
	unsigned long cr3;
	unsigned long cr4;
	unsigned long dr[8];
	u64 efer;
	u64 xcr0;
	u64 guest_supported_xcr0;
	bool cs_l;
	u32 cpu_caps[NCAPINTS];

	unsigned long exit_qualification;
	int cui_rdmsr_imm_reg;
};

struct kvm_vcpu {
	struct kvm_vcpu_arch arch;
};

struct kvm_caps {
	u64 supported_xcr0;
};

struct kvm_x86_ops {
	void (*cache_reg)(struct kvm_vcpu *vcpu, enum kvm_reg reg);
	void (*get_cs_db_l_bits)(struct kvm_vcpu *vcpu, int *db, int *l);
};

extern struct kvm_caps kvm_caps;
extern u32 kvm_cpu_caps[NCAPINTS];
extern struct kvm_x86_ops kvm_x86_ops;

#define kvm_x86_call(func) (kvm_x86_ops.func)

/* What KVM can offer, and what this guest was given. */

static __always_inline u32 __feature_leaf(unsigned int x86_feature)
{
	return x86_feature / 32;
}

static __always_inline u32 __feature_bit(unsigned int x86_feature)
{
	return 1U << (x86_feature & 31);
}

static __always_inline u32 kvm_cpu_cap_get(unsigned int x86_feature)
{
	return kvm_cpu_caps[__feature_leaf(x86_feature)] &
	       __feature_bit(x86_feature);
}

static __always_inline bool kvm_cpu_cap_has(unsigned int x86_feature)
{
	return !!kvm_cpu_cap_get(x86_feature);
}

static __always_inline bool guest_cpu_cap_has(struct kvm_vcpu *vcpu,
					      unsigned int x86_feature)
{
	return vcpu->arch.cpu_caps[__feature_leaf(x86_feature)] &
	       __feature_bit(x86_feature);
}

static inline bool is_long_mode(struct kvm_vcpu *vcpu)
{
#ifdef CONFIG_X86_64
	return !!(vcpu->arch.efer & EFER_LMA);
#else
	(void)vcpu;
	return false;
#endif
}

static inline bool is_64_bit_mode(struct kvm_vcpu *vcpu)
{
	int db, l;

	if (!is_long_mode(vcpu))
		return false;
	kvm_x86_call(get_cs_db_l_bits)(vcpu, &db, &l);
	return l;
}

/* Which registers the cache holds, and which of them the CPU has not seen. */

static inline bool kvm_register_is_available(struct kvm_vcpu *vcpu,
					     enum kvm_reg reg)
{
	return vcpu->arch.regs_avail >> reg & 1;
}

static inline bool kvm_register_is_dirty(struct kvm_vcpu *vcpu,
					 enum kvm_reg reg)
{
	return vcpu->arch.regs_dirty >> reg & 1;
}

static inline void kvm_register_mark_available(struct kvm_vcpu *vcpu,
					       enum kvm_reg reg)
{
	vcpu->arch.regs_avail |= 1ULL << reg;
}

static inline void kvm_register_mark_dirty(struct kvm_vcpu *vcpu,
					   enum kvm_reg reg)
{
	vcpu->arch.regs_avail |= 1ULL << reg;
	vcpu->arch.regs_dirty |= 1ULL << reg;
}

static inline bool kvm_register_test_and_mark_available(struct kvm_vcpu *vcpu,
							enum kvm_reg reg)
{
	bool was_available = kvm_register_is_available(vcpu, reg);

	kvm_register_mark_available(vcpu, reg);
	return was_available;
}

#if KVM_MODEL_GEN > 1
#include "regs.h"
#else
/* The cache array: 0 .. NR_VCPU_REGS - 1, the last one being RIP. */

static inline unsigned long kvm_register_read_raw(struct kvm_vcpu *vcpu, int reg)
{
	if (WARN_ON_ONCE((unsigned int)reg >= NR_VCPU_REGS))
		return 0;
	if (!kvm_register_is_available(vcpu, reg))
		kvm_x86_call(cache_reg)(vcpu, reg);
	return vcpu->arch.regs[reg];
}

static inline void kvm_register_write_raw(struct kvm_vcpu *vcpu, int reg,
					  unsigned long val)
{
	if (WARN_ON_ONCE((unsigned int)reg >= NR_VCPU_REGS))
		return;
	vcpu->arch.regs[reg] = val;
	kvm_register_mark_dirty(vcpu, reg);
}

/* General registers, R16-R31 included; never RIP. */

#ifdef CONFIG_KVM_APX
unsigned long kvm_read_egpr(int reg);
void kvm_write_egpr(int reg, unsigned long data);
unsigned long kvm_gpr_read_raw(struct kvm_vcpu *vcpu, int reg);
void kvm_gpr_write_raw(struct kvm_vcpu *vcpu, int reg, unsigned long val);
#else
static inline unsigned long kvm_gpr_read_raw(struct kvm_vcpu *vcpu, int reg)
{
	return kvm_register_read_raw(vcpu, reg);
}

static inline void kvm_gpr_write_raw(struct kvm_vcpu *vcpu, int reg,
				     unsigned long val)
{
	kvm_register_write_raw(vcpu, reg, val);
}
#endif

static inline unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg)
{
	unsigned long val = kvm_gpr_read_raw(vcpu, reg);

	return is_64_bit_mode(vcpu) ? val : (u32)val;
}

static inline void kvm_gpr_write(struct kvm_vcpu *vcpu, int reg,
				 unsigned long val)
{
	if (!is_64_bit_mode(vcpu))
		val = (u32)val;
	kvm_gpr_write_raw(vcpu, reg, val);
}

/* Registers with a name of their own. */

static inline unsigned long kvm_rip_read(struct kvm_vcpu *vcpu)
{
	return kvm_register_read_raw(vcpu, VCPU_REGS_RIP);
}

static inline void kvm_rip_write(struct kvm_vcpu *vcpu, unsigned long val)
{
	kvm_register_write_raw(vcpu, VCPU_REGS_RIP, val);
}

static inline unsigned long kvm_rsp_read(struct kvm_vcpu *vcpu)
{
	return kvm_register_read_raw(vcpu, VCPU_REGS_RSP);
}

static inline void kvm_rsp_write(struct kvm_vcpu *vcpu, unsigned long val)
{
	kvm_register_write_raw(vcpu, VCPU_REGS_RSP, val);
}

#define KVM_GPR_BY_NAME(lname, uname)					\
static __always_inline unsigned long						\
kvm_##lname##_read(struct kvm_vcpu *vcpu)				\
{									\
	return vcpu->arch.regs[VCPU_REGS_##uname];			\
}									\
									\
static __always_inline void						\
kvm_##lname##_write(struct kvm_vcpu *vcpu, unsigned long val)		\
{									\
	vcpu->arch.regs[VCPU_REGS_##uname] = val;			\
}

KVM_GPR_BY_NAME(rax, RAX)
KVM_GPR_BY_NAME(rbx, RBX)
KVM_GPR_BY_NAME(rcx, RCX)
KVM_GPR_BY_NAME(rdx, RDX)
KVM_GPR_BY_NAME(rbp, RBP)
KVM_GPR_BY_NAME(rsi, RSI)
KVM_GPR_BY_NAME(rdi, RDI)
#ifdef CONFIG_X86_64
KVM_GPR_BY_NAME(r8, R8)
KVM_GPR_BY_NAME(r9, R9)
KVM_GPR_BY_NAME(r10, R10)
KVM_GPR_BY_NAME(r11, R11)
KVM_GPR_BY_NAME(r12, R12)
KVM_GPR_BY_NAME(r13, R13)
KVM_GPR_BY_NAME(r14, R14)
KVM_GPR_BY_NAME(r15, R15)
#endif
#endif

/* Life cycle, in kvm.c. */

void kvm_vcpu_reset(struct kvm_vcpu *vcpu);
int __kvm_set_xcr(struct kvm_vcpu *vcpu, u32 index, u64 xcr);

#endif
