// SPDX-License-Identifier: GPL-2.0-or-later
/* The count of registers the emulator knows is not that of the saved image. */
#include "../reference/kvm_host.h"

#define NR_EMULATOR_GPRS 32

struct smram_32 {
	u32 gprs[8];
};

void legal(struct kvm_vcpu *vcpu, const struct smram_32 *s)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(s->gprs); i++)
		kvm_gpr_write(vcpu, i, s->gprs[i]);	/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, const u32 *gprs)
{
	unsigned int i;

	for (i = 0; i < NR_EMULATOR_GPRS; i++)
		kvm_gpr_write(vcpu, i, gprs[i]);	/* expect: egpr-unguarded */
}
