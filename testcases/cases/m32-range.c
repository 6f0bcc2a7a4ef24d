// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -m32 */
/* On a 32-bit kernel the general registers end at 7. */
#include "../reference/kvm_host.h"

void use(struct kvm_vcpu *vcpu)
{
	kvm_gpr_read(vcpu, 7);				/* expect-safe */
	kvm_gpr_read(vcpu, 8);				/* expect: index-range */
	kvm_gpr_write(vcpu, 15, 0);			/* expect: index-range */
	kvm_register_read_raw(vcpu, 8);			/* expect-safe */
	kvm_register_read_raw(vcpu, 9);			/* expect: index-range */
}
