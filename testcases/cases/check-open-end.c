// SPDX-License-Identifier: GPL-2.0-or-later
/* One side is compared, the other is open: what lies there is nobody's number. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, int reg)
{
	if (reg < 16)
		kvm_gpr_read(vcpu, reg);		/* expect-unproven */
	else
		kvm_gpr_write(vcpu, reg, 0);		/* expect-unproven */
	if (reg >= 0)
		kvm_gpr_read_raw(vcpu, reg);		/* expect-unproven */
}
