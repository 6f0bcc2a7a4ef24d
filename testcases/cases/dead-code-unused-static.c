// SPDX-License-Identifier: GPL-2.0-or-later
/* A static function that nothing refers to is not compiled. */
#include "../reference/kvm_host.h"

static unsigned long __maybe_unused unused(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP);
}

unsigned long use(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RAX);	/* expect-safe */
}
