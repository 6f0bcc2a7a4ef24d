// SPDX-License-Identifier: GPL-2.0-or-later
/* The predicates where they are functions, not macros over something else. */
#include "../reference/kvm_types.h"

#define X86_FEATURE_APX (21 * 32 + 9)

struct kvm_vcpu;
enum { VCPU_REGS_R8 = 8, VCPU_REGS_RIP = 16, VCPU_XREG_R16 = 16 };
void kvm_gpr_write(struct kvm_vcpu *vcpu, int reg, unsigned long val);

bool static_cpu_has(unsigned int bit);
bool cpu_feature_enabled(unsigned int bit);
bool boot_cpu_has(unsigned int bit);
bool test_bit(long nr, const volatile unsigned long *addr);
bool arch_test_bit(unsigned long nr, const volatile unsigned long *addr);
u32 kvm_cpu_cap_get(unsigned int x86_feature);

void use(struct kvm_vcpu *vcpu, const unsigned long *caps)
{
	if (static_cpu_has(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, 16, 0);		/* expect-safe */
	if (cpu_feature_enabled(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, 17, 0);		/* expect-safe */
	if (boot_cpu_has(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, 18, 0);		/* expect-safe */
	if (test_bit(X86_FEATURE_APX, caps))
		kvm_gpr_write(vcpu, 19, 0);		/* expect-safe */
	if (arch_test_bit(X86_FEATURE_APX, caps))
		kvm_gpr_write(vcpu, 20, 0);		/* expect-safe */
	if (kvm_cpu_cap_get(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, 21, 0);		/* expect-safe */
	if (!kvm_cpu_cap_get(X86_FEATURE_APX))
		kvm_gpr_write(vcpu, 22, 0);		/* expect: egpr-unguarded */
}
