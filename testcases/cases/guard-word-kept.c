// SPDX-License-Identifier: GPL-2.0-or-later
/* A store to a guard's word that leaves its bits alone does not end the guard. */
#include "../reference/kvm_host.h"

void other_bit(struct kvm_vcpu *vcpu, int a)
{
	int reg = a & 0x1f;

	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	vcpu->arch.xcr0 |= XFEATURE_MASK_PKRU;
	kvm_gpr_write(vcpu, reg, 0);				/* expect-safe */
}

void other_bit_cleared(struct kvm_vcpu *vcpu, int a)
{
	int reg = a & 0x1f;

	if (reg > 15 && !(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	vcpu->arch.xcr0 &= ~XFEATURE_MASK_PKRU;
	kvm_gpr_write(vcpu, reg, 0);				/* expect-safe */
}

void its_bit_cleared(struct kvm_vcpu *vcpu, int a)
{
	int reg = a & 0x1f;

	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	vcpu->arch.xcr0 &= ~XFEATURE_MASK_APX;
	kvm_gpr_write(vcpu, reg, 0);				/* expect: egpr-unguarded */
}

/* A bit that the program sets itself says nothing about the host. */
void set_here(struct kvm_vcpu *vcpu, int a)
{
	vcpu->arch.xcr0 |= XFEATURE_MASK_APX;
	kvm_gpr_write(vcpu, a & 0x1f, 0);			/* expect: egpr-unguarded */
}

static void asks(struct kvm_vcpu *vcpu, int reg)
{
	if (vcpu->arch.xcr0 & XFEATURE_MASK_APX)
		kvm_gpr_read(vcpu, reg);
}

void cleared_for_callee(struct kvm_vcpu *vcpu)
{
	vcpu->arch.xcr0 &= ~XFEATURE_MASK_APX;
	asks(vcpu, 40);
}

static void asks_too(struct kvm_vcpu *vcpu, int reg)
{
	if (vcpu->arch.xcr0 & XFEATURE_MASK_APX)
		kvm_gpr_read(vcpu, reg);
}

void not_cleared(struct kvm_vcpu *vcpu)
{
	vcpu->arch.xcr0 &= ~XFEATURE_MASK_PKRU;
	asks_too(vcpu, 40);					/* expect: index-range */
}
