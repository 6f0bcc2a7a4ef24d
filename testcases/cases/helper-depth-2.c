// SPDX-License-Identifier: GPL-2.0-or-later
/* Two helpers between the constant and the accessor. */
#include "../reference/kvm_host.h"

static void put(struct kvm_vcpu *vcpu, int reg, unsigned long val)
{
	kvm_gpr_write(vcpu, reg, val);
}

static void clear(struct kvm_vcpu *vcpu, int reg)
{
	put(vcpu, reg, 0);
}

void use(struct kvm_vcpu *vcpu)
{
	clear(vcpu, VCPU_REGS_RDX);
	clear(vcpu, 32);				/* expect: index-range */
	put(vcpu, VCPU_XREG_R17, 1);			/* expect: egpr-unguarded */
}
