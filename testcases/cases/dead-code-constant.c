// SPDX-License-Identifier: GPL-2.0-or-later
/* Code behind a constant condition is not there. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu)
{
	if (0)
		return kvm_gpr_read(vcpu, VCPU_REGS_RIP);
	if (IS_ENABLED(CONFIG_NO_SUCH_THING))
		return kvm_gpr_read(vcpu, 32);
	while (0)
		kvm_gpr_write(vcpu, -1, 0);
	return kvm_gpr_read(vcpu, 0);			/* expect-safe */
}
