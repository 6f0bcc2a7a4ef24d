// SPDX-License-Identifier: GPL-2.0-or-later
/* The producer of an index chooses its mask by the predicate. */
#include "../reference/kvm_host.h"

static int good_gpr(unsigned long q)
{
	if (static_cpu_has(X86_FEATURE_APX))
		return (q >> 8) & 0x1f;
	return (q >> 8) & 0xf;
}

static int inverted_gpr(unsigned long q)
{
	return static_cpu_has(X86_FEATURE_APX) ? (q >> 8) & 0xf : (q >> 8) & 0x1f;
}

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = good_gpr(q);

	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	kvm_gpr_read(vcpu, inverted_gpr(q));		/* expect: egpr-unguarded */
}

/* The guarded value is passed on. */
static void put(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
}

void pass_on(struct kvm_vcpu *vcpu, unsigned long q)
{
	put(vcpu, good_gpr(q));
}
