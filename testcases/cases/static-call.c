// SPDX-License-Identifier: GPL-2.0-or-later
/* Trampolines stand for the field of the operations they are patched from. */
#include "../reference/kvm_host.h"

struct kvm_x86_init_ops {
	struct kvm_x86_ops *runtime_ops;
};
struct kvm_x86_ops_more {
	int unused;
};

/* As static_call() is after preprocessing, with trampolines. */
extern void __SCT__kvm_x86_cache_reg(struct kvm_vcpu *vcpu, enum kvm_reg reg);
extern void __SCT__kvm_x86_not_there(struct kvm_vcpu *vcpu, int reg);
#define static_call(name) ({ (&__SCT__##name); })

static void vmx_cache_reg(struct kvm_vcpu *vcpu, enum kvm_reg reg)
{
	kvm_gpr_write(vcpu, reg, 0);
}

static void svm_cache_reg(struct kvm_vcpu *vcpu, enum kvm_reg reg)
{
	(void)vcpu;
	(void)reg;
}

static struct kvm_x86_ops vmx_x86_ops = { .cache_reg = vmx_cache_reg };
static struct kvm_x86_ops svm_x86_ops = { .cache_reg = svm_cache_reg };

struct kvm_x86_ops *pick(bool intel)
{
	return intel ? &vmx_x86_ops : &svm_x86_ops;
}

void use(struct kvm_vcpu *vcpu)
{
	static_call(kvm_x86_cache_reg)(vcpu, VCPU_REGS_RSP);
	static_call(kvm_x86_cache_reg)(vcpu, VCPU_REGS_RIP);	/* expect: rip-index */
	static_call(kvm_x86_not_there)(vcpu, VCPU_REGS_RIP);
}
