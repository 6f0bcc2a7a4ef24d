// SPDX-License-Identifier: GPL-2.0-or-later
/* The index parameter is an int: what is above 32 bits is lost. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	u64 low = 0x100000003ULL;
	u64 high = 0x100000020ULL;

	kvm_gpr_read(vcpu, low);			/* expect-safe */
	kvm_gpr_read(vcpu, high);			/* expect: index-range */
}
