// SPDX-License-Identifier: GPL-2.0-or-later
/* kvm_{read,write}_egpr() take 16..31 only; R0-R15 are not theirs. */
#include "../reference/kvm_host.h"

void guarded(void)
{
	if (!cpu_has_xfeatures(XFEATURE_MASK_APX, NULL))
		return;
	kvm_read_egpr(VCPU_XREG_R16);			/* expect-safe */
	kvm_write_egpr(31, 0);				/* expect-safe */
	kvm_read_egpr(VCPU_REGS_R15);			/* expect: index-range */
	kvm_read_egpr(0);				/* expect: index-range */
	kvm_write_egpr(32, 0);				/* expect: index-range */
	kvm_read_egpr(-1);				/* expect: index-range */
}
