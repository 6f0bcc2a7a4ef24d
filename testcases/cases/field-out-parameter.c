// SPDX-License-Identifier: GPL-2.0-or-later
/* A field whose address is given away: what the callee stores there counts. */
#include "../reference/kvm_host.h"

struct bad_op {
	int reg;
};
struct good_op {
	int reg;
};
struct read_op {
	int reg;
};
struct far_op {
	int reg;
};

static void decode_wide(int *reg, unsigned long insn)
{
	*reg = insn & 0x3f;
}

static void decode(int *reg, unsigned long insn)
{
	*reg = insn & 0xf;
}

static int peek(const int *reg)
{
	return *reg + 1;
}

int far(int *reg);

void bad_decode(struct bad_op *op, unsigned long insn)
{
	op->reg = 0;
	decode_wide(&op->reg, insn);
}

void bad_use(struct kvm_vcpu *vcpu, struct bad_op *op)
{
	kvm_gpr_read(vcpu, op->reg);
}

void good_decode(struct good_op *op, unsigned long insn)
{
	op->reg = 0;
	decode(&op->reg, insn);
}

void good_use(struct kvm_vcpu *vcpu, struct good_op *op)
{
	kvm_gpr_read(vcpu, op->reg);
}

int read_decode(struct read_op *op)
{
	op->reg = 4;
	return peek(&op->reg);
}

void read_use(struct kvm_vcpu *vcpu, struct read_op *op)
{
	kvm_gpr_read(vcpu, op->reg);			/* expect-safe */
}

int far_decode(struct far_op *op)
{
	op->reg = 4;
	return far(&op->reg);
}

void far_use(struct kvm_vcpu *vcpu, struct far_op *op)
{
	kvm_gpr_read(vcpu, op->reg);			/* expect-unproven */
}
