// SPDX-License-Identifier: GPL-2.0-or-later
/* The first and the last extended register, by name, without a guard. */
#include "../reference/kvm_host.h"

void unguarded(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_XREG_R16);		/* expect: egpr-unguarded */
	kvm_gpr_write(vcpu, VCPU_XREG_R31, 0);		/* expect: egpr-unguarded */
	kvm_gpr_read_raw(vcpu, __VCPU_XREG_R20);	/* expect: egpr-unguarded */
	kvm_gpr_write_raw(vcpu, 31, 0);			/* expect: egpr-unguarded */
}
