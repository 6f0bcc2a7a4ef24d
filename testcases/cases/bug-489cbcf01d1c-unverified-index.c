// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Upstream 489cbcf01d1c (Add WARNs to detect out-of-bounds register indices): the type
 * enum kvm_reg said that an index was one, and nobody looked.
 */
#include "include/legacy_kvm.h"

static unsigned long bad_read(struct kvm_vcpu *vcpu, enum kvm_reg reg)
{
	return vcpu->arch.regs[reg];
}

static unsigned long good_read(struct kvm_vcpu *vcpu, int reg)
{
	if ((unsigned int)reg >= NR_VCPU_REGS)
		return 0;
	return vcpu->arch.regs[reg];			/* expect-safe */
}

unsigned long use(struct kvm_vcpu *vcpu, unsigned int info)
{
	unsigned long sum = bad_read(vcpu, (info >> 3) & 0x1f); /* expect: index-range */

	sum += bad_read(vcpu, VCPU_EXREG_CR4);		/* expect: wrong-register-class */
	return sum + good_read(vcpu, (info >> 3) & 0x1f);
}
