// SPDX-License-Identifier: GPL-2.0-or-later
/* What a function without a body returns is unknown. */
#include "../reference/kvm_host.h"

int elsewhere(void);

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_write(vcpu, elsewhere(), 0);		/* expect-unproven */
	kvm_gpr_write(vcpu, elsewhere() & 7, 0);	/* expect-safe */
	kvm_gpr_write(vcpu, elsewhere() & 0x1f, 0);	/* expect: egpr-unguarded */
}
