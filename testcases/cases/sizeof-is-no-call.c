// SPDX-License-Identifier: GPL-2.0-or-later
/* An operand that is not evaluated is no site. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu)
{
	__typeof__(kvm_gpr_read(vcpu, VCPU_REGS_RIP)) sum = 0;

	sum += sizeof(kvm_gpr_read(vcpu, 32));
	return sum + kvm_gpr_read(vcpu, 0);		/* expect-safe */
}
