// SPDX-License-Identifier: GPL-2.0-or-later
/* Four helpers deep, and every caller is right. */
#include "../reference/kvm_host.h"

static void a(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);			/* expect-safe */
}

static void b(struct kvm_vcpu *vcpu, int reg)
{
	a(vcpu, reg);
}

static void c(struct kvm_vcpu *vcpu, int reg)
{
	b(vcpu, reg);
}

static void d(struct kvm_vcpu *vcpu, int reg)
{
	c(vcpu, reg);
}

void use(struct kvm_vcpu *vcpu, unsigned long q)
{
	d(vcpu, q & 0xf);
	b(vcpu, VCPU_REGS_R15);
}
