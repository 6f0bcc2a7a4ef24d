// SPDX-License-Identifier: GPL-2.0-or-later
/* A callee that fills a record of its own, or one it is given, leaves those of the same type alone that it has not. */
#include "../reference/kvm_host.h"

struct insn {
	u32 reg:4;
	int sreg:6;
};

static void zeroes_its_own(struct kvm_vcpu *vcpu, int a)
{
	struct insn i = { 0 };

	i.sreg = a;
	kvm_gpr_read(vcpu, i.reg);				/* expect-safe */
}

void keeps_its_own(struct kvm_vcpu *vcpu)
{
	struct insn i = { 0 };

	zeroes_its_own(vcpu, 17);
	kvm_gpr_write(vcpu, i.sreg, 0);				/* expect-safe */
}

static void fills(struct insn *i)
{
	i->sreg = 18;
}

void gives_one(struct kvm_vcpu *vcpu)
{
	struct insn i = { 0 }, j = { 0 };

	fills(&j);
	kvm_gpr_write(vcpu, i.sreg, 0);				/* expect-safe */
	kvm_gpr_write(vcpu, j.sreg, 0);				/* expect: egpr-unguarded */
}
