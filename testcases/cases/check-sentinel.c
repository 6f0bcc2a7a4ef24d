// SPDX-License-Identifier: GPL-2.0-or-later
/* A negative number means "no register", and is sorted out before the accessor. */
#include "../reference/kvm_host.h"

static void finish(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	if (reg < 0)
		kvm_rax_write(vcpu, data);
	else
		kvm_gpr_write(vcpu, reg, data);		/* expect-safe */
}

void use(struct kvm_vcpu *vcpu, unsigned long q, u64 data)
{
	finish(vcpu, -1, data);
	finish(vcpu, q & 0xf, data);
}
