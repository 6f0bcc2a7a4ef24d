// SPDX-License-Identifier: GPL-2.0-or-later
/* A table of bytes written as a string, with a zero byte inside. */
#include "../reference/kvm_host.h"

static const u8 legal[4] = "\3\0\x0f";
static const u8 wrong[] = "\x01" "\0\024" "7";

void use(struct kvm_vcpu *vcpu, unsigned int n)
{
	kvm_gpr_read(vcpu, legal[n & 3]);		/* expect-safe */
	kvm_gpr_read(vcpu, wrong[0]);			/* expect-safe */
	kvm_gpr_read(vcpu, wrong[1]);			/* expect-safe */
	kvm_gpr_read(vcpu, wrong[2]);			/* expect: egpr-unguarded */
	kvm_gpr_read(vcpu, wrong[3]);			/* expect: index-range */
}
