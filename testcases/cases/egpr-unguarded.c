// SPDX-License-Identifier: GPL-2.0-or-later
/* A live extended register is touched without a guard. */
#include "../reference/kvm_host.h"

void unguarded(void)
{
	kvm_read_egpr(VCPU_XREG_R16);			/* expect: egpr-unguarded */
	kvm_write_egpr(VCPU_XREG_R31, 0);		/* expect: egpr-unguarded */
}

void loop(void)
{
	int i;

	for (i = VCPU_XREG_R16; i <= VCPU_XREG_R31; i++)
		kvm_write_egpr(i, 0);			/* expect: egpr-unguarded */
}

void loop_guarded(void)
{
	int i;

	if (!static_cpu_has(X86_FEATURE_APX))
		return;
	for (i = VCPU_XREG_R16; i <= VCPU_XREG_R31; i++)
		kvm_write_egpr(i, 0);			/* expect-safe */
}
