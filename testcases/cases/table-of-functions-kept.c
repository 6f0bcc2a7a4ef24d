// SPDX-License-Identifier: GPL-2.0-or-later
/* Tables that no function reads, and that somebody may read all the same. */
#include "../reference/kvm_host.h"

struct kept_ops {
	void (*put)(struct kvm_vcpu *vcpu, int reg);
};

static void put_used(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}

static const struct kept_ops used __attribute__((used)) = { .put = put_used };

static void put_listed(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}

/* a visible table of tables of tables */
static const struct kept_ops listed = { .put = put_listed };
static const struct kept_ops *const inner[] = { NULL, &listed };
const void *const outer[] = { inner };

static void put_as_number(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}

static const struct kept_ops as_number = { .put = put_as_number };
const unsigned long number = (unsigned long)&as_number;

static void put_to_asm(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}

static const struct kept_ops to_asm = { .put = put_to_asm };

void use_to_asm(void)
{
	asm volatile("# %0" : : "i" (&to_asm));
}

static void put_by_distance(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}

static const struct kept_ops by_distance[2] = { [1] = { .put = put_by_distance } };

const struct kept_ops *use_by_distance(unsigned long n)
{
	return by_distance + n;
}

static void put_before_return(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-unproven */
}

static const struct kept_ops before_return = { .put = put_before_return };

/* the blocks hold nothing but a return */
const void *use_before_return(int n)
{
	switch (n) {
	case 1:
		return &before_return;
	case 2:
		return NULL;
	}
	return outer;
}
