// SPDX-License-Identifier: GPL-2.0-or-later
/* A case range that is empty once its ends have the type of the switch. */
#include "../reference/kvm_host.h"

void empty_range(struct kvm_vcpu *vcpu, unsigned int q)
{
	unsigned int idx = q & 0x1f;

	switch (idx) {
	case -1 ... 2:
		kvm_gpr_read(vcpu, idx + 40);
		break;
	case 16 ... 40:
		kvm_gpr_read(vcpu, idx + 16);	/* expect: index-range */
		break;
	default:
		kvm_gpr_read(vcpu, idx);	/* expect-safe */
	}
}
