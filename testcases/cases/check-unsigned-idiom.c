// SPDX-License-Identifier: GPL-2.0-or-later
/* One comparison as unsigned checks both ends. */
#include "../reference/kvm_host.h"

unsigned long legal(struct kvm_vcpu *vcpu, int reg)
{
	if ((unsigned int)reg >= 16)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long array(struct kvm_vcpu *vcpu, int reg)
{
	if ((unsigned int)reg < NR_VCPU_REGS)
		return kvm_register_read_raw(vcpu, reg);	/* expect-safe */
	return 0;
}
