// SPDX-License-Identifier: GPL-2.0-or-later
/* Which function a pointer holds may go together with what is known. */
#include "../reference/kvm_host.h"

static void low(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, reg & 0xf);				/* expect-safe */
}

static void any(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, reg & 0x1f);				/* expect-safe */
}

void by_guard(struct kvm_vcpu *vcpu, int a)
{
	void (*fn)(struct kvm_vcpu *vcpu, int reg);

	fn = kvm_cpu_cap_has(X86_FEATURE_APX) ? any : low;
	fn(vcpu, a);
}

static void low_wrong(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, reg & 0xf);				/* expect-safe */
}

static void any_wrong(struct kvm_vcpu *vcpu, int reg)
{
	kvm_gpr_read(vcpu, reg & 0x1f);				/* expect: egpr-unguarded */
}

void the_other_way(struct kvm_vcpu *vcpu, int a)
{
	void (*fn)(struct kvm_vcpu *vcpu, int reg);

	fn = kvm_cpu_cap_has(X86_FEATURE_APX) ? low_wrong : any_wrong;
	fn(vcpu, a);
}
