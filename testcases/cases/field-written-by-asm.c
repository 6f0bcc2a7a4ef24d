// SPDX-License-Identifier: GPL-2.0-or-later
/* Assembly writes fields, alone and whole records. */
#include "../reference/kvm_host.h"

struct direct {
	int reg;
};
struct whole {
	int reg;
	int other;
};

void direct_set(struct direct *d)
{
	d->reg = 3;
	asm volatile("movl $99, %0" : "=m" (d->reg));
}

void direct_use(struct kvm_vcpu *vcpu, const struct direct *d)
{
	kvm_gpr_read(vcpu, d->reg);			/* expect-unproven */
}

void whole_set(struct whole *w)
{
	w->reg = 3;
}

void whole_asm(struct whole *w)
{
	asm volatile("movl $99, %0" : "+m" (*w) : : "memory");
}

void whole_use(struct kvm_vcpu *vcpu, const struct whole *w)
{
	kvm_gpr_read(vcpu, w->reg);			/* expect-unproven */
}
