// SPDX-License-Identifier: GPL-2.0-or-later
/* WARN_ON_ONCE() gives back the condition it was asked for. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, int reg)
{
	if (WARN_ON_ONCE((unsigned int)reg >= 16))
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

/* It warns, and goes on. */
unsigned long ignored(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = q & 0x1f;

	WARN_ON_ONCE(reg >= 16);
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}
