// SPDX-License-Identifier: GPL-2.0-or-later
/* The enumerator and the call both come from macros; the line is that of the outermost use. */
#include "../reference/kvm_host.h"

#define MY_PC VCPU_REGS_RIP
#define READ_REG(v, r) kvm_gpr_read((v), (r))
#define READ_PC(v) READ_REG(v, MY_PC)

unsigned long use(struct kvm_vcpu *vcpu)
{
	unsigned long pc = READ_PC(vcpu);		/* expect: rip-index */

	return pc + READ_REG(vcpu, VCPU_REGS_RCX);	/* expect-safe */
}
