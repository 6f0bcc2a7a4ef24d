// SPDX-License-Identifier: GPL-2.0-or-later
/* A number of another class as a subscript, although it is in range. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.regs[VCPU_SREG_CS];		/* expect: wrong-register-class */
}
