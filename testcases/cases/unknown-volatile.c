// SPDX-License-Identifier: GPL-2.0-or-later
/* Two reads of a volatile object may differ. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, volatile int *p)
{
	kvm_gpr_read(vcpu, *p);				/* expect-unproven */
	if (*p >= 0 && *p < 16)
		kvm_gpr_read(vcpu, *p);			/* expect-unproven */
	kvm_gpr_read(vcpu, *p & 0xf);			/* expect-safe */
}

void read_once(struct kvm_vcpu *vcpu, volatile int *p)
{
	int reg = *p;

	if (reg >= 0 && reg < 16)
		kvm_gpr_read(vcpu, reg);		/* expect-safe */
}
