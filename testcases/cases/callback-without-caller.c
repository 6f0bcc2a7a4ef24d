// SPDX-License-Identifier: GPL-2.0-or-later
/* A function that is only stored in a table has no known caller. */
#include "../reference/kvm_host.h"

struct device_ops {
	void (*reset)(struct kvm_vcpu *vcpu, int reg);
};

static void reset(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}

const struct device_ops device_ops = { .reset = reset };
