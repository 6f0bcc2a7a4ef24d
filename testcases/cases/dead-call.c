// SPDX-License-Identifier: GPL-2.0-or-later
/* What a function does whose calls are never reached happens to nobody. */
#include "../reference/kvm_host.h"

static void never(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 40);
}

/* Only a function that is never called calls it. */
static void never_either(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 41);
}

static void between(struct kvm_vcpu *vcpu, int depth)
{
	never_either(vcpu);
	if (depth)
		between(vcpu, depth - 1);
}

static void sometimes(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 42);					/* expect: index-range */
}

void caller(struct kvm_vcpu *vcpu, unsigned int a)
{
	int reg = a & 15;

	kvm_gpr_read(vcpu, reg);				/* expect-safe */
	if (reg > 15) {
		never(vcpu);
		between(vcpu, 3);
	}
	if (reg > 14)
		sometimes(vcpu);
}

/* Whoever calls through the table is not known. */
static void in_table(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 43);					/* expect: index-range */
}

void (*const handlers[])(struct kvm_vcpu *vcpu) = { in_table };
