// SPDX-License-Identifier: GPL-2.0-or-later
/* Before APX, a mask of five bits is simply too wide. */
#include "include/legacy_kvm.h"

void use(struct kvm_vcpu *vcpu, unsigned long qual)
{
	kvm_register_read(vcpu, (qual >> 8) & 15);	/* expect-safe */
	kvm_register_read(vcpu, (qual >> 8) & 0x1f);	/* expect: index-range */
	vcpu->arch.regs[qual & 0x1f] = 0;		/* expect: index-range */
}
