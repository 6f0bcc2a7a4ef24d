// SPDX-License-Identifier: GPL-2.0-or-later
/* Numbers that no register has, as literals. */
#include "../reference/kvm_host.h"

void beyond(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 32);				/* expect: index-range */
	kvm_gpr_write(vcpu, 1000, 0);			/* expect: index-range */
	kvm_gpr_read_raw(vcpu, 0x7fffffff);		/* expect: index-range */
}

void negative(struct kvm_vcpu *vcpu)
{
	kvm_gpr_write_raw(vcpu, -1, 0);			/* expect: index-range */
	kvm_register_read_raw(vcpu, -16);		/* expect: index-range */
}
