// SPDX-License-Identifier: GPL-2.0-or-later
/* An index built up by += and |=. */
#include "../reference/kvm_host.h"

void add(struct kvm_vcpu *vcpu)
{
	int reg = 8;

	reg += 7;
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	reg += 1;
	kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}

void or(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = q & 7;

	reg |= 8;
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	reg |= 16;
	kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
	reg &= 15;
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
