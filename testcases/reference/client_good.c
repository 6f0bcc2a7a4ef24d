// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Exit handlers and an emulator that use the accessors as they must be used;
 * a checker has nothing to report here.  With kvm.c it makes a program that
 * exits 0 when every handler moved the value it should.  64-bit only.
 */
#include "kvm_host.h"
#include "kvm_emulate.h"
#include "vmx.h"

/* --- moves to and from control and debug registers ------------------- */

static int handle_set_cr(struct kvm_vcpu *vcpu, int cr, unsigned long val)
{
	switch (cr) {
	case 0:
		vcpu->arch.cr0 = val;
		return 0;
	case 3:
		vcpu->arch.cr3 = val;
		return 0;
	case 4:
		vcpu->arch.cr4 = val;
		return 0;
	default:
		return 1;
	}
}

static int handle_cr(struct kvm_vcpu *vcpu)
{
	unsigned long qual = vmx_get_exit_qual(vcpu);
	int cr = CONTROL_REG_ACCESS_NUM(qual);
	int reg = vmx_get_exit_qual_gpr(vcpu);

	switch (CONTROL_REG_ACCESS_TYPE(qual)) {
	case 0:
		return handle_set_cr(vcpu, cr, kvm_gpr_read(vcpu, reg)); /* expect-safe */
	case 1:
		if (cr != 3)
			return 1;
		kvm_gpr_write(vcpu, reg, vcpu->arch.cr3); /* expect-safe */
		return 0;
	default:
		return 1;
	}
}

static int handle_dr(struct kvm_vcpu *vcpu)
{
	unsigned long qual = vmx_get_exit_qual(vcpu);
	int dr = DEBUG_REG_ACCESS_NUM(qual);
	int reg = vmx_get_exit_qual_gpr(vcpu);

	if (DEBUG_REG_ACCESS_IN(qual))
		kvm_gpr_write(vcpu, reg, vcpu->arch.dr[dr]); /* expect-safe */
	else
		vcpu->arch.dr[dr] = kvm_gpr_read(vcpu, reg); /* expect-safe */
	return 0;
}

/* AMD reports four bits, whatever the CPU has. */
static void svm_cr_write_interception(struct kvm_vcpu *vcpu, u64 exit_info_1)
{
	int reg = exit_info_1 & SVM_EXITINFO_REG_MASK;

	vcpu->arch.cr3 = kvm_gpr_read(vcpu, reg); /* expect-safe */
}

/* --- VMREAD, VMWRITE and their memory operands ----------------------- */

/*
 * RIP never comes out of the instruction information: for a RIP-relative
 * operand the exit qualification already holds the whole displacement.
 */
static unsigned long get_vmx_mem_address(struct kvm_vcpu *vcpu,
					 unsigned long qual,
					 struct vmx_insn_info info)
{
	unsigned long offset = qual;

	if (!insn_attr(info, base_invalid))
		offset += kvm_gpr_read(vcpu, insn_attr(info, base)); /* expect-safe */
	if (!insn_attr(info, index_invalid))
		offset += kvm_gpr_read(vcpu, insn_attr(info, index)) /* expect-safe */
			  << insn_attr(info, scale);
	return offset;
}

static unsigned long shadow_vmcs[4];

static int handle_vmread(struct kvm_vcpu *vcpu, unsigned long *mem)
{
	struct vmx_insn_info info = vmx_get_insn_info();
	unsigned long field = kvm_gpr_read(vcpu, insn_attr(info, reg2)); /* expect-safe */
	unsigned long val = shadow_vmcs[field & 3];

	if (insn_attr(info, is_reg))
		kvm_gpr_write(vcpu, insn_attr(info, reg1), val); /* expect-safe */
	else
		*mem = get_vmx_mem_address(vcpu, vmx_get_exit_qual(vcpu), info);
	return 0;
}

static int handle_vmwrite(struct kvm_vcpu *vcpu)
{
	struct vmx_insn_info info = vmx_get_insn_info();
	int field_reg = insn_attr(info, reg2);
	unsigned long val;

	if (insn_attr(info, is_reg))
		val = kvm_gpr_read(vcpu, insn_attr(info, reg1)); /* expect-safe */
	else
		val = get_vmx_mem_address(vcpu, vmx_get_exit_qual(vcpu), info);
	shadow_vmcs[kvm_gpr_read(vcpu, field_reg) & 3] = val; /* expect-safe */
	return 0;
}

/* --- RDMSR into EDX:EAX (reg < 0) or into a register ------------------ */

static void kvm_finish_rdmsr(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	if (reg < 0) {
		kvm_rax_write(vcpu, (u32)data);
		kvm_rdx_write(vcpu, data >> 32);
	} else {
		kvm_gpr_write(vcpu, reg, data); /* expect-safe */
	}
}

static void kvm_emulate_rdmsr(struct kvm_vcpu *vcpu, u64 data)
{
	kvm_finish_rdmsr(vcpu, -1, data);
}

static void kvm_emulate_rdmsr_imm(struct kvm_vcpu *vcpu, u64 data)
{
	int reg = (kvm_hw.instruction_info >> 3) & 0xf;

	vcpu->arch.cui_rdmsr_imm_reg = reg;
	kvm_finish_rdmsr(vcpu, reg, data);
}

static void complete_fast_rdmsr_imm(struct kvm_vcpu *vcpu, u64 data)
{
	kvm_gpr_write(vcpu, vcpu->arch.cui_rdmsr_imm_reg, data); /* expect-safe */
}

/* --- SMM: the image format says how many registers, not the host ------ */

struct smram_32 {
	u32 gprs[8];
	u32 eip;
};

struct smram_64 {
	u64 gprs[16];
	u64 rip;
};

static void enter_smm_save_state_32(struct kvm_vcpu *vcpu, struct smram_32 *s)
{
	int i;

	for (i = 0; i < 8; i++)
		s->gprs[i] = kvm_register_read_raw(vcpu, i); /* expect-safe */
	s->eip = kvm_rip_read(vcpu);
}

static void enter_smm_save_state_64(struct kvm_vcpu *vcpu, struct smram_64 *s)
{
	int i;

	for (i = 0; i < 16; i++)
		s->gprs[15 - i] = kvm_register_read_raw(vcpu, i); /* expect-safe */
	s->rip = kvm_rip_read(vcpu);
}

static void rsm_load_state_64(struct kvm_vcpu *vcpu, const struct smram_64 *s)
{
	int i;

	for (i = 0; i < 16; i++)
		kvm_gpr_write_raw(vcpu, i, s->gprs[15 - i]); /* expect-safe */
	kvm_rip_write(vcpu, s->rip);
}

/* The array accessors and the array itself may see RIP. */
static unsigned long dump_cached_registers(struct kvm_vcpu *vcpu)
{
	unsigned long sum = 0;
	int i;

	for (i = 0; i < NR_VCPU_REGS; i++)
		sum += kvm_register_read_raw(vcpu, i); /* expect-safe */
	return sum + vcpu->arch.regs[VCPU_REGS_RIP]; /* expect-safe */
}

/* --- the emulator ----------------------------------------------------- */

static void init_emulate_ctxt(struct kvm_vcpu *vcpu,
			      struct x86_emulate_ctxt *ctxt)
{
	kvm_init_emulate_ctxt(vcpu, ctxt);
	ctxt->egpr_enabled = ctxt->mode == X86EMUL_MODE_PROT64 &&
			     (vcpu->arch.cr4 & X86_CR4_OSXSAVE) &&
			     (vcpu->arch.xcr0 & XFEATURE_MASK_APX);
}

/* Three bits of the instruction, one of REX, and one more of REX2. */
static int decode_register(struct x86_emulate_ctxt *ctxt, int low3, int rex_bit)
{
	int reg = low3 & 7;

	if (ctxt->rex_bits & rex_bit)
		reg |= 8;
	if (ctxt->egpr_enabled && (ctxt->rex_bits & (rex_bit << 4)))
		reg |= 16;
	return reg;
}

static ulong reg_read(struct x86_emulate_ctxt *ctxt, unsigned int nr)
{
	if (!(ctxt->regs_valid & BIT(nr))) {
		ctxt->regs_valid |= BIT(nr);
		ctxt->_regs[nr] = ctxt->ops->read_gpr(ctxt, nr);
	}
	return ctxt->_regs[nr];
}

static void reg_write(struct x86_emulate_ctxt *ctxt, unsigned int nr, ulong val)
{
	ctxt->regs_valid |= BIT(nr);
	ctxt->regs_dirty |= BIT(nr);
	ctxt->_regs[nr] = val;
}

static void writeback_registers(struct x86_emulate_ctxt *ctxt)
{
	unsigned int nr;

	for (nr = 0; nr < NR_EMULATOR_LEGACY_GPRS; nr++)
		if (ctxt->regs_dirty & BIT(nr))
			ctxt->ops->write_gpr(ctxt, nr, ctxt->_regs[nr]);

	if (!ctxt->egpr_enabled)
		return;
	for (; nr < NR_EMULATOR_GPRS; nr++)
		if (ctxt->regs_dirty & BIT(nr))
			ctxt->ops->write_gpr(ctxt, nr, ctxt->_regs[nr]);
}

/* mov r, r */
static void em_mov_reg(struct x86_emulate_ctxt *ctxt)
{
	int dst = decode_register(ctxt, ctxt->modrm, REX_B);
	int src = decode_register(ctxt, ctxt->modrm >> 3, REX_R);

	reg_write(ctxt, dst, reg_read(ctxt, src));
}

/* lea r, [base + index] */
static void em_lea_sib(struct x86_emulate_ctxt *ctxt)
{
	int base = decode_register(ctxt, ctxt->sib, REX_B);
	int index = decode_register(ctxt, ctxt->sib >> 3, REX_X);
	ulong addr = reg_read(ctxt, base);

	if (index != VCPU_REGS_RSP)
		addr += reg_read(ctxt, index) << (ctxt->sib >> 6);
	reg_write(ctxt, decode_register(ctxt, ctxt->modrm >> 3, REX_R), addr);
}

/* --- R16-R31, behind each kind of guard -------------------------------- */

static unsigned long read_r16_static(struct kvm_vcpu *vcpu)
{
	if (static_cpu_has(X86_FEATURE_APX))
		return kvm_gpr_read(vcpu, VCPU_XREG_R16); /* expect-safe */
	return 0;
}

static unsigned long read_r17_enabled(struct kvm_vcpu *vcpu)
{
	if (!cpu_feature_enabled(X86_FEATURE_APX))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R17); /* expect-safe */
}

static unsigned long read_r18_boot(struct kvm_vcpu *vcpu)
{
	return boot_cpu_has(X86_FEATURE_APX) ?
	       kvm_gpr_read_raw(vcpu, VCPU_XREG_R18) : 0; /* expect-safe */
}

static int save_egprs(unsigned long *to)
{
	int i, ret = -1;

	if (!cpu_has_xfeatures(XFEATURE_MASK_APX, NULL))
		goto out;
	for (i = VCPU_XREG_R16; i <= VCPU_XREG_R31; i++)
		to[i - VCPU_XREG_R16] = kvm_read_egpr(i); /* expect-safe */
	ret = 0;
out:
	return ret;
}

static void clear_egprs_kvm_cap(struct kvm_vcpu *vcpu)
{
	bool apx = kvm_cpu_cap_has(X86_FEATURE_APX);
	int i;

	for (i = 0; i < (apx ? 32 : 16); i++)
		kvm_gpr_write_raw(vcpu, i, 0); /* expect-safe */
}

static void write_r20_guest_cap(struct kvm_vcpu *vcpu, unsigned long val)
{
	if (guest_cpu_cap_has(vcpu, X86_FEATURE_APX) && is_64_bit_mode(vcpu))
		kvm_gpr_write(vcpu, VCPU_XREG_R20, val); /* expect-safe */
}

static bool vmx_egpr_enabled(struct kvm_vcpu *vcpu)
{
	return (vcpu->arch.xcr0 & XFEATURE_MASK_APX) && is_64_bit_mode(vcpu);
}

static unsigned long read_r21_helper(struct kvm_vcpu *vcpu)
{
	if (!vmx_egpr_enabled(vcpu))
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R21); /* expect-safe */
}

static unsigned long read_r22_supported(struct kvm_vcpu *vcpu)
{
	u64 need = XFEATURE_MASK_APX;

	if ((kvm_caps.supported_xcr0 & need) != need)
		return 0;
	return kvm_gpr_read(vcpu, VCPU_XREG_R22); /* expect-safe */
}

/* An index from outside: checked, and RIP sorted out by name. */
static int read_by_number(struct kvm_vcpu *vcpu, int reg, unsigned long *val)
{
	if (reg < 0 || reg > 31)
		return -1;
	if (reg >= 16 && !vmx_egpr_enabled(vcpu))
		return -1;
	*val = kvm_gpr_read(vcpu, reg); /* expect-safe */
	return 0;
}

/* --- drive it ----------------------------------------------------------- */

static unsigned int failures;

static void expect_eq(unsigned long got, unsigned long want)
{
	if (got != want)
		failures++;
}

static void start(struct kvm_vcpu *vcpu, bool apx)
{
	int i;

	kvm_hw_set_apx(apx);
	kvm_vcpu_reset(vcpu);
	vcpu->arch.efer = EFER_LMA;
	vcpu->arch.cs_l = true;
	vcpu->arch.cr4 = X86_CR4_OSXSAVE;
	expect_eq(__kvm_set_xcr(vcpu, 0, kvm_caps.supported_xcr0), 0);
	for (i = 0; i < 16; i++)
		kvm_gpr_write(vcpu, i, 100 + i);
	kvm_rip_write(vcpu, 0x1000);
	kvm_hw.exit_qualification = 0;
	kvm_hw.instruction_info = 0;
}

static void run_moves(struct kvm_vcpu *vcpu)
{
	start(vcpu, false);
	kvm_hw.exit_qualification = 0x1300 | 3;	/* bit 12 is noise here */
	expect_eq(handle_cr(vcpu), 0);
	expect_eq(vcpu->arch.cr3, 103);

	start(vcpu, true);
	kvm_gpr_write(vcpu, 8, 7);
	kvm_hw.exit_qualification = 0x0800 | 6;
	expect_eq(handle_dr(vcpu), 0);
	expect_eq(vcpu->arch.dr[6], 7);

	svm_cr_write_interception(vcpu, 0xf5);
	expect_eq(vcpu->arch.cr3, 105);
}

static void run_vmcs_access(struct kvm_vcpu *vcpu)
{
	unsigned long mem = 0;

	start(vcpu, false);
	shadow_vmcs[1] = 77;
	/* legacy layout: reg2 = R9 (109 & 3 = 1), is_reg, reg1 = RBX */
	kvm_hw.instruction_info = 9ULL << 28 | 1 << 10 | 3 << 3;
	expect_eq(handle_vmread(vcpu, &mem), 0);
	expect_eq(kvm_gpr_read(vcpu, VCPU_REGS_RBX), 77);

	start(vcpu, true);
	/* extended layout: the same registers, elsewhere */
	kvm_hw.instruction_info = 9ULL << 40 | 1 << 4 | 2 << 16;
	expect_eq(handle_vmwrite(vcpu), 0);
	expect_eq(shadow_vmcs[1], 102);

	/* memory operand: base = RCX, index = RDX */
	kvm_hw.instruction_info = 9ULL << 40 | 1ULL << 32 | 2 << 24;
	expect_eq(handle_vmread(vcpu, &mem), 0);
	expect_eq(mem, 101 + 102);
}

static void run_rdmsr(struct kvm_vcpu *vcpu)
{
	start(vcpu, false);
	kvm_emulate_rdmsr(vcpu, 0x200000001ULL);
	expect_eq(kvm_rdx_read(vcpu), 2);
	kvm_hw.instruction_info = 11 << 3;
	kvm_emulate_rdmsr_imm(vcpu, 5);
	expect_eq(kvm_r11_read(vcpu), 5);
	complete_fast_rdmsr_imm(vcpu, 6);
	expect_eq(kvm_r11_read(vcpu), 6);
}

static void run_smm(struct kvm_vcpu *vcpu)
{
	struct smram_32 image32;
	struct smram_64 image64;

	start(vcpu, true);
	enter_smm_save_state_32(vcpu, &image32);
	expect_eq(image32.gprs[7], 107);
	enter_smm_save_state_64(vcpu, &image64);
	expect_eq(image64.gprs[0], 115);
	image64.rip = 0x2000;
	rsm_load_state_64(vcpu, &image64);
	expect_eq(kvm_rip_read(vcpu), 0x2000);
	/* 100 + ... + 115, and RIP twice */
	expect_eq(dump_cached_registers(vcpu), 1720 + 2 * 0x2000);
}

static void run_emulator(struct kvm_vcpu *vcpu)
{
	struct x86_emulate_ctxt ctxt = { .modrm = 0xc8 };	/* RCX to RAX */

	start(vcpu, true);
	kvm_gpr_write(vcpu, VCPU_REGS_RCX, 42);
	init_emulate_ctxt(vcpu, &ctxt);
	expect_eq(ctxt.egpr_enabled, true);
	ctxt.rex_bits = REX_B << 4;				/* ... to R16 */
	em_mov_reg(&ctxt);
	writeback_registers(&ctxt);
	expect_eq(read_r16_static(vcpu), 42);
	expect_eq(kvm_rip_read(vcpu), 0x1000);

	init_emulate_ctxt(vcpu, &ctxt);
	ctxt.rex_bits = 0;
	ctxt.modrm = 0x04 | 3 << 3;				/* to RBX */
	ctxt.sib = 1 << 6 | 2 << 3 | 1;				/* RCX + RDX * 2 */
	em_lea_sib(&ctxt);
	writeback_registers(&ctxt);
	expect_eq(kvm_rbx_read(vcpu), 42 + 102 * 2);
}

static void run_guards(struct kvm_vcpu *vcpu)
{
	unsigned long egprs[16], val = 0;

	start(vcpu, true);
	clear_egprs_kvm_cap(vcpu);
	write_r20_guest_cap(vcpu, 20);
	expect_eq(save_egprs(egprs), 0);
	expect_eq(egprs[4], 20);
	expect_eq(read_by_number(vcpu, 20, &val), 0);
	expect_eq(val, 20);
	expect_eq(read_r17_enabled(vcpu) + read_r18_boot(vcpu) +
		  read_r21_helper(vcpu) + read_r22_supported(vcpu), 0);

	start(vcpu, false);
	clear_egprs_kvm_cap(vcpu);
	write_r20_guest_cap(vcpu, 20);
	expect_eq(read_by_number(vcpu, 20, &val), -1);
	expect_eq(read_by_number(vcpu, 32, &val), -1);
	expect_eq(save_egprs(egprs), -1);
	expect_eq(read_r16_static(vcpu) + read_r17_enabled(vcpu) +
		  read_r18_boot(vcpu) + read_r21_helper(vcpu) +
		  read_r22_supported(vcpu), 0);
}

int main(void)
{
	struct kvm_vcpu vcpu;

	run_moves(&vcpu);
	run_vmcs_access(&vcpu);
	run_rdmsr(&vcpu);
	run_smm(&vcpu);
	run_emulator(&vcpu);
	run_guards(&vcpu);
	expect_eq(kvm_warnings, 0);
	return failures ? 1 : 0;
}
