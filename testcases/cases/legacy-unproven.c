// SPDX-License-Identifier: GPL-2.0-or-later
/* Before APX: a parameter that nobody gives is unknown. */
#include "include/legacy_kvm.h"

unsigned long use(struct kvm_vcpu *vcpu, int reg)
{
	return kvm_register_read(vcpu, reg);		/* expect-unproven */
}
