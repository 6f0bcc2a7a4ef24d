// SPDX-License-Identifier: GPL-2.0-or-later
/* A cast of a pointer reads the member that lies there, when its type fits. */
#include "../reference/kvm_host.h"

struct head {
	int index;
	int other;
};

void use(struct kvm_vcpu *vcpu)
{
	struct head h = { 5, 20 };
	struct head bad = { 20, 5 };

	kvm_gpr_read(vcpu, *(int *)&h);			/* expect-safe */
	kvm_gpr_read(vcpu, *(int *)&bad);		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, *(short *)&h);		/* expect-unproven */
}
