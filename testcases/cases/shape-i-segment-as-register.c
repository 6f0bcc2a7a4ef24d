// SPDX-License-Identifier: GPL-2.0-or-later
/* Shape (i): a segment's number is a register's number to the compiler; CS is RCX. */
#include "../reference/kvm_host.h"

unsigned long bad(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_SREG_CS);	/* expect: wrong-register-class */
}

unsigned long good(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RCX);	/* expect-safe */
}
