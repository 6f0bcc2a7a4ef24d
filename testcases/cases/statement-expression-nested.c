// SPDX-License-Identifier: GPL-2.0-or-later
/* min, max and clamp inside each other, as the kernel writes them: each a statement expression. */
#include "../reference/kvm_host.h"

#define min(a, b) ({ __typeof__(a) _a = (a); __typeof__(b) _b = (b); _a < _b ? _a : _b; })
#define max(a, b) ({ __typeof__(a) _a = (a); __typeof__(b) _b = (b); _a > _b ? _a : _b; })
#define clamp(v, lo, hi) min((__typeof__(v))max(v, lo), hi)

void use(struct kvm_vcpu *vcpu, int a, int b)
{
	kvm_gpr_read(vcpu, clamp(a, 0, 15));			/* expect-safe */
	kvm_gpr_read(vcpu, min(max(clamp(a, 3, 40), b & 7), 15));	/* expect-safe */
	kvm_gpr_read(vcpu, max(min(clamp(a, 3, 40), 20), b & 7));	/* expect: egpr-unguarded */
}
