// SPDX-License-Identifier: GPL-2.0-or-later
/* The set bits of a mask, found by a function of another unit. */
#include "../reference/kvm_host.h"

unsigned long find_next_bit(const unsigned long *addr, unsigned long size, unsigned long start);

#define for_each_set_bit(bit, addr, size)				\
	for ((bit) = 0;							\
	     (bit) = find_next_bit((addr), (size), (bit)), (bit) < (size); \
	     (bit)++)

void legal(struct kvm_vcpu *vcpu, unsigned long dirty)
{
	unsigned int nr;

	for_each_set_bit(nr, &dirty, 16)
		kvm_gpr_write(vcpu, nr, 0);		/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, unsigned long dirty)
{
	unsigned int nr;

	for_each_set_bit(nr, &dirty, 32)
		kvm_gpr_write(vcpu, nr, 0);		/* expect: egpr-unguarded */
}
