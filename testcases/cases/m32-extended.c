// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* No guard makes extended registers on a 32-bit kernel. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 16);				/* expect: index-range */
	if (kvm_cpu_cap_has(X86_FEATURE_APX))
		kvm_gpr_read(vcpu, 16);			/* expect: index-range */
}
