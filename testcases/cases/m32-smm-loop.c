// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* The 64-bit save format has registers that a 32-bit kernel has not. */
#include "../reference/kvm_host.h"

void load_state_32(struct kvm_vcpu *vcpu, const u32 *gprs)
{
	int i;

	for (i = 0; i < 8; i++)
		kvm_gpr_write(vcpu, i, gprs[i]);	/* expect-safe */
}

void load_state_64(struct kvm_vcpu *vcpu, const u64 *gprs)
{
	int i;

	for (i = 0; i < 16; i++)
		kvm_gpr_write(vcpu, i, gprs[i]);	/* expect: index-range */
}
