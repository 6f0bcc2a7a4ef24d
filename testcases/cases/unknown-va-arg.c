// SPDX-License-Identifier: GPL-2.0-or-later
/* A variable argument is unknown. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, int n, ...)
{
	__builtin_va_list ap;
	int reg;

	__builtin_va_start(ap, n);
	reg = __builtin_va_arg(ap, int);
	kvm_gpr_read(vcpu, reg);			/* expect-unproven */
	reg = __builtin_va_arg(ap, int);
	kvm_gpr_read(vcpu, reg & 7);			/* expect-safe */
	__builtin_va_end(ap);
}
