// SPDX-License-Identifier: GPL-2.0-or-later
/* clz, ctz, ffs, popcount, parity, bswap and abs are operations, not calls. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu, unsigned int x, int s)
{
	kvm_gpr_read(vcpu, __builtin_parity(x));		/* expect-safe */
	kvm_gpr_read(vcpu, __builtin_popcount(x) & 0xf);	/* expect-safe */
	kvm_gpr_read(vcpu, __builtin_popcountl(x) & 0x1f);	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, __builtin_ctz(0x4000));		/* expect-safe */
	kvm_gpr_read(vcpu, __builtin_clz(x) >> 1);		/* expect-safe */
	kvm_gpr_read(vcpu, __builtin_ffs(x & 0xff));		/* expect-safe */
	kvm_gpr_read(vcpu, __builtin_bswap16(0x1000));		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, __builtin_abs(s | 0x7ffffff0) & 0x1f);	/* expect: egpr-unguarded */
}
