// SPDX-License-Identifier: GPL-2.0-or-later
/* A file-scope variable holds its initialiser and every store. */
#include "../reference/kvm_host.h"

static int legal_reg = VCPU_REGS_RAX;
static int bad_reg = VCPU_REGS_RAX;

void choose(unsigned long q)
{
	legal_reg = q & 7;
	bad_reg = 8 + (q & 0xf);
}

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, legal_reg);			/* expect-safe */
	kvm_gpr_read(vcpu, bad_reg);			/* expect: egpr-unguarded */
}
