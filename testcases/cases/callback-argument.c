// SPDX-License-Identifier: GPL-2.0-or-later
/* A function passed as an argument is called with an illegal number. */
#include "../reference/kvm_host.h"

static void touch(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg, 0);
}

static void each(struct kvm_vcpu *vcpu, void (*fn)(struct kvm_vcpu *vcpu, int reg))
{
	fn(vcpu, VCPU_REGS_RAX);
	fn(vcpu, 32);					/* expect: index-range */
}

void use(struct kvm_vcpu *vcpu)
{
	each(vcpu, touch);
}
