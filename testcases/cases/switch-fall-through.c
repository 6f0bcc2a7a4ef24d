// SPDX-License-Identifier: GPL-2.0-or-later
/* A case falls into the next and carries its value along. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, int what)
{
	int reg = VCPU_REGS_RAX;

	switch (what) {
	case 0:
		reg = VCPU_REGS_RIP;
		__attribute__((fallthrough));
	case 1:
		kvm_gpr_read(vcpu, reg);		/* expect: rip-index */
		break;
	case 2:
		kvm_gpr_read(vcpu, reg);		/* expect-safe */
		break;
	}
}
