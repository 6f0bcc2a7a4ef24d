// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* Four bits of an exit qualification are one too many on a 32-bit kernel. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned long qual)
{
	kvm_gpr_read(vcpu, (qual >> 8) & 7);		/* expect-safe */
	kvm_gpr_read(vcpu, (qual >> 8) & 0xf);		/* expect: index-range */
}
