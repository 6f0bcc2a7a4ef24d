// SPDX-License-Identifier: GPL-2.0-or-later
/* Functions without a body here, known by what they can return. */
#include "../reference/kvm_host.h"

unsigned long __ffs(unsigned long word);
unsigned long variable__ffs(unsigned long word);
unsigned long __fls(unsigned long word);
unsigned long ffz(unsigned long word);
unsigned long variable_ffz(unsigned long word);
int ffs(int word);
int variable_ffs(int word);
int fls(unsigned int word);
int fls64(u64 word);
unsigned int hweight32(unsigned int word);
unsigned int __arch_hweight32(unsigned int word);
unsigned int __sw_hweight32(unsigned int word);
unsigned long hweight64(u64 word);
unsigned long __arch_hweight64(u64 word);
unsigned long __sw_hweight64(u64 word);

unsigned long find_first_bit(const unsigned long *addr, unsigned long size);
unsigned long _find_first_bit(const unsigned long *addr, unsigned long size);
unsigned long find_first_zero_bit(const unsigned long *addr, unsigned long size);
unsigned long _find_first_zero_bit(const unsigned long *addr, unsigned long size);
unsigned long find_last_bit(const unsigned long *addr, unsigned long size);
unsigned long _find_last_bit(const unsigned long *addr, unsigned long size);
unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long from);
unsigned long _find_next_bit(const unsigned long *addr, unsigned long size, unsigned long from);
unsigned long find_next_zero_bit(const unsigned long *addr, unsigned long size,
				 unsigned long from);
unsigned long _find_next_zero_bit(const unsigned long *addr, unsigned long size,
				  unsigned long from);
unsigned long find_first_and_bit(const unsigned long *a, const unsigned long *b,
				 unsigned long size);
unsigned long _find_first_and_bit(const unsigned long *a, const unsigned long *b,
				  unsigned long size);
unsigned long find_next_and_bit(const unsigned long *a, const unsigned long *b,
				unsigned long size, unsigned long from);
unsigned long _find_next_and_bit(const unsigned long *a, const unsigned long *b,
				 unsigned long size, unsigned long from);
unsigned long find_next_andnot_bit(const unsigned long *a, const unsigned long *b,
				   unsigned long size, unsigned long from);
unsigned long _find_next_andnot_bit(const unsigned long *a, const unsigned long *b,
				    unsigned long size, unsigned long from);

void bit_numbers(struct kvm_vcpu *vcpu, unsigned long word)
{
	kvm_gpr_read(vcpu, __ffs(word) >> 2);		/* expect-safe */
	kvm_gpr_read(vcpu, variable__ffs(word) >> 2);	/* expect-safe */
	kvm_gpr_read(vcpu, __fls(word) >> 2);		/* expect-safe */
	kvm_gpr_read(vcpu, ffz(word) >> 2);		/* expect-safe */
	kvm_gpr_read(vcpu, variable_ffz(word) >> 2);	/* expect-safe */
}

void counts(struct kvm_vcpu *vcpu, u64 word)
{
	kvm_gpr_read(vcpu, ffs(word) >> 2);		/* expect-safe */
	kvm_gpr_read(vcpu, variable_ffs(word) >> 2);	/* expect-safe */
	kvm_gpr_read(vcpu, fls(word) >> 2);		/* expect-safe */
	kvm_gpr_read(vcpu, fls64(word) >> 3);		/* expect-safe */
	kvm_gpr_read(vcpu, hweight32(word) >> 2);	/* expect-safe */
	kvm_gpr_read(vcpu, __arch_hweight32(word) >> 2); /* expect-safe */
	kvm_gpr_read(vcpu, __sw_hweight32(word) >> 2);	/* expect-safe */
	kvm_gpr_read(vcpu, hweight64(word) >> 3);	/* expect-safe */
	kvm_gpr_read(vcpu, __arch_hweight64(word) >> 3); /* expect-safe */
	kvm_gpr_read(vcpu, __sw_hweight64(word) >> 3);	/* expect-safe */
}

void searches(struct kvm_vcpu *vcpu, const unsigned long *a, const unsigned long *b)
{
	kvm_gpr_read(vcpu, find_first_bit(a, 15));	/* expect-safe */
	kvm_gpr_read(vcpu, _find_first_bit(a, 15));	/* expect-safe */
	kvm_gpr_read(vcpu, find_first_zero_bit(a, 15));	/* expect-safe */
	kvm_gpr_read(vcpu, _find_first_zero_bit(a, 15)); /* expect-safe */
	kvm_gpr_read(vcpu, find_last_bit(a, 15));	/* expect-safe */
	kvm_gpr_read(vcpu, _find_last_bit(a, 15));	/* expect-safe */
	kvm_gpr_read(vcpu, find_next_bit(a, 15, 0));	/* expect-safe */
	kvm_gpr_read(vcpu, _find_next_bit(a, 15, 0));	/* expect-safe */
	kvm_gpr_read(vcpu, find_next_zero_bit(a, 15, 0)); /* expect-safe */
	kvm_gpr_read(vcpu, _find_next_zero_bit(a, 15, 0)); /* expect-safe */
	kvm_gpr_read(vcpu, find_first_and_bit(a, b, 15)); /* expect-safe */
	kvm_gpr_read(vcpu, _find_first_and_bit(a, b, 15)); /* expect-safe */
	kvm_gpr_read(vcpu, find_next_and_bit(a, b, 15, 0)); /* expect-safe */
	kvm_gpr_read(vcpu, _find_next_and_bit(a, b, 15, 0)); /* expect-safe */
	kvm_gpr_read(vcpu, find_next_andnot_bit(a, b, 15, 0)); /* expect-safe */
	kvm_gpr_read(vcpu, _find_next_andnot_bit(a, b, 15, 0)); /* expect-safe */
}

/* Nothing found gives the size itself. */
void size_itself(struct kvm_vcpu *vcpu, const unsigned long *a)
{
	kvm_gpr_read(vcpu, find_first_bit(a, 16));	/* expect: egpr-unguarded */
}
