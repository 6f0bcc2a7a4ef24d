// SPDX-License-Identifier: GPL-2.0-or-later
/* The ends of what a library function returns: each occurs, one beyond does not. */
#include "../reference/kvm_host.h"

unsigned long __ffs(unsigned long word);
int ffs(int word);
int fls64(u64 word);
unsigned int hweight32(unsigned int word);
unsigned long find_first_bit(const unsigned long *addr, unsigned long size);
unsigned long find_first_and_bit(const unsigned long *a, const unsigned long *b, unsigned long size);

static int r16_if(bool cond)
{
	return cond ? 16 : 0;
}

void of_first(struct kvm_vcpu *vcpu, unsigned long m)
{
	kvm_gpr_read(vcpu, r16_if(__ffs(m) < 1));		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(__ffs(m) > 62));	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(__ffs(m) > 63));	/* expect-safe */
}

void of_ffs(struct kvm_vcpu *vcpu, unsigned long m)
{
	kvm_gpr_read(vcpu, r16_if(ffs(m) < 1));		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(ffs(m) > 31));	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(ffs(m) > 32));	/* expect-safe */
}

void of_fls64(struct kvm_vcpu *vcpu, unsigned long m)
{
	kvm_gpr_read(vcpu, r16_if(fls64(m) < 1));		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(fls64(m) > 63));	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(fls64(m) > 64));	/* expect-safe */
}

void of_weight(struct kvm_vcpu *vcpu, unsigned long m)
{
	kvm_gpr_read(vcpu, r16_if(hweight32(m) < 1));		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(hweight32(m) > 31));	/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(hweight32(m) > 32));	/* expect-safe */
}

void of_find(struct kvm_vcpu *vcpu, const unsigned long *a, const unsigned long *b)
{
	kvm_gpr_read(vcpu, r16_if(find_first_bit(a, 16) < 1));		/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, r16_if(find_first_and_bit(a, b, 16) < 1));	/* expect: egpr-unguarded */
}
