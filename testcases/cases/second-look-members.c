// SPDX-License-Identifier: GPL-2.0-or-later
/* What a condition on a computed value excludes of the numbers it was computed from, one by one. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, u32 a, u32 b)
{
	s64 first = b & 3;
	s8 n = (first ^ 1) - (a & 15);
	u32 i, times;

	/* n & 31 being above i says of -14..3 that 0 is not among them */
	for (i = 0; i < (u32)(n & 31); i++) {
		times = first;
		while (times-- > 2)
			first = 448;
		switch ((n & 15) | (n & 15) << 4) {
		case -1 ... 14:
			kvm_gpr_read(vcpu, i);		/* never: n would have to be 0 or -16 */
			break;
		default:
			kvm_gpr_write(vcpu, 0, 0);	/* expect-safe */
		}
	}
}
