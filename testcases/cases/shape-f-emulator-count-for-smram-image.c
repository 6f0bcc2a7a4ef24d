// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=3 */
/* Shape (f): how many registers the emulator knows is not how many the image has. */
#include "../reference/kvm_emulate.h"

struct smram_64 {
	u64 gprs[16];
};

void bad(struct kvm_vcpu *vcpu, const struct smram_64 *s)
{
	int i;

	for (i = 0; i < NR_EMULATOR_GPRS; i++)
		kvm_register_write_raw(vcpu, i, s->gprs[i]); /* expect: egpr-unguarded */
}

void good(struct kvm_vcpu *vcpu, const struct smram_64 *s)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(s->gprs); i++)
		kvm_register_write_raw(vcpu, i, s->gprs[i]); /* expect-safe */
}
