// SPDX-License-Identifier: GPL-2.0-or-later
/* Exit qualification and instruction information as the VMX code of the model decodes them. */
#include "../reference/vmx.h"

void handle(struct kvm_vcpu *vcpu)
{
	struct vmx_insn_info info = vmx_get_insn_info();

	kvm_gpr_read(vcpu, vmx_get_exit_qual_gpr(vcpu));	/* expect-safe */
	kvm_gpr_read(vcpu, insn_attr(info, reg1));		/* expect-safe */
	kvm_gpr_read(vcpu, info.base.reg2);			/* expect-safe */
	kvm_gpr_read(vcpu, info.ext.reg2);			/* expect: egpr-unguarded */
}

/* The array has no slot for what the extended field can hold. */
unsigned long bypass(struct kvm_vcpu *vcpu)
{
	return vcpu->arch.regs[vmx_get_exit_qual_gpr(vcpu)];	/* expect: index-range */
}
