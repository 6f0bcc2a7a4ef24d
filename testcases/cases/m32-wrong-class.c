// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* Segment numbers are no register indices on a 32-bit kernel either. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, VCPU_SREG_SS);		/* expect: wrong-register-class */
	kvm_gpr_read(vcpu, VCPU_EXREG_CR3);		/* expect: wrong-register-class */
	kvm_register_read_raw(vcpu, VCPU_SREG_SS);	/* expect: wrong-register-class */
}
