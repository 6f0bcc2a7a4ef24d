// SPDX-License-Identifier: GPL-2.0-or-later
/* Registers noted in a bitmap and written back: the size of the search bounds them. */
#include "../reference/kvm_host.h"

unsigned long find_first_bit(const unsigned long *addr, unsigned long size);
unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long from);

#define for_each_set_bit(bit, addr, size)				\
	for ((bit) = find_first_bit((addr), (size)); (bit) < (size);	\
	     (bit) = find_next_bit((addr), (size), (bit) + 1))

struct ctxt {
	unsigned long regs_dirty;
	unsigned long regs[32];
	bool egpr;
};

unsigned long *reg_write(struct ctxt *c, unsigned int nr)
{
	c->regs_dirty |= BIT(nr & 31);
	return &c->regs[nr & 31];
}

void writeback(struct kvm_vcpu *vcpu, struct ctxt *c)
{
	unsigned long dirty = c->regs_dirty;
	unsigned int nr;

	for_each_set_bit(nr, &dirty, 16)
		kvm_gpr_write(vcpu, nr, c->regs[nr]);	/* expect-safe */
}

void writeback_all(struct kvm_vcpu *vcpu, struct ctxt *c)
{
	unsigned long dirty = c->regs_dirty;
	unsigned int nr;

	for_each_set_bit(nr, &dirty, 32)
		kvm_gpr_write(vcpu, nr, c->regs[nr]);	/* expect: egpr-unguarded */
}

void writeback_guarded(struct kvm_vcpu *vcpu, struct ctxt *c)
{
	unsigned long size = vcpu->arch.xcr0 & XFEATURE_MASK_APX ? 32 : 16;
	unsigned long dirty = c->regs_dirty;
	unsigned int nr;

	for_each_set_bit(nr, &dirty, size)
		kvm_gpr_write(vcpu, nr, c->regs[nr]);	/* expect-safe */
}
