// SPDX-License-Identifier: GPL-2.0-or-later
/* A predicate that a configuration has turned into a constant decides, in both ways. */
#include "../reference/kvm_host.h"

static inline bool apx_configured(void)
{
	return IS_ENABLED(CONFIG_OF_NO_KERNEL);
}

static inline bool always(void)
{
	return true;
}

static int low_or_wide(unsigned long q)
{
	return apx_configured() ? q & 0x1f : q & 0xf;
}

void stubbed_out(struct kvm_vcpu *vcpu, unsigned long q)
{
	kvm_gpr_read(vcpu, low_or_wide(q));		/* expect-safe */
	if (apx_configured())
		kvm_gpr_read(vcpu, VCPU_XREG_R16);
	if (!always())
		kvm_gpr_read(vcpu, VCPU_XREG_R16);
	if (always())
		kvm_gpr_read(vcpu, VCPU_XREG_R16);	/* expect: egpr-unguarded */
}
