// SPDX-License-Identifier: GPL-2.0-or-later
/* The field is set by an assignment. */
#include "../reference/kvm_host.h"

struct reader {
	unsigned long (*read)(struct kvm_vcpu *vcpu, int reg);
};

void reader_init(struct reader *r)
{
	r->read = kvm_gpr_read_raw;
}

void use(struct kvm_vcpu *vcpu, struct reader *r)
{
	r->read(vcpu, VCPU_REGS_RBX);			/* expect-safe */
	r->read(vcpu, VCPU_REGS_RIP);			/* expect: rip-index */
}
