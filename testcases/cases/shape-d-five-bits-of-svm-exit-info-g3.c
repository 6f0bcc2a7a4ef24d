// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=3 */
/* Shape (d): AMD has no APX, its exit information has four bits for a register. */
#include "../reference/vmx.h"

unsigned long bad(struct kvm_vcpu *vcpu, u64 exit_info_1)
{
	return kvm_register_read(vcpu, exit_info_1 & 0x1f);	/* expect: egpr-unguarded */
}

unsigned long good(struct kvm_vcpu *vcpu, u64 exit_info_1)
{
	return kvm_register_read(vcpu, exit_info_1 & SVM_EXITINFO_REG_MASK); /* expect-safe */
}
