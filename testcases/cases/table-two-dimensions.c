// SPDX-License-Identifier: GPL-2.0-or-later
/* A table of tables. */
#include "../reference/kvm_host.h"

static const u8 legal[2][3] = { { 0, 1, 2 }, { 13, 14, 15 } };
static const u8 bad[2][3] = { { 0, 1, 2 }, { 14, 15, 32 } };

void use(struct kvm_vcpu *vcpu, unsigned int i, unsigned int j)
{
	if (i >= 2 || j >= 3)
		return;
	kvm_gpr_read(vcpu, legal[i][j]);		/* expect-safe */
	kvm_gpr_read(vcpu, bad[i][j]);			/* expect: index-range */
}
