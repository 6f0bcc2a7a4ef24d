// SPDX-License-Identifier: GPL-2.0-or-later
/* __builtin_choose_expr and types_compatible_p take one side while parsing. */
#include "../reference/kvm_host.h"

#define INDEX_OF(x) __builtin_choose_expr(			\
	__builtin_types_compatible_p(__typeof__(x), u8),	\
	VCPU_REGS_RIP, (x) & 0xf)

void use(struct kvm_vcpu *vcpu, unsigned long wide, u8 narrow)
{
	kvm_gpr_read(vcpu, INDEX_OF(wide));		/* expect-safe */
	kvm_gpr_read(vcpu, INDEX_OF(narrow));		/* expect: rip-index */
}
