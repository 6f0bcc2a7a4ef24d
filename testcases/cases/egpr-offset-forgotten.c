// SPDX-License-Identifier: GPL-2.0-or-later
/* A loop over the bank counts from 0 and forgets to add 16. */
#include "../reference/kvm_host.h"

void guarded(unsigned long *to)
{
	int i;

	if (!static_cpu_has(X86_FEATURE_APX))
		return;
	for (i = 0; i < 16; i++)
		to[i] = kvm_read_egpr(i + 16);		/* expect-safe */
	for (i = 0; i < 16; i++)
		to[i] = kvm_read_egpr(i);		/* expect: index-range */
}
