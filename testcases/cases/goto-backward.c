// SPDX-License-Identifier: GPL-2.0-or-later
/* A loop made of labels. */
#include "../reference/kvm_host.h"

void legal(struct kvm_vcpu *vcpu)
{
	int i = 0;

again:
	kvm_gpr_write(vcpu, i, 0);			/* expect-safe */
	if (++i < 16)
		goto again;
}

void bad(struct kvm_vcpu *vcpu)
{
	int i = 0;

again:
	kvm_gpr_write(vcpu, i, 0);			/* expect: egpr-unguarded */
	if (++i <= 16)
		goto again;
}
