// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions in tables: which of them are compiled hangs on who refers to the table. */
#include "../reference/kvm_host.h"

struct dead_ops {
	void (*get)(struct kvm_vcpu *vcpu, int reg);
	void (*put)(struct kvm_vcpu *vcpu, int reg);
};

/* Nobody has the address of the table: what is called of it is known. */

static void get_only(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, reg & 7);			/* expect-safe */
}

static void put_in_dead_code(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);
}

static const struct dead_ops ops = { .get = get_only, .put = put_in_dead_code };

void use_one_member(struct kvm_vcpu *vcpu, int reg)
{
	ops.get(vcpu, reg);
	switch (VCPU_REGS_RSP) {
	case 0:
		ops.put(vcpu, reg);
		put_in_dead_code(vcpu, reg);
		break;
	}
}

/* Dead for the conditions of its blocks only. */

static void put_behind_mask(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);
}

static const struct dead_ops behind_mask = { .put = put_behind_mask };

void use_behind_mask(struct kvm_vcpu *vcpu, u32 q, int reg)
{
	const struct dead_ops *o = NULL;

	if ((q & 0xc) == 1) {
		o = &behind_mask;
		o->put(vcpu, reg);
	}
}

/* A table that only a table of nobody's refers to. */

static void put_of_nobody(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);
}

static const struct dead_ops of_nobody = { .put = put_of_nobody };
static const struct dead_ops *const list_of_nobody[] __maybe_unused = { &of_nobody };

void use_of_nobody(struct kvm_vcpu *vcpu, int reg)
{
	if (0)
		list_of_nobody[reg & 0]->put(vcpu, reg);
}
