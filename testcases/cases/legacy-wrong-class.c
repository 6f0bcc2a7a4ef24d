// SPDX-License-Identifier: GPL-2.0-or-later
/* Before APX, the other numberings were as wrong as they are now. */
#include "include/legacy_kvm.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_register_read(vcpu, VCPU_EXREG_CR3);	/* expect: wrong-register-class */
	kvm_register_write(vcpu, VCPU_SREG_CS, 0);	/* expect: wrong-register-class */
}
