/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The instruction emulator's side: it knows registers by number only and
 * reaches them through a table of functions.
 */
#ifndef KVM_EMULATE_H
#define KVM_EMULATE_H

#include "kvm_host.h"

#define NR_EMULATOR_LEGACY_GPRS 16
#if KVM_MODEL_GEN == 1 || defined(CONFIG_KVM_APX)
#define NR_EMULATOR_GPRS 32
#elif defined(CONFIG_X86_64)
#define NR_EMULATOR_GPRS 16
#else
#define NR_EMULATOR_GPRS 8
#endif

#define REX_B 1
#define REX_X 2
#define REX_R 4
#define REX_W 8

enum x86emul_mode {
	X86EMUL_MODE_REAL,
	X86EMUL_MODE_PROT32,
	X86EMUL_MODE_PROT64,
};

struct x86_emulate_ctxt;

struct x86_emulate_ops {
	ulong (*read_gpr)(struct x86_emulate_ctxt *ctxt, unsigned int reg);
	void (*write_gpr)(struct x86_emulate_ctxt *ctxt, unsigned int reg,
			  ulong val);
	ulong (*get_cr)(struct x86_emulate_ctxt *ctxt, int cr);
	int (*get_xcr)(struct x86_emulate_ctxt *ctxt, u32 index, u64 *xcr);
};

struct x86_emulate_ctxt {
	struct kvm_vcpu *vcpu;
	const struct x86_emulate_ops *ops;
	enum x86emul_mode mode;
	bool egpr_enabled;

	u8 rex_bits;		/* REX_*, and the same four bits << 4 of REX2 */
	u8 modrm;
	u8 sib;

	u32 regs_valid;
	u32 regs_dirty;
	ulong _regs[NR_EMULATOR_GPRS];
};

void kvm_init_emulate_ctxt(struct kvm_vcpu *vcpu,
			   struct x86_emulate_ctxt *ctxt);

#endif
