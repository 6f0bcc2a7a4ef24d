// SPDX-License-Identifier: GPL-2.0-or-later
/* The accessor is chosen by type. */
#include "../reference/kvm_host.h"

#define read_reg(v, r) _Generic((v), struct kvm_vcpu *: kvm_gpr_read)((v), (r))

void use(struct kvm_vcpu *vcpu)
{
	read_reg(vcpu, VCPU_REGS_RSI);			/* expect-safe */
	read_reg(vcpu, VCPU_REGS_RIP);			/* expect: rip-index */
}
