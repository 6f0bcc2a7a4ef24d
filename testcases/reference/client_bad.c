// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The mistakes that reviewers of the APX series named, and their near
 * relations, each as an exit handler might make it.  The tag stands on the
 * line of the finding: where the illegal value enters the call.
 */
#include "kvm_host.h"
#include "kvm_emulate.h"
#include "vmx.h"

/* --- RIP's number means R16 to these accessors ------------------------- */

unsigned long bad_rip_read(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_REGS_RIP); /* expect: rip-index */
}

void bad_skip_instruction(struct kvm_vcpu *vcpu, unsigned long len)
{
	unsigned long rip = kvm_rip_read(vcpu);

	kvm_gpr_write_raw(vcpu, VCPU_REGS_RIP, rip + len); /* expect: rip-index */
}

/* A rename of the accessor gives no compile error to an old user. */
#define kvm_register_read kvm_gpr_read

unsigned long bad_old_user(struct kvm_vcpu *vcpu)
{
	return kvm_register_read(vcpu, VCPU_REGS_RIP); /* expect: rip-index */
}

/* APX on the host makes it worse, not better: now R16 is there to be read. */
unsigned long bad_rip_guarded(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read_raw(vcpu, VCPU_REGS_RIP); /* expect: rip-index */
}

/* No instruction information ever names RIP as a base register. */
static int bad_base_register(unsigned long info, bool rip_relative)
{
	return rip_relative ? VCPU_REGS_RIP : (int)(info >> 23 & 0xf);
}

unsigned long bad_get_mem_address(struct kvm_vcpu *vcpu, unsigned long qual,
				  unsigned long info)
{
	int base = bad_base_register(info, !(info & BIT(10)));

	return qual + kvm_gpr_read(vcpu, base); /* expect: rip-index */
}

static const u8 bad_dump_order[] = {
	VCPU_REGS_RIP, VCPU_REGS_RSP, VCPU_REGS_RAX, VCPU_REGS_RBX,
};

void bad_dump(struct kvm_vcpu *vcpu, unsigned long *to)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(bad_dump_order); i++)
		to[i] = kvm_gpr_read(vcpu, bad_dump_order[i]); /* expect: rip-index */
}

static void bad_set(struct kvm_vcpu *vcpu, int reg, unsigned long val)
{
	kvm_gpr_write(vcpu, reg, val);
}

void bad_set_state(struct kvm_vcpu *vcpu, unsigned long rsp, unsigned long rip)
{
	bad_set(vcpu, VCPU_REGS_RSP, rsp);
	bad_set(vcpu, VCPU_REGS_RIP, rip); /* expect: rip-index */
}

/* --- other numberings ---------------------------------------------------- */

unsigned long bad_segment(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_SREG_CS); /* expect: wrong-register-class */
}

unsigned long bad_cr3(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read(vcpu, VCPU_EXREG_CR3); /* expect: wrong-register-class */
}

unsigned long bad_cr3_raw(struct kvm_vcpu *vcpu)
{
	return kvm_register_read_raw(vcpu, VCPU_EXREG_CR3); /* expect: wrong-register-class */
}

/* --- five bits where four are defined ------------------------------------ */

unsigned long bad_exit_qual(struct kvm_vcpu *vcpu)
{
	int reg = (vmx_get_exit_qual(vcpu) >> 8) & 0x1f;

	return kvm_gpr_read(vcpu, reg); /* expect: egpr-unguarded */
}

/* AMD has no APX; the field has four bits. */
unsigned long bad_svm_exit_info(struct kvm_vcpu *vcpu, u64 exit_info_1)
{
	return kvm_gpr_read(vcpu, exit_info_1 & 0x1f); /* expect: egpr-unguarded */
}

/* The bits exist for a test of the instruction, not of the CPU. */
unsigned long bad_insn_info(struct kvm_vcpu *vcpu)
{
	struct vmx_insn_info info = vmx_get_insn_info();

	if (!info.ext.is_reg)
		return 0;
	return kvm_gpr_read(vcpu, info.ext.reg1); /* expect: egpr-unguarded */
}

/*
 * reg2 was the top field of the legacy word and needed no mask; in the
 * extended word 19 bits stand above it.
 */
unsigned long bad_insn_info_layout(struct kvm_vcpu *vcpu, u64 info)
{
	if (!vmx_insn_info_extended())
		return kvm_gpr_read(vcpu, (u32)info >> 28);
	return kvm_gpr_read(vcpu, info >> 40); /* expect: index-range */
}

/* The cache array has no slot for R16-R31, APX or not. */
unsigned long bad_array_bypass(struct kvm_vcpu *vcpu)
{
	int reg = vmx_get_exit_qual_gpr(vcpu);

	return vcpu->arch.regs[reg]; /* expect: index-range */
}

/* --- R16-R31 behind no guard, or behind one that does not count ----------- */

unsigned long bad_config_only(struct kvm_vcpu *vcpu)
{
#ifdef CONFIG_X86_64
	return kvm_gpr_read(vcpu, VCPU_XREG_R16); /* expect: egpr-unguarded */
#else
	return kvm_gpr_read(vcpu, VCPU_REGS_RAX);
#endif
}

unsigned long bad_direct_egpr(void)
{
	return kvm_read_egpr(VCPU_XREG_R31); /* expect: egpr-unguarded */
}

unsigned long bad_other_feature(struct kvm_vcpu *vcpu)
{
	if (!static_cpu_has(X86_FEATURE_AVX512F))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R19); /* expect: egpr-unguarded */
}

unsigned long bad_either_bit(struct kvm_vcpu *vcpu)
{
	if (vcpu->arch.xcr0 & (XFEATURE_MASK_APX | XFEATURE_MASK_PKRU))
		return kvm_gpr_read(vcpu, VCPU_XREG_R20); /* expect: egpr-unguarded */
	return 0;
}

unsigned long bad_inverted(struct kvm_vcpu *vcpu)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R21); /* expect: egpr-unguarded */
}

unsigned long bad_check_too_late(struct kvm_vcpu *vcpu)
{
	unsigned long val = kvm_gpr_read(vcpu, VCPU_XREG_R22); /* expect: egpr-unguarded */

	return kvm_cpu_cap_has(X86_FEATURE_APX) ? val : 0;
}

/* What the test said of XCR0 is void once XCR0 is another. */
unsigned long bad_stale_check(struct kvm_vcpu *vcpu, u64 xcr)
{
	if (!(vcpu->arch.xcr0 & XFEATURE_MASK_APX))
		return 0;
	vcpu->arch.xcr0 = xcr;
	return kvm_gpr_read(vcpu, VCPU_XREG_R23); /* expect: egpr-unguarded */
}

/* --- loops and bounds --------------------------------------------------------------- */

struct bad_smram_32 {
	u32 gprs[8];
};

/* The number of registers the emulator knows is not that of the image. */
void bad_rsm_load_state_32(struct kvm_vcpu *vcpu, const struct bad_smram_32 *s)
{
	int i;

	for (i = 0; i < NR_EMULATOR_GPRS; i++)
		kvm_gpr_write(vcpu, i, s->gprs[i & 7]); /* expect: egpr-unguarded */
}

/* Plain 16 here: the loop counts past R15, nobody asked for RIP. */
unsigned long bad_off_by_one(struct kvm_vcpu *vcpu)
{
	unsigned long sum = 0;
	int i;

	for (i = VCPU_REGS_RAX; i <= VCPU_REGS_RIP; i++)
		sum += kvm_gpr_read(vcpu, i); /* expect: egpr-unguarded */
	return sum;
}

void bad_writeback(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	int nr;

	for (nr = 0; nr < NR_EMULATOR_GPRS; nr++)
		if (ctxt->regs_dirty >> nr & 1)
			kvm_gpr_write_raw(vcpu, nr, ctxt->_regs[nr]); /* expect: egpr-unguarded */
}

void bad_clear_slot(struct kvm_vcpu *vcpu, int reg)
{
	if (reg >= 0 && reg <= NR_VCPU_REGS)
		vcpu->arch.regs[reg] = 0; /* expect: index-range */
}

/* --- numbers that are no register ------------------------------------------ */

static void bad_finish_rdmsr(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	kvm_gpr_write(vcpu, reg, data);
}

/* -1 stands for EDX:EAX, and the callee has forgotten it. */
void bad_rdmsr(struct kvm_vcpu *vcpu, u64 data)
{
	bad_finish_rdmsr(vcpu, -1, data); /* expect: index-range */
}

/* The accessor's default case gives 0, and the typo stays unseen. */
unsigned long bad_default_case(struct kvm_vcpu *vcpu)
{
	return kvm_gpr_read_raw(vcpu, 32); /* expect: index-range */
}

unsigned long bad_legacy_egpr(void)
{
	if (!cpu_feature_enabled(X86_FEATURE_APX))
		return 0;
	return kvm_read_egpr(VCPU_REGS_R15); /* expect: index-range */
}

/* Kept for the completion of a userspace exit, and wrong by then. */
struct bad_completion {
	int reg;
};

void bad_defer_rdmsr(struct bad_completion *c)
{
	c->reg = -1;
}

void bad_complete_rdmsr(struct kvm_vcpu *vcpu, struct bad_completion *c, u64 data)
{
	kvm_gpr_write(vcpu, c->reg, data); /* expect: index-range */
}
