// SPDX-License-Identifier: GPL-2.0-or-later
/* <= where < was meant. */
#include "../reference/kvm_host.h"

void gpr(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i <= 16; i++)
		kvm_gpr_write(vcpu, i, 0);		/* expect: egpr-unguarded */
}

void array(struct kvm_vcpu *vcpu)
{
	int i;

	for (i = 0; i < NR_VCPU_REGS; i++)
		kvm_register_write_raw(vcpu, i, 0);	/* expect-safe */
	for (i = 0; i <= NR_VCPU_REGS; i++)
		kvm_register_write_raw(vcpu, i, 0);	/* expect: index-range */
}
