// SPDX-License-Identifier: GPL-2.0-or-later
/* The check is made, but on something else than the index. */
#include "../reference/kvm_host.h"

unsigned long legal(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = q & 0x1f;

	if (reg > 15)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long bad(struct kvm_vcpu *vcpu, unsigned long q, int other)
{
	int reg = q & 0x1f;

	if (other < 0 || other > 15)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}
