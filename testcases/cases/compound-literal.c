// SPDX-License-Identifier: GPL-2.0-or-later
/* A compound literal is a variable without a name. */
#include "../reference/kvm_host.h"

struct access {
	int index;
	int size;
};

static void perform(struct kvm_vcpu *vcpu, const struct access *a)
{
	kvm_gpr_read(vcpu, a->index);
}

void use(struct kvm_vcpu *vcpu)
{
	perform(vcpu, &(struct access){ .size = 8, .index = 20 });	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, ((int[]){ 1, 2, 3 })[1]);	/* expect-safe */
	kvm_gpr_read(vcpu, ((int[]){ 1, 20, 3 })[1]);	/* expect: egpr-unguarded */
}
