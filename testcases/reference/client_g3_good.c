// SPDX-License-Identifier: GPL-2.0-or-later
/* flags: -DKVM_MODEL_GEN=3 */
/*
 * R16-R31 in the array: all of client_g2_good.c again, and what only APX has.
 * With kvm.c a program that exits 0.
 */
#define main run_without_apx
#include "client_g2_good.c"
#undef main

/* --- R16-R31, behind each kind of guard ----------------------------------------- */

static unsigned long read_r16_static(struct kvm_vcpu *vcpu)
{
	if (static_cpu_has(X86_FEATURE_APX))
		return kvm_register_read(vcpu, VCPU_REGS_R16); /* expect-safe */
	return 0;
}

static void write_r20_guest_cap(struct kvm_vcpu *vcpu, unsigned long val)
{
	if (!guest_cpu_cap_has(vcpu, X86_FEATURE_APX))
		return;
	kvm_register_write_raw(vcpu, VCPU_REGS_R20, val); /* expect-safe */
}

static bool guest_has_egprs(struct kvm_vcpu *vcpu)
{
	return (vcpu->arch.xcr0 & XFEATURE_MASK_APX) && is_64_bit_mode(vcpu);
}

static int read_by_number(struct kvm_vcpu *vcpu, int reg, unsigned long *val)
{
	if (reg < 0 || reg > 31 || (reg >= 16 && !guest_has_egprs(vcpu)))
		return -1;
	*val = kvm_register_read(vcpu, reg); /* expect-safe */
	return 0;
}

/* --- userspace: the array is the source of truth, whatever XCR0 says --------------- */

static void copy_egprs_to_uabi(const struct kvm_vcpu *vcpu, u64 *to)
{
	int i;

	for (i = VCPU_REGS_R16; i <= VCPU_REGS_R31; i++)
		to[i - VCPU_REGS_R16] = vcpu->arch.regs[i]; /* expect-safe */
}

/* --- the emulator with REX2 ---------------------------------------------------------- */

static int decode_register(struct x86_emulate_ctxt *ctxt, int low3, int rex_bit)
{
	int reg = low3 & 7;

	if (ctxt->rex_bits & rex_bit)
		reg |= 8;
	if (ctxt->egpr_enabled && (ctxt->rex_bits & (rex_bit << 4)))
		reg |= 16;
	return reg;
}

static void em_mov_rex2(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	kvm_init_emulate_ctxt(vcpu, ctxt);
	ctxt->egpr_enabled = guest_has_egprs(vcpu);
	ctxt->ops->write_gpr(ctxt, decode_register(ctxt, ctxt->modrm, REX_B),
			     ctxt->ops->read_gpr(ctxt, decode_register(ctxt, ctxt->modrm >> 3, REX_R)));
}

static void run_egprs(struct kvm_vcpu *vcpu)
{
	struct x86_emulate_ctxt ctxt = { .modrm = 0xc8, .rex_bits = REX_B << 4 };
	unsigned long val = 0;
	u64 image[16];

	start(vcpu, true);
	expect_eq(__kvm_set_xcr(vcpu, 0, kvm_caps.supported_xcr0), 0);
	em_mov_rex2(vcpu, &ctxt);
	expect_eq(read_r16_static(vcpu), 101);
	write_r20_guest_cap(vcpu, 20);
	expect_eq(read_by_number(vcpu, 20, &val), 0);
	expect_eq(val, 20);
	copy_egprs_to_uabi(vcpu, image);
	expect_eq(image[4], 20);
	kvm_hw.exit_qualification = 0x1400;
	expect_eq(handle_cr(vcpu), 0);
	expect_eq(vcpu->arch.cr3, 20);
	kvm_hw.instruction_info = 9ULL << 40 | 1 << 4 | 20 << 16;
	expect_eq(handle_vmread(vcpu), 0);
	expect_eq(vcpu->arch.regs[VCPU_REGS_R20], 77); /* expect-safe */

	start(vcpu, false);
	write_r20_guest_cap(vcpu, 20);
	expect_eq(read_by_number(vcpu, 20, &val), -1);
	expect_eq(read_by_number(vcpu, 32, &val), -1);
	expect_eq(read_r16_static(vcpu), 0);
}

int main(void)
{
	struct kvm_vcpu vcpu;

	if (run_without_apx())
		return 1;
	run_egprs(&vcpu);
	return failures ? 1 : 0;
}
