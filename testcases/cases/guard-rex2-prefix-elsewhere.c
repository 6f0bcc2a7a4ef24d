// SPDX-License-Identifier: GPL-2.0-or-later
/* The decoder is somewhere else: what the prefix means is known from the rules alone. */
#include "../reference/kvm_host.h"

enum rex_type {
	REX_NONE,
	REX_PREFIX,
	REX2_PREFIX,
};

struct x86_emulate_ctxt {
	enum rex_type rex_prefix;
	u8 modrm;
};

unsigned long with_prefix(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	int reg = ctxt->modrm & 31;

	if (ctxt->rex_prefix != REX2_PREFIX)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect-safe */
}

unsigned long with_old_prefix(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	int reg = ctxt->modrm & 31;

	if (ctxt->rex_prefix != REX_PREFIX)
		return 0;
	return kvm_gpr_read(vcpu, reg);			/* expect: egpr-unguarded */
}

/* A guest that may not use APX has not switched it on. */
unsigned long never(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		return 0;
	if (ctxt->rex_prefix == REX2_PREFIX)
		return kvm_gpr_read(vcpu, 40);
	return 0;
}
