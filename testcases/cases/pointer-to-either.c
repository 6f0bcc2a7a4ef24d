// SPDX-License-Identifier: GPL-2.0-or-later
/* A pointer to one of two locals: each way stores to its own. */
#include "../reference/kvm_host.h"

bool asked(void);

void store(struct kvm_vcpu *vcpu)
{
	int x = 1, y = 2;
	int *p = asked() ? &x : &y;

	*p |= 0x20;
	kvm_gpr_read(vcpu, x);					/* expect: index-range */
	kvm_gpr_read(vcpu, y & 15);				/* expect-safe */
}

void legal(struct kvm_vcpu *vcpu)
{
	int x = 1, y = 2;
	int *p = asked() ? &x : &y;

	*p |= 8;
	kvm_gpr_read(vcpu, x);					/* expect-safe */
	kvm_gpr_read(vcpu, y);					/* expect-safe */
}
