// SPDX-License-Identifier: GPL-2.0-or-later
/* Members of a union share their storage: a store to one changes the others. */
#include "../reference/kvm_host.h"

struct insn {
	union {
		u8 reg;
		u32 raw;
	};
	u8 len;
};

void decode(struct insn *in, u32 word)
{
	in->reg = 3;
	in->len = word & 7;
}

void load(struct insn *in, u32 word)
{
	in->raw = word;
}

void use(struct kvm_vcpu *vcpu, const struct insn *in)
{
	kvm_gpr_read(vcpu, in->len);			/* expect-safe */
	kvm_gpr_read(vcpu, in->reg);			/* expect-unproven */
}

/* Only one of them is ever written. */
struct single {
	union {
		u8 reg;
		u32 raw;
	};
};

void single_decode(struct single *s)
{
	s->reg = 3;
}

void single_use(struct kvm_vcpu *vcpu, const struct single *s)
{
	kvm_gpr_read(vcpu, s->reg);			/* expect-safe */
}
