// SPDX-License-Identifier: GPL-2.0-or-later
/* (c ? 4 : 15) != 16 holds whatever c is: GCC does not read c, and has no body of what only the other way refers to. */
#include "../reference/kvm_host.h"

static int get(struct kvm_vcpu *vcpu, int p)
{
	return kvm_gpr_read(vcpu, p);
}

int (*hook)(struct kvm_vcpu *vcpu, int p);

void entry(struct kvm_vcpu *vcpu, u32 a)
{
	if ((a & 8 ? 4 : 15) != 16)
		kvm_gpr_read(vcpu, 4);			/* expect-safe */
	else
		hook = get;
	if ((a++ ? 4 : 15) > 20)
		kvm_gpr_write(vcpu, 40, 0);
	kvm_gpr_read(vcpu, (a & 8 ? 4 : 15) == 4);	/* expect-safe */
}
