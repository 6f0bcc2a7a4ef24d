// SPDX-License-Identifier: GPL-2.0-or-later
/* The member that was stored is known; another one of the same union is not. */
#include "../reference/kvm_host.h"

union number {
	int reg;
	u8 byte;
};
union legal_number {
	int reg;
	u8 byte;
};

void bad(struct kvm_vcpu *vcpu)
{
	union number n;

	n.reg = 40;
	kvm_gpr_read(vcpu, n.reg);			/* expect: index-range */
	kvm_gpr_read(vcpu, n.byte);			/* expect-unproven */
}

void legal(struct kvm_vcpu *vcpu)
{
	union legal_number n;

	n.reg = VCPU_REGS_RSI;
	kvm_gpr_read(vcpu, n.reg);			/* expect-safe */
	kvm_gpr_read(vcpu, n.byte & 7);			/* expect-safe */
}
