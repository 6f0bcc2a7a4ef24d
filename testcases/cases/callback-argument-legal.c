// SPDX-License-Identifier: GPL-2.0-or-later
/* A function passed as an argument is called with registers only. */
#include "../reference/kvm_host.h"

static void touch(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
}

static void each(struct kvm_vcpu *vcpu, void (*fn)(struct kvm_vcpu *vcpu, int reg))
{
	int i;

	for (i = 0; i < 16; i++)
		fn(vcpu, i);
}

void use(struct kvm_vcpu *vcpu)
{
	each(vcpu, touch);
}
