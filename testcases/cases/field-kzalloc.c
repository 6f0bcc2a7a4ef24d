// SPDX-License-Identifier: GPL-2.0-or-later
/* Memory that comes zeroed: a field nobody stores is 0. */
#include "../reference/kvm_host.h"

void *kzalloc(unsigned long size, unsigned int flags);
void *kmalloc(unsigned long size, unsigned int flags);
void *kcalloc(unsigned long n, unsigned long size, unsigned int flags);

struct never_stored {
	int reg;
};
struct other {
	int reg;
};
struct row {
	int reg;
};

struct never_stored *make(void)
{
	struct never_stored *p = kzalloc(sizeof(*p), 0);

	return p;
}

void use(struct kvm_vcpu *vcpu, const struct never_stored *p)
{
	kvm_gpr_read(vcpu, p->reg);			/* expect-safe */
}

struct other *make_other(void)
{
	struct other *p = kmalloc(sizeof(*p), 0);

	return p;
}

void use_other(struct kvm_vcpu *vcpu, const struct other *p)
{
	kvm_gpr_read(vcpu, p->reg);			/* expect-unproven */
}

void use_row(struct kvm_vcpu *vcpu, int n)
{
	struct row *r = kcalloc(4, sizeof(*r), 0);

	if (!r)
		return;
	kvm_gpr_read(vcpu, r->reg);			/* expect-safe */
	kvm_gpr_read(vcpu, r[n & 3].reg);		/* expect-safe */
}
