// SPDX-License-Identifier: GPL-2.0-or-later
/* The set bits of a mask, found one after the other; the size bounds them. */
#include "../reference/kvm_host.h"

static unsigned int next_bit(unsigned long word, unsigned int size, unsigned int bit)
{
	while (bit < size && !(word >> bit & 1))
		bit++;
	return bit;
}

#define for_each_set_bit(bit, word, size)				\
	for ((bit) = next_bit((word), (size), 0); (bit) < (size);	\
	     (bit) = next_bit((word), (size), (bit) + 1))

void legal(struct kvm_vcpu *vcpu, unsigned long dirty)
{
	unsigned int nr;

	for_each_set_bit(nr, dirty, 16)
		kvm_gpr_write(vcpu, nr, 0);		/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, unsigned long dirty)
{
	unsigned int nr;

	for_each_set_bit(nr, dirty, 32)
		kvm_gpr_write(vcpu, nr, 0);		/* expect: egpr-unguarded */
}
