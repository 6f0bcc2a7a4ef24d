// SPDX-License-Identifier: GPL-2.0-or-later
/* Attribute cleanup calls its function wherever the scope is left, also by goto. */
#include "../reference/kvm_host.h"

struct saved {
	struct kvm_vcpu *vcpu;
	int reg;
};

static void put(struct saved *s)
{
	kvm_gpr_write(s->vcpu, s->reg, 0);		/* expect: rip-index */
}

/* The only way out of the scope. */
int leaves_forward(struct kvm_vcpu *vcpu, int n)
{
	if (n) {
		struct saved s __attribute__((cleanup(put))) = { vcpu, VCPU_REGS_RIP };

		goto out;
	}
	n = 1;
out:
	return n;
}

static void disable_apx(struct kvm_vcpu **vcpu)
{
	(*vcpu)->arch.xcr0 = 0;
}

/* A jump back leaves the scope as well: the guard ends. */
void leaves_backward(struct kvm_vcpu *vcpu, int n)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
again:
	kvm_gpr_read(vcpu, 20);				/* expect: egpr-unguarded */
	{
		struct kvm_vcpu *v __attribute__((cleanup(disable_apx))) = vcpu;

		if (n-- > 0)
			goto again;
	}
}

/* The scope goes on at the label: no call there, and the guard holds. */
void stays_inside(struct kvm_vcpu *vcpu, int n)
{
	struct kvm_vcpu *v __attribute__((cleanup(disable_apx))) = vcpu;

	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return;
	if (n)
		goto inside;
	n = 1;
inside:
	kvm_gpr_read(vcpu, 20);				/* expect-safe */
}
