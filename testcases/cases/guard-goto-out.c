// SPDX-License-Identifier: GPL-2.0-or-later
/* The guard jumps to the end of the function, or just past the check. */
#include "../reference/kvm_host.h"

int guarded(struct kvm_vcpu *vcpu, unsigned long *val)
{
	int ret = -1;

	if (!guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		goto out;
	*val = kvm_gpr_read(vcpu, VCPU_XREG_R18);	/* expect-safe */
	ret = 0;
out:
	return ret;
}

int skipped(struct kvm_vcpu *vcpu, bool fast, unsigned long *val)
{
	if (fast)
		goto read;
	if (!guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		return -1;
read:
	*val = kvm_gpr_read(vcpu, VCPU_XREG_R18);	/* expect: egpr-unguarded */
	return 0;
}
