// SPDX-License-Identifier: GPL-2.0-or-later
/* A returned index passes three helpers on its way. */
#include "../reference/kvm_host.h"

static int innermost(void)
{
	return 48;
}

static int middle(void)
{
	return innermost();
}

static int outer(bool legal)
{
	return legal ? VCPU_REGS_RAX : middle();
}

void use(struct kvm_vcpu *vcpu, bool legal)
{
	kvm_gpr_read(vcpu, outer(legal));		/* expect: index-range */
	kvm_gpr_read(vcpu, outer(true));		/* expect-safe */
}
