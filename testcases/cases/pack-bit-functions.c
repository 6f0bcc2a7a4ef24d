// SPDX-License-Identifier: GPL-2.0-or-later
/* The functions that the kernel's feature macros end in, each with the feature's number. */
#include "../reference/kvm_host.h"

bool _test_bit(unsigned long nr, const volatile unsigned long *addr);
bool constant_test_bit(long nr, const volatile unsigned long *addr);
bool generic_test_bit(unsigned long nr, const volatile unsigned long *addr);

void guarded(struct kvm_vcpu *vcpu, const unsigned long *caps)
{
	if (_test_bit(X86_FEATURE_APX, caps))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect-safe */
	if (constant_test_bit(X86_FEATURE_APX, caps))
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect-safe */
	if (generic_test_bit(X86_FEATURE_APX, caps))
		kvm_gpr_write(vcpu, VCPU_XREG_R18, 0);	/* expect-safe */
	if (variable_test_bit(X86_FEATURE_APX, caps))
		kvm_gpr_write(vcpu, VCPU_XREG_R19, 0);	/* expect-safe */
}

void other_feature(struct kvm_vcpu *vcpu, const unsigned long *caps)
{
	if (_test_bit(X86_FEATURE_PKU, caps))
		kvm_gpr_write(vcpu, VCPU_XREG_R16, 0);	/* expect: egpr-unguarded */
	if (constant_test_bit(X86_FEATURE_PKU, caps))
		kvm_gpr_write(vcpu, VCPU_XREG_R17, 0);	/* expect: egpr-unguarded */
	if (generic_test_bit(X86_FEATURE_PKU, caps))
		kvm_gpr_write(vcpu, VCPU_XREG_R18, 0);	/* expect: egpr-unguarded */
	if (variable_test_bit(X86_FEATURE_PKU, caps))
		kvm_gpr_write(vcpu, VCPU_XREG_R19, 0);	/* expect: egpr-unguarded */
}
