// SPDX-License-Identifier: GPL-2.0-or-later
/* A parameter declared as an array is a pointer that may move. */
#include "../reference/kvm_host.h"

static int first_after(const int list[2], int n)
{
	list++;
	list += n;
	list = list + 0;
	return *list;
}

static const int regs[4] = { VCPU_REGS_RIP, 1, 2, 3 };

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, first_after(regs, 1));	/* expect-unproven */
	kvm_gpr_read(vcpu, first_after(regs, 1) & 0xf);	/* expect-safe */
}
