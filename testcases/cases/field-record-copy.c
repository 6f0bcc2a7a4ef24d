// SPDX-License-Identifier: GPL-2.0-or-later
/* A record assigned as a whole brings the fields of the other one, and nothing else. */
#include "../reference/kvm_host.h"

struct op {
	int reg;
	int other;
};
struct job {
	struct op op;
	int tries;
};

void op_init(struct op *op, int n)
{
	op->reg = n & 7;
	op->other = n & 63;
}

void op_copy(struct op *to, const struct op *from)
{
	*to = *from;
}

void job_begin(struct job *j, const struct op *op)
{
	j->op = *op;
}

void use(struct kvm_vcpu *vcpu, const struct op *op)
{
	kvm_gpr_read(vcpu, op->reg);			/* expect-safe */
	kvm_gpr_read(vcpu, op->other);			/* expect: index-range */
}

void use_job(struct kvm_vcpu *vcpu, const struct job *j)
{
	kvm_gpr_read(vcpu, j->op.reg);			/* expect-safe */
}

/* Bytes of something else: nobody knows what they mean. */
struct packet {
	int reg;
};
struct raw {
	unsigned char byte[4];
};

void packet_init(struct packet *p)
{
	p->reg = VCPU_REGS_RAX;
}

void packet_receive(struct packet *p, const struct raw *raw)
{
	__builtin_memcpy(p, raw, sizeof(*p));
}

void packet_use(struct kvm_vcpu *vcpu, const struct packet *p)
{
	kvm_gpr_read(vcpu, p->reg);			/* expect-unproven */
}

struct frame {
	int reg;
};

void frame_init(struct frame *f)
{
	f->reg = VCPU_REGS_RAX;
}

void frame_cast(struct frame *f, const void *buffer)
{
	*f = *(const struct frame *)buffer;
}

void frame_of_raw(struct frame *f, struct raw *raw)
{
	frame_cast(f, raw);
}

void frame_use(struct kvm_vcpu *vcpu, const struct frame *f)
{
	kvm_gpr_read(vcpu, f->reg);			/* expect-unproven */
}
