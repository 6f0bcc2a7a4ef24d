// SPDX-License-Identifier: GPL-2.0-or-later
/* A constant object of file scope. */
#include "../reference/kvm_host.h"

static const int acc = VCPU_REGS_RAX;
const int pc = VCPU_REGS_RIP;

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, acc);			/* expect-safe */
	kvm_gpr_read(vcpu, pc);				/* expect: rip-index */
}
