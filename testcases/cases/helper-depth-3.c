// SPDX-License-Identifier: GPL-2.0-or-later
/* Three helpers, with a copy and a cast on the way. */
#include "../reference/kvm_host.h"

static void first(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write_raw(vcpu, reg, 0);
}

static void second(struct kvm_vcpu *vcpu, u8 reg)
{
	int copy = reg;

	first(vcpu, copy);
}

static void third(struct kvm_vcpu *vcpu, unsigned long reg)
{
	second(vcpu, (u8)reg);
}

void use(struct kvm_vcpu *vcpu)
{
	third(vcpu, VCPU_REGS_R11);
	third(vcpu, VCPU_REGS_RIP);			/* expect: rip-index */
}
