// SPDX-License-Identifier: GPL-2.0-or-later
/* A switch translates one numbering into another. */
#include "../reference/kvm_host.h"

static int legal(unsigned int sel)
{
	switch (sel) {
	case 0:
		return VCPU_REGS_RAX;
	case 1:
		return VCPU_REGS_RDX;
	default:
		return VCPU_REGS_RCX;
	}
}

static int bad(unsigned int sel)
{
	switch (sel) {
	case 0:
		return VCPU_REGS_RAX;
	case 1:
		return VCPU_REGS_RIP;
	default:
		return -1;
	}
}

void use(struct kvm_vcpu *vcpu, unsigned int sel)
{
	kvm_gpr_read(vcpu, legal(sel));			/* expect-safe */
	kvm_gpr_read(vcpu, bad(sel));			/* expect: rip-index, index-range */
}
