// SPDX-License-Identifier: GPL-2.0-or-later
/* A long initialiser of constants is data that is copied: what a store changes, and what it leaves. */
#include "../reference/kvm_host.h"

#define ROW { 3, 5, 7, 3, 5, 7, 3, 5, 7 }
#define TABLE { ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW, ROW }

void table(struct kvm_vcpu *vcpu, unsigned int i, unsigned int j)
{
	int t[9][9] = TABLE;

	kvm_gpr_read(vcpu, t[2][1]);			/* expect-safe */
	kvm_gpr_read(vcpu, t[i % 9][j % 9]);		/* expect-safe */
	t[2][1] = 200;
	kvm_gpr_read(vcpu, t[2][2]);			/* expect-safe */
	kvm_gpr_read(vcpu, t[2][1]);			/* expect: index-range */
	kvm_gpr_read(vcpu, t[i % 9][j % 9]);		/* expect: index-range */
}

void wrong_in_table(struct kvm_vcpu *vcpu, unsigned int i)
{
	long t[40] = { [7] = 4, [31] = 40, [39] = 5 };

	kvm_gpr_read(vcpu, t[7]);			/* expect-safe */
	kvm_gpr_read(vcpu, t[31]);			/* expect: index-range */
	kvm_gpr_read(vcpu, t[i % 40]);			/* expect: index-range */
	kvm_gpr_read(vcpu, t[i % 31]);			/* expect-safe */
}

void named(struct kvm_vcpu *vcpu)
{
	long t[40] = { VCPU_REGS_RIP, VCPU_REGS_RBX, 0, [39] = 5 };

	kvm_gpr_read(vcpu, t[0]);			/* expect: rip-index */
	kvm_gpr_read(vcpu, t[1]);			/* expect-safe */
}

void not_constant(struct kvm_vcpu *vcpu, int n)
{
	long t[40] = { n, VCPU_REGS_RBX, 0, [39] = 5 };

	kvm_gpr_read(vcpu, t[0]);			/* expect-unproven */
	kvm_gpr_read(vcpu, t[1]);			/* expect-safe */
}
