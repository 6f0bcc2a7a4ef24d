// SPDX-License-Identifier: GPL-2.0-or-later
/* A constant table of functions whose entries are accessors. */
#include "../reference/kvm_host.h"

struct reg_ops {
	unsigned long (*read)(struct kvm_vcpu *vcpu, int reg);
	void (*write)(struct kvm_vcpu *vcpu, int reg, unsigned long val);
};

static const struct reg_ops ops = {
	.read = kvm_gpr_read,
	.write = kvm_gpr_write_raw,
};

void use(struct kvm_vcpu *vcpu, const struct reg_ops *any)
{
	ops.write(vcpu, VCPU_REGS_RAX, 0);		/* expect-safe */
	ops.write(vcpu, VCPU_REGS_RIP, 0);		/* expect: rip-index */
	any->read(vcpu, VCPU_REGS_RDX);			/* expect-safe */
	any->read(vcpu, 32);				/* expect: index-range */
}
