// SPDX-License-Identifier: GPL-2.0-or-later
/* The predicate is three helpers away, and one of them negates. */
#include "../reference/kvm_host.h"

static bool innermost(void)
{
	return static_cpu_has(X86_FEATURE_APX);
}

static bool missing(void)
{
	return !innermost();
}

static int check(void)
{
	if (missing())
		return -19;
	return 0;
}

int guarded(struct kvm_vcpu *vcpu)
{
	int ret = check();

	if (ret < 0)
		return ret;
	kvm_gpr_write(vcpu, VCPU_XREG_R31, 0);		/* expect-safe */
	return 0;
}

int ignored(struct kvm_vcpu *vcpu)
{
	check();
	kvm_gpr_write(vcpu, VCPU_XREG_R31, 0);		/* expect: egpr-unguarded */
	return 0;
}
