// SPDX-License-Identifier: GPL-2.0-or-later
/* Filling a whole record: with zero it is known, with anything else it is not. */
#include "../reference/kvm_host.h"

void *memset(void *to, int byte, unsigned long n);

struct zeroed {
	int reg;
	int only_zero;
};
struct filled {
	int reg;
};
struct head {
	int reg;
	int tail;
};

void zeroed_init(struct zeroed *z)
{
	memset(z, 0, sizeof(*z));
	z->reg = VCPU_REGS_RDI;
}

void zeroed_use(struct kvm_vcpu *vcpu, const struct zeroed *z)
{
	kvm_gpr_read(vcpu, z->reg);			/* expect-safe */
	kvm_gpr_read(vcpu, z->only_zero);		/* expect-safe */
}

void filled_init(struct filled *f)
{
	f->reg = VCPU_REGS_RDI;
}

void filled_poison(struct filled *f)
{
	memset(f, 0xff, sizeof(*f));
}

void filled_use(struct kvm_vcpu *vcpu, const struct filled *f)
{
	kvm_gpr_read(vcpu, f->reg);			/* expect-unproven */
}

void head_init(struct head *h)
{
	h->reg = VCPU_REGS_RDI;
}

void head_poison(struct head *h, unsigned long n)
{
	memset(h, 0xff, n);
}

void head_use(struct kvm_vcpu *vcpu, const struct head *h)
{
	kvm_gpr_read(vcpu, h->reg);			/* expect-unproven */
}
