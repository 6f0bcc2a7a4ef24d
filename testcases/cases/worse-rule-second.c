// SPDX-License-Identifier: GPL-2.0-or-later
/* What a caller passes is wrong by one rule at once and by a worse one a call later: the worse one is told. */
#include "../reference/kvm_host.h"

static bool is_set(struct kvm_vcpu *vcpu, int p)
{
	return p >= 0;
}

static void use(struct kvm_vcpu *vcpu, int p, int depth)
{
	bool some = !!(p & 0x1f);

	p = (unsigned long)((p & 0x1ff) << 1);
	kvm_gpr_read(vcpu, p);
	if (is_set(vcpu, (some + p) & 0x1f) && depth > 0)
		use(vcpu, p, depth - 1);
}

void start(struct kvm_vcpu *vcpu, unsigned int a)
{
	use(vcpu, a & 0xf, 3);					/* expect: index-range */
}
