// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions that write through a pointer argument what nobody here knows. */
#include "../reference/kvm_host.h"

unsigned long copy_from_user(void *to, const void *from, unsigned long n);
int mutex_lock(void *lock);

struct regs {
	int reg;
};
struct whole {
	int reg;
};
struct part {
	int reg;
	int safe;
};
struct outer {
	int before;
	struct regs inner;
};

void init(struct regs *r, struct whole *w, struct part *p, struct outer *o)
{
	r->reg = 1;
	w->reg = 2;
	p->reg = 3;
	p->safe = 4;
	o->before = 5;
}

int read_whole(struct whole *w, const void *user)
{
	return copy_from_user(w, user, sizeof(*w)) != 0;
}

int read_part(struct part *p, const void *user)
{
	return copy_from_user(&p->reg, user, sizeof(p->reg)) != 0;
}

int read_inner(struct outer *o, const void *user)
{
	return copy_from_user(&o->inner, user, sizeof(o->inner)) != 0;
}

void use(struct kvm_vcpu *vcpu, struct regs *r, struct whole *w, struct part *p, struct outer *o)
{
	kvm_gpr_read(vcpu, w->reg);			/* expect-unproven */
	kvm_gpr_read(vcpu, p->reg);			/* expect-unproven */
	kvm_gpr_read(vcpu, p->safe);			/* expect-safe */
	kvm_gpr_read(vcpu, r->reg);			/* expect-unproven */
	kvm_gpr_read(vcpu, o->inner.reg);		/* expect-unproven */
	kvm_gpr_read(vcpu, o->before);			/* expect-safe */
}

/* A context that is passed on to some other code is not taken for written. */
struct handle {
	int reg;
};

void handle_set(struct handle *h)
{
	h->reg = 7;
	mutex_lock(h);
}

void handle_use(struct kvm_vcpu *vcpu, struct handle *h)
{
	kvm_gpr_read(vcpu, h->reg);			/* expect-safe */
}
