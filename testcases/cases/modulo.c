// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The remainder of an unsigned number is bounded on both sides; that of a signed one may be
 * negative.
 */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned int u, int s)
{
	kvm_gpr_read(vcpu, u % 16);			/* expect-safe */
	kvm_gpr_read(vcpu, u % 17);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, u % 32);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, s % 16);			/* expect: index-range */
}
