// SPDX-License-Identifier: GPL-2.0-or-later
/* Compound literals keep the names of the enumerators they are made of. */
#include "../reference/kvm_host.h"

struct one {
	int a, b;
};
struct two {
	int a, b;
};
struct three {
	int a;
};

static void use_one(struct kvm_vcpu *vcpu, const struct one *s)
{
	kvm_gpr_read(vcpu, s->a);			/* expect: rip-index */
	kvm_gpr_read(vcpu, s->b);			/* expect-safe */
}

static void use_two(struct kvm_vcpu *vcpu, const struct two *s)
{
	kvm_gpr_read(vcpu, s->a);			/* expect-safe */
	kvm_gpr_read(vcpu, s->b);			/* expect: rip-index */
}

static void use_three(struct kvm_vcpu *vcpu, struct three s)
{
	kvm_gpr_read(vcpu, s.a);			/* expect: rip-index */
}

void make(struct kvm_vcpu *vcpu)
{
	struct three three;

	use_one(vcpu, &(struct one){ .a = VCPU_REGS_RIP, .b = VCPU_REGS_RBX });
	use_two(vcpu, &(struct two){ VCPU_REGS_RAX, VCPU_REGS_RIP });
	three = (struct three){ VCPU_REGS_RIP };
	use_three(vcpu, three);
}
