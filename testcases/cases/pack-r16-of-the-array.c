// SPDX-License-Identifier: GPL-2.0-or-later
/* Where index 16 is RIP, R16 by its name is the mistake, and no guard helps. */
#include "../reference/kvm_host.h"

void bad(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, VCPU_XREG_R16);	/* expect: wrong-register-class */
	if (!kvm_cpu_cap_has(X86_FEATURE_APX))
		return;
	kvm_register_write_raw(vcpu, VCPU_XREG_R16, 0);	/* expect: wrong-register-class */
	vcpu->arch.regs[VCPU_XREG_R16] = 0;		/* expect: wrong-register-class */
}

void legal(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, VCPU_REGS_RIP);	/* expect-safe */
	kvm_register_write_raw(vcpu, 16, 0);		/* expect-safe */
}
