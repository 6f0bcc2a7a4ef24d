// SPDX-License-Identifier: GPL-2.0-or-later
/* Before APX, the registers end with RIP at 16. */
#include "include/legacy_kvm.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_register_read(vcpu, VCPU_REGS_R15);		/* expect-safe */
	kvm_register_read(vcpu, 16);			/* expect-safe */
	kvm_register_read(vcpu, 17);			/* expect: index-range */
	kvm_register_write_raw(vcpu, NR_VCPU_REGS, 0);	/* expect: index-range */
	kvm_register_write(vcpu, -1, 0);		/* expect: index-range */
}
