// SPDX-License-Identifier: GPL-2.0-or-later
/* A goto skips the statement that would have made the index legal. */
#include "../reference/kvm_host.h"

unsigned long use(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = q & 0x1f;

	if (q & 0x100)
		goto read;
	reg &= 0xf;
read:
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}

unsigned long legal(struct kvm_vcpu *vcpu, unsigned long q)
{
	int reg = q & 0x1f;

	if (reg >= 16)
		goto out;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
out:
	return 0;
}
