// SPDX-License-Identifier: GPL-2.0-or-later
/* Segment register numbers type-check as register indices, and some are in range. */
#include "../reference/kvm_host.h"

void gpr(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_SREG_CS);		/* expect: wrong-register-class */
	kvm_gpr_write(vcpu, VCPU_SREG_ES, 0);		/* expect: wrong-register-class */
	kvm_gpr_read_raw(vcpu, VCPU_SREG_LDTR);		/* expect: wrong-register-class */
}

void array(struct kvm_vcpu *vcpu)
{
	kvm_register_read_raw(vcpu, VCPU_SREG_TR);	/* expect: wrong-register-class */
}
