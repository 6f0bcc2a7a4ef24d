// SPDX-License-Identifier: GPL-2.0-or-later
/* Conditions that are false for any input, and functions that are only called behind them. */
#include "../reference/kvm_host.h"

static void behind_mask(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_REGS_RIP);
}

static void behind_sign(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 4);
}

static void behind_itself(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 4);
}

unsigned long use(struct kvm_vcpu *vcpu, u32 q, int n)
{
	u8 byte = q;

	if ((q & 0xf) == 16)
		behind_mask(vcpu);
	if ((q & 0xc) == 1)
		behind_mask(vcpu);
	if (q < 0)
		behind_sign(vcpu);
	if (byte > 255 || byte == -1)
		behind_sign(vcpu);
	if (n != n)
		behind_itself(vcpu);
	if (q % 8 > 9)
		behind_itself(vcpu);
	return kvm_gpr_read(vcpu, q & 0xf);		/* expect-safe */
}
