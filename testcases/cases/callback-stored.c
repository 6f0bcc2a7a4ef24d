// SPDX-License-Identifier: GPL-2.0-or-later
/* A completion callback kept in a field, with the register it is for in another one. */
#include "../reference/kvm_host.h"

struct exit {
	int (*complete)(struct kvm_vcpu *vcpu, struct exit *e);
	int io_gpr;
	int sign;
};

static int complete_load(struct kvm_vcpu *vcpu, struct exit *e)
{
	kvm_gpr_write(vcpu, e->io_gpr, 0);		/* expect-safe */
	return 1;
}

static int complete_pair(struct kvm_vcpu *vcpu, struct exit *e)
{
	kvm_gpr_write(vcpu, e->io_gpr + 1, 0);		/* expect: egpr-unguarded */
	return 1;
}

int start(struct exit *e, unsigned int insn)
{
	e->io_gpr = insn >> 28;
	e->complete = insn & 1 ? complete_pair : complete_load;
	return 0;
}

int resume(struct kvm_vcpu *vcpu, struct exit *e)
{
	if (!e->complete)
		return 0;
	return e->complete(vcpu, e);
}

/* Through an iterator that takes the callback as an argument. */
struct range {
	int first, last;
};

static int each(struct kvm_vcpu *vcpu, struct range *r,
		int (*fn)(struct kvm_vcpu *vcpu, int reg))
{
	int i, done = 0;

	for (i = r->first; i <= r->last; i++)
		done += fn(vcpu, i);
	return done;
}

static int clear(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
	return 1;
}

int clear_all(struct kvm_vcpu *vcpu)
{
	struct range all = { VCPU_REGS_RAX, VCPU_REGS_R15 };

	return each(vcpu, &all, clear);
}
