// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/*
 * Upstream b68f3cc7d978 (Always use 32-bit SMRAM save state for 32-bit kernels): the image
 * of 64 bits was loaded on a kernel that has no R8-R15.
 */
#include "include/legacy_kvm.h"

void bad_rsm_load_state_64(struct kvm_vcpu *vcpu, const u64 *gprs)
{
	int i;

	for (i = 0; i < 16; i++)
		kvm_register_write_raw(vcpu, i, gprs[15 - i]);	/* expect: index-range */
}

#ifdef CONFIG_X86_64
void good_rsm_load_state_64(struct kvm_vcpu *vcpu, const u64 *gprs)
{
	int i;

	for (i = 0; i < 16; i++)
		kvm_register_write_raw(vcpu, i, gprs[15 - i]);
}
#endif

void good_rsm_load_state_32(struct kvm_vcpu *vcpu, const u32 *gprs)
{
	int i;

	for (i = 0; i < 8; i++)
		kvm_register_write_raw(vcpu, i, gprs[i]);	/* expect-safe */
}
