// SPDX-License-Identifier: GPL-2.0-or-later
/* Attribute cleanup: a call at the end of the scope, at break, continue and return. */
#include "../reference/kvm_host.h"

static void disable_apx(struct kvm_vcpu **vcpu)
{
	(*vcpu)->arch.xcr0 = 0;
}

#define scoped struct kvm_vcpu *v __attribute__((cleanup(disable_apx))) = vcpu

void end_of_scope(struct kvm_vcpu *vcpu)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	{
		scoped;
		kvm_gpr_read(vcpu, 20);			/* expect-safe */
	}
	kvm_gpr_read(vcpu, 20);				/* expect: egpr-unguarded */
}

void break_out(struct kvm_vcpu *vcpu, int n)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	for (;;) {
		scoped;

		if (n)
			break;
		return;
	}
	kvm_gpr_read(vcpu, 20);				/* expect: egpr-unguarded */
}

static int with_return(struct kvm_vcpu *vcpu)
{
	scoped;

	return 1;
}

void returned(struct kvm_vcpu *vcpu)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	if (with_return(vcpu))
		kvm_gpr_read(vcpu, 20);			/* expect: egpr-unguarded */
}

int value_before_the_call(struct kvm_vcpu *vcpu)
{
	return ({ scoped; v->arch.xcr0 & XFEATURE_MASK_APX; }) ?
		kvm_gpr_read(vcpu, 20) :		/* expect: egpr-unguarded */
		kvm_gpr_read(vcpu, 4);			/* expect-safe */
}
