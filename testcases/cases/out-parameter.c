// SPDX-License-Identifier: GPL-2.0-or-later
/* A helper gives the index back through a pointer. */
#include "../reference/kvm_host.h"

static void get_legal(int *reg)
{
	*reg = VCPU_REGS_R10;
}

static void get_bad(unsigned long q, int *reg)
{
	*reg = (q >> 8) & 0x1f;
}

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	int legal, bad;

	get_legal(&legal);
	get_bad(q, &bad);
	kvm_gpr_read(vcpu, legal);			/* expect-safe */
	kvm_gpr_read(vcpu, bad);			/* expect: egpr-unguarded */
}
