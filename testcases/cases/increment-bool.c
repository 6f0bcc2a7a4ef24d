// SPDX-License-Identifier: GPL-2.0-or-later
/* A truth value is not counted: incremented it is true, decremented it is the other one. */
#include "../reference/kvm_host.h"

struct state {
	bool seen;
	bool wide : 1;
};

void up(struct kvm_vcpu *vcpu)
{
	bool seen = true;

	seen++;
	if (seen)
		kvm_gpr_read(vcpu, 16);			/* expect: egpr-unguarded */
	++seen;
	kvm_gpr_read(vcpu, seen + 15);			/* expect: egpr-unguarded */
	if (!seen)
		kvm_gpr_read(vcpu, 32);
}

void down(struct kvm_vcpu *vcpu)
{
	bool seen = true;

	seen--;
	if (seen)
		kvm_gpr_read(vcpu, 32);
	kvm_gpr_read(vcpu, --seen + 15);		/* expect: egpr-unguarded */
}

void field(struct kvm_vcpu *vcpu, struct state *s)
{
	s->seen = true;
	s->wide = true;
	s->seen++;
	s->wide++;
	if (s->seen)
		kvm_gpr_read(vcpu, 16);			/* expect: egpr-unguarded */
	if (s->wide)
		kvm_gpr_read(vcpu, 16);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, s->wide-- + 14);		/* expect-safe */
	kvm_gpr_read(vcpu, s->wide + 15);		/* expect-safe */
}
