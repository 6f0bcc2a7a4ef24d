// SPDX-License-Identifier: GPL-2.0-or-later
/* What follows a call that does not return is never reached. */
#include "../reference/kvm_host.h"

void panic(const char *why) __attribute__((noreturn));

void use(struct kvm_vcpu *vcpu, unsigned int reg)
{
	if (reg > 15)
		panic("register");
	kvm_gpr_read(vcpu, reg);			/* expect-safe */
}
