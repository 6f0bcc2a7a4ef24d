// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Static functions that no call in the source gets to: an asm calls them, or the compiler was told
 * that somebody does, or a literal without a name holds them. What they are passed nobody knows.
 */
#include "../reference/kvm_host.h"

struct ops {
	void (*run)(struct kvm_vcpu *vcpu, int reg);
};

static void by_asm(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, 40);		/* expect: index-range */
	kvm_gpr_read(vcpu, reg);	/* expect-unproven */
}

/* Called from here, too: that proves nothing. */
static void by_asm_and_call(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, reg);	/* expect-unproven */
}

static void __attribute__((used)) by_name(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, 41);		/* expect: index-range */
	kvm_gpr_read(vcpu, reg);	/* expect-unproven */
}

static void by_literal(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, 42);		/* expect: index-range */
	kvm_gpr_read(vcpu, reg);	/* expect-safe */
}

static void by_table(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, 43);		/* expect: index-range */
}

/* Only an asm that is dead calls it. */
static void by_nobody(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, 44);
}

static struct ops *const literal = &(struct ops){ .run = by_literal };
static struct ops table = { .run = by_table };

void calls_them(struct kvm_vcpu *vcpu, int reg)
{
	by_asm_and_call(vcpu, 3);
	asm volatile("call %P0" :: "i" (by_asm));
	asm volatile("call %P0" :: "i" (&by_asm_and_call));
	asm volatile("" :: "r" (&table));
	(*(struct ops *const volatile *)&literal)->run(vcpu, reg & 3);
	if (0) {
		by_asm_and_call(vcpu, 2);
		asm volatile("call %P0" :: "i" (by_nobody));
	}
}
