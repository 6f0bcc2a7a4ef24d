// SPDX-License-Identifier: GPL-2.0-or-later
/* Masking makes a plain number of an enumerator. */
#include "../reference/kvm_host.h"

void masks(struct kvm_vcpu *vcpu)
{
	int pc = VCPU_REGS_RIP;

	kvm_gpr_read(vcpu, pc & 0xf);			/* expect-safe */
	kvm_gpr_read(vcpu, pc & 0x1f);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, pc >> 1);			/* expect-safe */
	kvm_gpr_read(vcpu, pc << 1);			/* expect: index-range */
}
