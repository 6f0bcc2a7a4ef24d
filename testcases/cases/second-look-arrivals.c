// SPDX-License-Identifier: GPL-2.0-or-later
/* Many values go round a loop that ends: each is followed to its end, and all agree with what they came from. */
#include "../fuzz/fuzz.h"

void agree(struct kvm_vcpu *vcpu, unsigned int a, unsigned int b)
{
	s8 reg = max_t(s8, -1, (a & 0x1f)) | (a & 0x7);
	u8 other = b & 0xf;
	s8 arr[4] = { 0 };
	int i = 14;

	for (;;) {
		if (i == 22)
			break;
		i++;
		arr[3] = i & 0x7;
		arr[(reg & 0x7) & 0x3] = (reg >> 3) & 0x7;
		kvm_gpr_read(vcpu, arr[(b & 0xf) & 0x3]);	/* expect-safe */
	}
	switch (a & 0x1f) {
	case 0 ... 15:
		kvm_gpr_read(vcpu, reg);			/* expect-safe */
		break;
	case 18 ... 25:
		kvm_gpr_read(vcpu, reg - (other & 9));		/* expect: egpr-unguarded */
		break;
	}
}
