// SPDX-License-Identifier: GPL-2.0-or-later
/* One of two functions behind a field uses its argument as an index. */
#include "../reference/kvm_host.h"

struct sink_ops {
	void (*put)(struct kvm_vcpu *vcpu, int reg);
};

static void put_nothing(struct kvm_vcpu *vcpu, int reg)
{
	(void)vcpu;
	(void)reg;
}

static void put_gpr(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);
}

static const struct sink_ops nothing = { .put = put_nothing };
static const struct sink_ops gpr = { .put = put_gpr };

static void put(struct kvm_vcpu *vcpu, const struct sink_ops *ops, int reg)
{
	ops->put(vcpu, reg);
}

void use(struct kvm_vcpu *vcpu, bool quiet)
{
	const struct sink_ops *ops = quiet ? &nothing : &gpr;

	put(vcpu, ops, VCPU_REGS_RAX);
	put(vcpu, ops, VCPU_REGS_RIP);			/* expect: rip-index */
}
