// SPDX-License-Identifier: GPL-2.0-or-later
/* A right shift of an unsigned word leaves as many bits as remain. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, u64 q, u32 info)
{
	kvm_gpr_read(vcpu, q >> 60);			/* expect-safe */
	kvm_gpr_read(vcpu, info >> 28);			/* expect-safe */
	kvm_gpr_read(vcpu, q >> 59);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, info >> 27);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, q >> 56);			/* expect: index-range */
}
