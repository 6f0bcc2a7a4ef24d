// SPDX-License-Identifier: GPL-2.0-or-later
/* The index is one member of a table of structures. */
#include "../reference/kvm_host.h"

struct reg_name {
	const char *name;
	int reg;
};
struct legal_name {
	const char *name;
	int reg;
};

static const struct reg_name names[] = {
	{ "rax", VCPU_REGS_RAX },
	{ "rip", VCPU_REGS_RIP },
};
static const struct legal_name legal[] = {
	{ "rax", VCPU_REGS_RAX },
	{ .reg = VCPU_REGS_RBX, .name = "rbx" },
};

void use(struct kvm_vcpu *vcpu, unsigned int i)
{
	kvm_gpr_read(vcpu, legal[i & 1].reg);		/* expect-safe */
	kvm_gpr_read(vcpu, names[i & 1].reg);		/* expect: rip-index */
}
