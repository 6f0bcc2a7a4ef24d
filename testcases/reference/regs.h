/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The accessors of generations 2 and 3: RIP is no register of the array any
 * more, and R16-R31, where there are any, are slots of it like all others.
 *
 *   kvm_register_{read,write}[_raw]()  0 .. NR_VCPU_GENERAL_PURPOSE_REGS - 1
 *   kvm_{rip,rsp,rax...}_{read,write}()  one register, by name
 *
 * Part of kvm_host.h.
 */
#ifndef REGS_H
#define REGS_H

#ifndef KVM_HOST_H
#error "include kvm_host.h"
#endif

static inline unsigned long kvm_reg_mode_mask(struct kvm_vcpu *vcpu)
{
	return is_64_bit_mode(vcpu) ? ~0UL : (u32)~0U;
}

static inline unsigned long kvm_register_read_raw(struct kvm_vcpu *vcpu, int reg)
{
	if (WARN_ON_ONCE((unsigned int)reg >= NR_VCPU_GENERAL_PURPOSE_REGS))
		return 0;
	if (!kvm_register_is_available(vcpu, reg))
		kvm_x86_call(cache_reg)(vcpu, reg);
	return vcpu->arch.regs[reg];
}

static inline void kvm_register_write_raw(struct kvm_vcpu *vcpu, int reg,
					  unsigned long val)
{
	if (WARN_ON_ONCE((unsigned int)reg >= NR_VCPU_GENERAL_PURPOSE_REGS))
		return;
	vcpu->arch.regs[reg] = val;
	kvm_register_mark_dirty(vcpu, reg);
}

static inline unsigned long kvm_register_read(struct kvm_vcpu *vcpu, int reg)
{
	return kvm_register_read_raw(vcpu, reg) & kvm_reg_mode_mask(vcpu);
}

static inline void kvm_register_write(struct kvm_vcpu *vcpu, int reg,
				      unsigned long val)
{
	kvm_register_write_raw(vcpu, reg, val & kvm_reg_mode_mask(vcpu));
}

static inline unsigned long kvm_rip_read(struct kvm_vcpu *vcpu)
{
	if (!kvm_register_is_available(vcpu, VCPU_REG_RIP))
		kvm_x86_call(cache_reg)(vcpu, VCPU_REG_RIP);
	return vcpu->arch.rip;
}

static inline void kvm_rip_write(struct kvm_vcpu *vcpu, unsigned long val)
{
	vcpu->arch.rip = val;
	kvm_register_mark_dirty(vcpu, VCPU_REG_RIP);
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
kvm_##lname##_read_raw(struct kvm_vcpu *vcpu)				\
{									\
	return vcpu->arch.regs[VCPU_REGS_##uname];			\
}									\
									\
static __always_inline unsigned long						\
kvm_##lname##_read(struct kvm_vcpu *vcpu)				\
{									\
	return kvm_##lname##_read_raw(vcpu) & kvm_reg_mode_mask(vcpu);	\
}									\
									\
static __always_inline void						\
kvm_##lname##_write_raw(struct kvm_vcpu *vcpu, unsigned long val)	\
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
