// SPDX-License-Identifier: GPL-2.0-or-later
/* Bit-fields laid over a word read from hardware. */
#include "../reference/kvm_host.h"

union insn_info {
	struct {
		u32 scale : 2;
		u32 pad : 1;
		u32 reg1 : 4;
		u32 wide : 5;
	};
	u32 word;
};

void use(struct kvm_vcpu *vcpu, u32 word)
{
	union insn_info info;

	info.word = word;
	kvm_gpr_read(vcpu, info.reg1);			/* expect-safe */
	kvm_gpr_read(vcpu, info.wide);			/* expect: egpr-unguarded */
}
