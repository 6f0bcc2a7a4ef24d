// SPDX-License-Identifier: GPL-2.0-or-later
/* A static local keeps a value from call to call. */
#include "../reference/kvm_host.h"

unsigned long legal(struct kvm_vcpu *vcpu)
{
	static int next = VCPU_REGS_RAX;
	int now = next;

	next = VCPU_REGS_RCX;
	return kvm_gpr_read(vcpu, now);			/* expect-safe */
}

unsigned long bad(struct kvm_vcpu *vcpu)
{
	static int next = VCPU_REGS_RAX;
	int now = next;

	next = VCPU_REGS_RIP;
	return kvm_gpr_read(vcpu, now);			/* expect: rip-index */
}
