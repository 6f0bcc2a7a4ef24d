// SPDX-License-Identifier: GPL-2.0-or-later
/* Exit handlers in a table: which one runs is decided by the exit reason. */
#include "../reference/kvm_host.h"

#define EXIT_CR 1
#define EXIT_DR 3
#define EXIT_MSR 4

static int handle_cr(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
	return 1;
}

static int handle_dr(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_write(vcpu, reg + 16, 0);
	return 1;
}

static int (*const exit_handlers[])(struct kvm_vcpu *vcpu, int reg) = {
	[EXIT_CR] = handle_cr,
	[EXIT_MSR] = handle_cr,
};

static int (*const other_handlers[])(struct kvm_vcpu *vcpu, int reg) = {
	[EXIT_DR] = handle_dr,
};

int handle_exit(struct kvm_vcpu *vcpu, unsigned int reason, unsigned long qual)
{
	if (reason >= ARRAY_SIZE(exit_handlers) || !exit_handlers[reason])
		return 0;
	return exit_handlers[reason](vcpu, (qual >> 8) & 0xf);
}

int handle_other(struct kvm_vcpu *vcpu, unsigned int reason, unsigned long qual)
{
	if (reason >= ARRAY_SIZE(other_handlers) || !other_handlers[reason])
		return 0;
	return other_handlers[reason](vcpu, (qual >> 8) & 0xf); /* expect: egpr-unguarded */
}
