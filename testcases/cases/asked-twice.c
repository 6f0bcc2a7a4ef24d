// SPDX-License-Identifier: GPL-2.0-or-later
/* A question about another feature has one answer for as long as nothing unknown runs. */
#include "../fuzz/fuzz.h"

void unknown_code(void);

static bool other(struct kvm_vcpu *vcpu)
{
	return guest_cpu_cap_has(vcpu, X86_FEATURE_PKU);
}

void no_then_yes(struct kvm_vcpu *vcpu)
{
	if (_static_cpu_has(X86_FEATURE_PKU))
		return;
	if (_static_cpu_has(X86_FEATURE_PKU))
		kvm_gpr_read(vcpu, 40);
	if (kvm_cpu_cap_has(X86_FEATURE_PKU))
		kvm_gpr_read(vcpu, 41);				/* expect: index-range */
}

static void asks_again(struct kvm_vcpu *vcpu)
{
	if (other(vcpu))
		kvm_gpr_read(vcpu, 17);
}

void in_callee(struct kvm_vcpu *vcpu)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_PKU))
		return;
	asks_again(vcpu);
}

static void asks_of_either(struct kvm_vcpu *vcpu)
{
	if (other(vcpu))
		kvm_gpr_read(vcpu, 18);				/* expect: egpr-unguarded */
}

void of_another(struct kvm_vcpu *vcpu, struct kvm_vcpu *second)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_PKU))
		return;
	asks_of_either(second);
}

void something_between(struct kvm_vcpu *vcpu)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_PKU))
		return;
	unknown_code();
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_PKU))
		kvm_gpr_read(vcpu, 44);				/* expect: index-range */
}

static void hides_it(int n)
{
	if (n)
		unknown_code();
}

void hidden_between(struct kvm_vcpu *vcpu, int n)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_PKU))
		return;
	hides_it(n);
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_PKU))
		kvm_gpr_read(vcpu, 45);				/* expect: index-range */
}

/* Other bits of a guard's word. */
static bool bits(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.xcr0 & XFEATURE_MASK_PKRU;
}

void word_in_callee(struct kvm_vcpu *vcpu)
{
	if (vcpu->arch.xcr0 & (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU))
		return;
	if (bits(vcpu))
		kvm_gpr_read(vcpu, 19);
}

void word_otherwise(struct kvm_vcpu *vcpu)
{
	if (vcpu->arch.xcr0 & XFEATURE_MASK_APX)
		return;
	if (bits(vcpu))
		kvm_gpr_read(vcpu, 20);				/* expect: egpr-unguarded */
}
