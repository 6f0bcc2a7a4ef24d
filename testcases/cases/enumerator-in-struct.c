// SPDX-License-Identifier: GPL-2.0-or-later
/* An enumerator may be declared inside a struct or a function. */
#include "../reference/kvm_host.h"

struct request {
	enum { WHOLE = VCPU_REGS_RIP, HALF = 3 } kind;
};

void use(struct kvm_vcpu *vcpu)
{
	enum { MINE = WHOLE };

	kvm_gpr_read(vcpu, HALF);			/* expect-safe */
	kvm_gpr_read(vcpu, WHOLE);			/* expect: rip-index */
	kvm_gpr_read(vcpu, MINE);			/* expect: rip-index */
}
