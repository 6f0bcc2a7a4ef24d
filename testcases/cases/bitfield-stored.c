// SPDX-License-Identifier: GPL-2.0-or-later
/* A bit-field keeps the lowest bits of what is stored; one bit is no truth value. */
#include "../reference/kvm_host.h"

struct info {
	u32 one : 1;
	u32 four : 4;
	s32 sign : 1;
};

void one_bit(struct kvm_vcpu *vcpu, struct info *info)
{
	info->one = 2;
	if (!info->one)
		kvm_gpr_read(vcpu, 16);			/* expect: egpr-unguarded */
	info->one = 3;
	info->one += 1;
	kvm_gpr_read(vcpu, info->one ? 16 : 15);	/* expect-safe */
	info->one++;
	if (info->one)
		kvm_gpr_read(vcpu, 16);			/* expect: egpr-unguarded */
	info->one++;
	kvm_gpr_read(vcpu, info->one ? 16 : 15);	/* expect-safe */
}

void initialised(struct kvm_vcpu *vcpu, u32 n)
{
	struct info info = { .one = 2 * (n & 7), .sign = 1 };

	kvm_gpr_read(vcpu, info.one + 15);		/* expect-safe */
	kvm_gpr_read(vcpu, info.sign);			/* expect: index-range */
}

void value(struct kvm_vcpu *vcpu, struct info *info)
{
	kvm_gpr_read(vcpu, info->four += 3);		/* expect-safe */
	kvm_gpr_read(vcpu, ++info->four);		/* expect-safe */
	kvm_gpr_read(vcpu, info->four--);		/* expect-safe */
}
