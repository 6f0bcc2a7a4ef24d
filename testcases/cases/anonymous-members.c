// SPDX-License-Identifier: GPL-2.0-or-later
/* Members of nameless structs belong to the struct around them. */
#include "../reference/kvm_host.h"

struct insn {
	struct {
		int legal;
		struct {
			int wrong;
		};
	};
};

static void fill(struct insn *i)
{
	i->legal = 7;
	i->wrong = VCPU_REGS_RIP;
}

void use(struct kvm_vcpu *vcpu, struct insn *i)
{
	fill(i);
	kvm_gpr_read(vcpu, i->legal);			/* expect-safe */
	kvm_gpr_read(vcpu, i->wrong);			/* expect: rip-index */
}
