// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=2 */
/*
 * Exit handlers and an emulator without a fault, once RIP has left the array.
 * With kvm.c a program that exits 0. client_g3_good.c compiles it again with
 * R16-R31 in the array.
 */
#include "kvm_host.h"
#include "kvm_emulate.h"
#include "vmx.h"

/* --- exits -------------------------------------------------------------- */

static int handle_cr(struct kvm_vcpu *vcpu)
{
	unsigned long qual = vmx_get_exit_qual(vcpu);
	int reg = vmx_get_exit_qual_gpr(vcpu);

	switch (CONTROL_REG_ACCESS_TYPE(qual)) {
	case 0:
		vcpu->arch.cr3 = kvm_register_read(vcpu, reg); /* expect-safe */
		return 0;
	case 1:
		kvm_register_write(vcpu, reg, vcpu->arch.cr3); /* expect-safe */
		return 0;
	default:
		return 1;
	}
}

static void svm_cr_write_interception(struct kvm_vcpu *vcpu, u64 exit_info_1)
{
	int reg = exit_info_1 & SVM_EXITINFO_REG_MASK;

	vcpu->arch.cr3 = kvm_register_read(vcpu, reg); /* expect-safe */
}

static unsigned long get_vmx_mem_address(struct kvm_vcpu *vcpu,
					 unsigned long qual, u64 info)
{
	unsigned long offset = qual;

	if (vmx_get_instr_info_base_is_valid(info))
		offset += kvm_register_read(vcpu, vmx_get_instr_info_base_reg(info)); /* expect-safe */
	if (vmx_get_instr_info_index_is_valid(info))
		offset += kvm_register_read(vcpu, vmx_get_instr_info_index_reg(info)); /* expect-safe */
	return offset;
}

static unsigned long shadow_vmcs[4];

static unsigned long handle_vmread(struct kvm_vcpu *vcpu)
{
	u64 info = vmx_get_instr_info();
	int field_reg = vmx_get_instr_info_reg2(info);
	unsigned long val = shadow_vmcs[kvm_register_read(vcpu, field_reg) & 3]; /* expect-safe */

	if (!vmx_get_instr_info_is_reg(info))
		return get_vmx_mem_address(vcpu, vmx_get_exit_qual(vcpu), info);
	kvm_register_write(vcpu, vmx_get_instr_info_reg(info), val); /* expect-safe */
	return 0;
}

/* --- RDMSR into EDX:EAX (reg < 0) or into a register --------------------- */

static void kvm_finish_rdmsr(struct kvm_vcpu *vcpu, int reg, u64 data)
{
	if (reg < 0) {
		kvm_rax_write_raw(vcpu, (u32)data);
		kvm_rdx_write_raw(vcpu, data >> 32);
	} else {
		kvm_register_write(vcpu, reg, data); /* expect-safe */
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
	kvm_register_write(vcpu, vcpu->arch.cui_rdmsr_imm_reg, data); /* expect-safe */
}

/* --- SMM: the image format says how many registers, not the host ---------- */

struct smram_64 {
	u64 gprs[16];
	u64 rip;
};

static void enter_smm_save_state_32(struct kvm_vcpu *vcpu, u32 *gprs, u32 *eip)
{
	int i;

	for (i = 0; i < 8; i++)
		gprs[i] = kvm_register_read_raw(vcpu, i); /* expect-safe */
	*eip = kvm_rip_read(vcpu);
}

static void rsm_load_state_64(struct kvm_vcpu *vcpu, const struct smram_64 *s)
{
	int i;

	for (i = 0; i < 16; i++)
		kvm_register_write_raw(vcpu, i, s->gprs[15 - i]); /* expect-safe */
	kvm_rip_write(vcpu, s->rip);
}

/* --- the array itself: all of it, and RIP beside it ------------------------- */

static unsigned long sum_registers(struct kvm_vcpu *vcpu)
{
	unsigned long sum = 0;
	int i;

	for (i = 0; i < NR_VCPU_GENERAL_PURPOSE_REGS; i++)
		sum += vcpu->arch.regs[i]; /* expect-safe */
	return sum + vcpu->arch.rip + vcpu->arch.regs[VCPU_REGS_R15]; /* expect-safe */
}

/* --- the emulator ------------------------------------------------------------ */

static ulong reg_read(struct x86_emulate_ctxt *ctxt, unsigned int nr)
{
	return ctxt->ops->read_gpr(ctxt, nr);
}

static void em_mov_reg(struct x86_emulate_ctxt *ctxt)
{
	int dst = (ctxt->modrm & 7) | (ctxt->rex_bits & REX_B ? 8 : 0);
	int src = (ctxt->modrm >> 3 & 7) | (ctxt->rex_bits & REX_R ? 8 : 0);

	ctxt->ops->write_gpr(ctxt, dst, reg_read(ctxt, src));
}

/* --- drive it ------------------------------------------------------------------ */

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
	for (i = 0; i < 16; i++)
		kvm_register_write(vcpu, i, 100 + i); /* expect-safe */
	kvm_rip_write(vcpu, 0x1000);
	kvm_hw.exit_qualification = 0;
	kvm_hw.instruction_info = 0;
}

static void run_exits(struct kvm_vcpu *vcpu)
{
	start(vcpu, false);
	kvm_hw.exit_qualification = 0x1300 | 3;	/* bit 12 is noise here */
	expect_eq(handle_cr(vcpu), 0);
	expect_eq(vcpu->arch.cr3, 103);
	svm_cr_write_interception(vcpu, 0xf5);
	expect_eq(vcpu->arch.cr3, 105);

	shadow_vmcs[1] = 77;
	kvm_hw.instruction_info = 9ULL << 28 | 1 << 10 | 3 << 3;
	expect_eq(handle_vmread(vcpu), 0);
	expect_eq(kvm_rbx_read(vcpu), 77);
	kvm_hw.instruction_info = 9ULL << 28 | 1 << 23 | 2 << 18;
	kvm_hw.exit_qualification = 0;
	expect_eq(handle_vmread(vcpu), 101 + 102 + 0x1303);
}

static void run_rest(struct kvm_vcpu *vcpu)
{
	struct x86_emulate_ctxt ctxt = { .modrm = 0xc8 };	/* RCX to RAX */
	struct smram_64 image = { .rip = 0x2000 };
	u32 gprs[8], eip;

	start(vcpu, false);
	kvm_emulate_rdmsr(vcpu, 0x200000001ULL);
	expect_eq(kvm_rdx_read(vcpu), 2);
	kvm_hw.instruction_info = 11 << 3;
	kvm_emulate_rdmsr_imm(vcpu, 5);
	complete_fast_rdmsr_imm(vcpu, 6);
	expect_eq(kvm_r11_read(vcpu), 6);
	enter_smm_save_state_32(vcpu, gprs, &eip);
	expect_eq(gprs[7] + eip, 107 + 0x1000);
	kvm_init_emulate_ctxt(vcpu, &ctxt);
	ctxt.rex_bits = REX_B;
	em_mov_reg(&ctxt);
	expect_eq(kvm_r8_read(vcpu), 101);
	rsm_load_state_64(vcpu, &image);
	expect_eq(kvm_rip_read(vcpu) + sum_registers(vcpu), 2 * 0x2000);
}

int main(void)
{
	struct kvm_vcpu vcpu;

	run_exits(&vcpu);
	run_rest(&vcpu);
	expect_eq(kvm_warnings, 0);
	return failures ? 1 : 0;
}
