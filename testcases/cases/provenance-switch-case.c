// SPDX-License-Identifier: GPL-2.0-or-later
/* A case label is a comparison for equality; a range of labels is one for order. */
#include "../reference/kvm_host.h"

unsigned long label(struct kvm_vcpu *vcpu, int reg)
{
	switch (reg) {
	case VCPU_REGS_RIP:
		return kvm_gpr_read(vcpu, reg);		/* expect: rip-index */
	case VCPU_REGS_RAX:
		return kvm_gpr_read(vcpu, reg);		/* expect-safe */
	}
	return 0;
}

unsigned long range(struct kvm_vcpu *vcpu, int reg)
{
	switch (reg) {
	case VCPU_REGS_RAX ... VCPU_REGS_RIP:
		return kvm_gpr_read(vcpu, reg);		/* expect: egpr-unguarded */
	}
	return 0;
}
