// SPDX-License-Identifier: GPL-2.0-or-later
/* The emulator's way: a call through a field reaches a wrapper of the accessor. */
#include "../reference/kvm_host.h"

struct ctxt;

struct ctxt_ops {
	unsigned long (*read_gpr)(struct ctxt *ctxt, unsigned int reg);
};

struct ctxt {
	struct kvm_vcpu *vcpu;
	const struct ctxt_ops *ops;
};

static unsigned long ctxt_read_gpr(struct ctxt *ctxt, unsigned int reg)
{
	return kvm_gpr_read_raw(ctxt->vcpu, reg);
}

static const struct ctxt_ops ctxt_ops = {
	.read_gpr = ctxt_read_gpr,
};

void run(struct kvm_vcpu *vcpu, unsigned long q)
{
	struct ctxt ctxt = { .vcpu = vcpu, .ops = &ctxt_ops };

	ctxt.ops->read_gpr(&ctxt, q & 0xf);
	ctxt.ops->read_gpr(&ctxt, q & 0x1f);		/* expect: egpr-unguarded */
}
