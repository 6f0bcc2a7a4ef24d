// SPDX-License-Identifier: GPL-2.0-or-later
/* Four helpers deep, a mask without its guard. */
#include "../reference/kvm_host.h"

static void a(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);
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
	d(vcpu, q & 0x1f);				/* expect: egpr-unguarded */
}
