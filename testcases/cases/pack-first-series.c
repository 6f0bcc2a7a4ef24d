// SPDX-License-Identifier: GPL-2.0-or-later
/* The names of the first posting, with a leading underscore. */
#include "../reference/kvm_host.h"

unsigned long _kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);
void _kvm_gpr_write(struct kvm_vcpu *vcpu, int reg, unsigned long val);
void _kvm_read_egpr(int reg, unsigned long *data);
void _kvm_write_egpr(int reg, unsigned long *data);

void legal(struct kvm_vcpu *vcpu, unsigned long *data)
{
	_kvm_gpr_write(vcpu, VCPU_REGS_R15, 0);		/* expect-safe */
	if (!cpu_has_xfeatures(XFEATURE_MASK_APX, NULL))
		return;
	_kvm_gpr_read(vcpu, VCPU_XREG_R16);		/* expect-safe */
	_kvm_read_egpr(VCPU_XREG_R31, data);		/* expect-safe */
	_kvm_write_egpr(16, data);			/* expect-safe */
}

void bad(struct kvm_vcpu *vcpu, unsigned long *data)
{
	_kvm_gpr_read(vcpu, VCPU_REGS_RIP);		/* expect: rip-index */
	_kvm_gpr_write(vcpu, 16, 0);			/* expect: egpr-unguarded */
	_kvm_gpr_read(vcpu, 32);			/* expect: index-range */
	_kvm_gpr_read(vcpu, VCPU_SREG_CS);		/* expect: wrong-register-class */
	_kvm_read_egpr(VCPU_REGS_RIP, data);		/* expect: rip-index */
	_kvm_write_egpr(VCPU_XREG_R16, data);		/* expect: egpr-unguarded */
	_kvm_read_egpr(15, data);			/* expect: index-range */
	_kvm_write_egpr(VCPU_EXREG_CR3, data);		/* expect: wrong-register-class */
}
