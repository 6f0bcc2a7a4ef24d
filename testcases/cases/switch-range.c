// SPDX-License-Identifier: GPL-2.0-or-later
/* Ranges of case labels bound the index; the default label is open on both sides. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, int reg)
{
	switch (reg) {
	case 0 ... 15:
		kvm_gpr_read(vcpu, reg);		/* expect-safe */
		break;
	case 16 ... 31:
		kvm_gpr_read(vcpu, reg);		/* expect: egpr-unguarded */
		break;
	default:
		kvm_gpr_read(vcpu, reg);		/* expect-unproven */
		break;
	}
}

void beyond(struct kvm_vcpu *vcpu, int reg)
{
	switch (reg) {
	case 100 ... 104:
		kvm_gpr_read(vcpu, reg);		/* expect: index-range */
	}
}

/* Labels on both sides close the range of what is left between them. */
void between(struct kvm_vcpu *vcpu, int reg)
{
	switch (reg) {
	case 0 ... 31:
	case 100 ... 0x7fffffff:
	case -0x7fffffff - 1 ... -1:
		break;
	default:
		kvm_gpr_read(vcpu, reg);		/* expect: index-range */
	}
}
