// SPDX-License-Identifier: GPL-2.0-or-later
/* The width of a bit-field bounds what comes out of it. */
#include "../reference/kvm_host.h"

struct info {
	u32 scale : 2;
	u32 four : 4;
	u32 five : 5;
	u32 six : 6;
	s32 signed_four : 4;
};

void use(struct kvm_vcpu *vcpu, const struct info *info)
{
	kvm_gpr_read(vcpu, info->four);			/* expect-safe */
	kvm_gpr_read(vcpu, info->five);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, info->six);			/* expect: index-range */
	kvm_gpr_read(vcpu, info->signed_four);		/* expect: index-range */
}

void guarded(struct kvm_vcpu *vcpu, const struct info *info)
{
	if (static_cpu_has(X86_FEATURE_APX))
		kvm_gpr_read(vcpu, info->five);		/* expect-safe */
}
