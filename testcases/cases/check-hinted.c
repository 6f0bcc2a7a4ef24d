// SPDX-License-Identifier: GPL-2.0-or-later
/* likely() and unlikely() do not hide a check. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int reg)
{
	if (unlikely(reg < 0 || reg > 15))
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long wide(struct kvm_vcpu *vcpu, int reg)
{
	if (likely(reg >= 0 && reg <= 31))
		return kvm_gpr_read(vcpu, reg);		/* expect: egpr-unguarded */
	return 0;
}
