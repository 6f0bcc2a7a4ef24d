// SPDX-License-Identifier: GPL-2.0-or-later
/* Constant expressions are judged by their value. */
#include "../reference/kvm_host.h"

void fold(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, (1 << 4) - 1);		/* expect-safe */
	kvm_gpr_read(vcpu, 1 << 4);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, sizeof(u64));		/* expect-safe */
	kvm_gpr_read(vcpu, sizeof(u64) * 4);		/* expect: index-range */
	kvm_gpr_read(vcpu, ~0);				/* expect: index-range */
}
