// SPDX-License-Identifier: GPL-2.0-or-later
/* Does the model behave as the register cache it stands for?  TAP on stdout. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "kvm_emulate.h"
#include "kvm_host.h"
#include "vmx.h"

static jmp_buf trapped;

static void jump_out(const char *file, int line)
{
	(void)file;
	(void)line;
	longjmp(trapped, 1);
}

/* Does @statement end in BUG()? */
#define TRAPS(statement) ({			\
	volatile bool __hit = true;		\
						\
	if (!setjmp(trapped)) {			\
		statement;			\
		__hit = false;			\
	}					\
	__hit;					\
})

static struct kvm_vcpu vcpu;

static int setup(void **state)
{
	(void)state;
	kvm_trap = jump_out;
	memset(&kvm_hw, 0, sizeof(kvm_hw));
	kvm_hw_set_apx(false);
	kvm_vcpu_reset(&vcpu);
	kvm_warnings = 0;
	return 0;
}

static void enter_64_bit_mode(void)
{
	vcpu.arch.efer = EFER_LMA;
	vcpu.arch.cs_l = true;
}

static void test_gpr_roundtrip(void **state)
{
	int reg;

	(void)state;
	enter_64_bit_mode();
	for (reg = VCPU_REGS_RAX; reg <= VCPU_REGS_R15; reg++)
		kvm_gpr_write(&vcpu, reg, 0x100000000UL + reg);
	for (reg = VCPU_REGS_RAX; reg <= VCPU_REGS_R15; reg++) {
		assert_int_equal(kvm_gpr_read(&vcpu, reg), 0x100000000UL + reg);
		assert_true(kvm_register_is_dirty(&vcpu, reg));
	}
	assert_int_equal(kvm_warnings, 0);
}

static void test_truncation_outside_64_bit_mode(void **state)
{
	(void)state;
	kvm_gpr_write_raw(&vcpu, VCPU_REGS_RCX, 0x1122334455667788UL);
	assert_int_equal(kvm_gpr_read(&vcpu, VCPU_REGS_RCX), 0x55667788);
	assert_true(kvm_gpr_read_raw(&vcpu, VCPU_REGS_RCX) ==
		    0x1122334455667788UL);

	kvm_gpr_write(&vcpu, VCPU_REGS_RCX, 0x1122334455667788UL);
	assert_true(kvm_gpr_read_raw(&vcpu, VCPU_REGS_RCX) == 0x55667788);

	enter_64_bit_mode();
	kvm_gpr_write(&vcpu, VCPU_REGS_RCX, 0x1122334455667788UL);
	assert_true(kvm_gpr_read(&vcpu, VCPU_REGS_RCX) == 0x1122334455667788UL);
}

static void test_rip_and_r16_share_a_number(void **state)
{
	(void)state;
	assert_int_equal((int)VCPU_REGS_RIP, (int)VCPU_XREG_R16);
	kvm_hw_set_apx(true);
	kvm_rip_write(&vcpu, 0x1000);
	kvm_gpr_write_raw(&vcpu, VCPU_XREG_R16, 16);
	assert_int_equal(kvm_register_read_raw(&vcpu, 16), 0x1000);
	assert_int_equal(kvm_gpr_read_raw(&vcpu, 16), 16);
}

static void test_names_reach_the_same_storage(void **state)
{
	(void)state;
	kvm_rdi_write(&vcpu, 7);
	assert_int_equal(kvm_gpr_read(&vcpu, VCPU_REGS_RDI), 7);
	kvm_gpr_write(&vcpu, VCPU_REGS_R12, 12);
	assert_int_equal(kvm_r12_read(&vcpu), 12);
	kvm_rsp_write(&vcpu, 4);
	assert_int_equal(kvm_gpr_read(&vcpu, VCPU_REGS_RSP), 4);
}

static void test_rsp_and_rip_load_on_demand(void **state)
{
	(void)state;
	kvm_hw.rsp = 0x7000;
	kvm_hw.rip = 0x8000;
	assert_false(kvm_register_is_available(&vcpu, VCPU_REGS_RSP));
	assert_int_equal(kvm_rsp_read(&vcpu), 0x7000);
	assert_int_equal(kvm_rip_read(&vcpu), 0x8000);
	assert_int_equal(kvm_rip_read(&vcpu), 0x8000);
	assert_int_equal(kvm_hw.cache_misses, 2);
}

static void test_cache_load_of_another_register_is_a_bug(void **state)
{
	(void)state;
	vcpu.arch.regs_avail &= ~(u32)BIT(VCPU_REGS_RBX);
	assert_true(TRAPS(kvm_register_read_raw(&vcpu, VCPU_REGS_RBX)));
}

static void test_array_accessor_range(void **state)
{
	(void)state;
	assert_int_equal(kvm_register_read_raw(&vcpu, NR_VCPU_REGS), 0);
	assert_int_equal(kvm_warnings, 1);
	kvm_register_write_raw(&vcpu, -1, 5);
	assert_int_equal(kvm_warnings, 2);
}

static void test_gpr_out_of_range_reads_zero(void **state)
{
	(void)state;
	kvm_hw_set_apx(true);
	assert_int_equal(kvm_gpr_read_raw(&vcpu, 32), 0);
	assert_int_equal(kvm_gpr_read_raw(&vcpu, -1), 0);
	kvm_gpr_write_raw(&vcpu, 32, 1);
	assert_true(kvm_warnings > 0);
}

static void test_egpr_roundtrip(void **state)
{
	int reg;

	(void)state;
	kvm_hw_set_apx(true);
	for (reg = VCPU_XREG_R16; reg <= VCPU_XREG_R31; reg++)
		kvm_gpr_write_raw(&vcpu, reg, reg * 3);
	for (reg = VCPU_XREG_R16; reg <= VCPU_XREG_R31; reg++)
		assert_int_equal(kvm_read_egpr(reg), reg * 3);
	assert_int_equal(kvm_hw.egprs[15], 93);
}

static void test_egpr_without_apx_warns(void **state)
{
	(void)state;
	assert_int_equal(kvm_gpr_read_raw(&vcpu, VCPU_XREG_R20), 0);
	assert_int_equal(kvm_warnings, 1);
}

static void test_egpr_wrong_number_traps(void **state)
{
	(void)state;
	kvm_hw_set_apx(true);
	assert_true(TRAPS(kvm_read_egpr(VCPU_REGS_R15)));
	assert_true(TRAPS(kvm_write_egpr(32, 0)));
}

static bool says_apx(bool (*predicate)(void))
{
	bool before, with, after;

	kvm_hw_set_apx(false);
	before = predicate();
	kvm_hw_set_apx(true);
	with = predicate();
	kvm_hw_set_apx(false);
	after = predicate();
	return !before && with && !after;
}

static bool by_static(void)
{
	return static_cpu_has(X86_FEATURE_APX);
}

static bool by_enabled(void)
{
	return cpu_feature_enabled(X86_FEATURE_APX);
}

static bool by_boot(void)
{
	return boot_cpu_has(X86_FEATURE_APX);
}

/* The same without a constant: the run-time bit test. */
static bool by_variable_bit(void)
{
	volatile unsigned int bit = X86_FEATURE_APX;
	unsigned int nr = bit;

	return boot_cpu_has(nr);
}

static bool by_xfeatures(void)
{
	return cpu_has_xfeatures(XFEATURE_MASK_APX, NULL);
}

static bool by_kvm_cap(void)
{
	return kvm_cpu_cap_has(X86_FEATURE_APX);
}

static bool by_guest_cap(void)
{
	kvm_vcpu_reset(&vcpu);
	return guest_cpu_cap_has(&vcpu, X86_FEATURE_APX);
}

static bool by_supported_xcr0(void)
{
	return kvm_caps.supported_xcr0 & XFEATURE_MASK_APX;
}

static void test_predicates(void **state)
{
	(void)state;
	assert_true(says_apx(by_static));
	assert_true(says_apx(by_enabled));
	assert_true(says_apx(by_boot));
	assert_true(says_apx(by_variable_bit));
	assert_true(says_apx(by_xfeatures));
	assert_true(says_apx(by_kvm_cap));
	assert_true(says_apx(by_guest_cap));
	assert_true(says_apx(by_supported_xcr0));
	assert_true(static_cpu_has(X86_FEATURE_FPU));
	assert_false(static_cpu_has(X86_FEATURE_AVX512F));
}

static void test_set_xcr(void **state)
{
	const u64 base = XFEATURE_MASK_FP | XFEATURE_MASK_SSE;

	(void)state;
	assert_int_equal(__kvm_set_xcr(&vcpu, 0, base | XFEATURE_MASK_APX), 1);
	kvm_hw_set_apx(true);
	kvm_vcpu_reset(&vcpu);
	assert_int_equal(__kvm_set_xcr(&vcpu, 0, base | XFEATURE_MASK_APX), 0);
	assert_true(vcpu.arch.xcr0 & XFEATURE_MASK_APX);
	vcpu.arch.guest_supported_xcr0 |= XFEATURE_MASK_BNDREGS;
	assert_int_equal(__kvm_set_xcr(&vcpu, 0, base | XFEATURE_MASK_APX |
				       XFEATURE_MASK_BNDREGS), 1);
	assert_int_equal(__kvm_set_xcr(&vcpu, 1, base), 1);
	assert_int_equal(__kvm_set_xcr(&vcpu, 0, XFEATURE_MASK_SSE), 1);
}

static void test_exit_qual_mask_follows_host(void **state)
{
	(void)state;
	kvm_hw.exit_qualification = 0x1f00;
	assert_int_equal(vmx_get_exit_qual_gpr(&vcpu), 15);
	kvm_hw_set_apx(true);
	assert_int_equal(vmx_get_exit_qual_gpr(&vcpu), 31);
}

static void test_insn_info_layouts(void **state)
{
	struct vmx_insn_info info;

	(void)state;
	kvm_hw.instruction_info = ~0ULL << 32 | 9U << 28 | 5 << 23 | 6 << 18 |
				  3 << 3;
	info = vmx_get_insn_info();
	assert_int_equal(insn_attr(info, reg1), 3);
	assert_int_equal(insn_attr(info, reg2), 9);
	assert_int_equal(insn_attr(info, base), 5);
	assert_int_equal(insn_attr(info, index), 6);

	kvm_hw_set_apx(true);
	kvm_hw.instruction_info = 29ULL << 40 | 25ULL << 32 | 20 << 24 |
				  16 << 16 | 1 << 4 | 2;
	info = vmx_get_insn_info();
	assert_int_equal(insn_attr(info, reg1), 16);
	assert_int_equal(insn_attr(info, reg2), 29);
	assert_int_equal(insn_attr(info, base), 25);
	assert_int_equal(insn_attr(info, index), 20);
	assert_int_equal(insn_attr(info, is_reg), 1);
	assert_int_equal(insn_attr(info, scale), 2);
}

static void test_emulator_callbacks(void **state)
{
	struct x86_emulate_ctxt ctxt;
	u64 xcr = 0;

	(void)state;
	kvm_hw_set_apx(true);
	enter_64_bit_mode();
	kvm_init_emulate_ctxt(&vcpu, &ctxt);
	assert_int_equal(ctxt.mode, X86EMUL_MODE_PROT64);
	ctxt.ops->write_gpr(&ctxt, 17, 99);
	assert_int_equal(ctxt.ops->read_gpr(&ctxt, 17), 99);
	vcpu.arch.cr4 = X86_CR4_OSXSAVE;
	assert_true(ctxt.ops->get_cr(&ctxt, 4) & X86_CR4_OSXSAVE);
	assert_int_equal(ctxt.ops->get_xcr(&ctxt, 0, &xcr), 0);
	assert_true(xcr == vcpu.arch.xcr0);
	assert_int_equal(ctxt.ops->get_xcr(&ctxt, 1, &xcr), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_gpr_roundtrip, setup),
		cmocka_unit_test_setup(test_truncation_outside_64_bit_mode, setup),
		cmocka_unit_test_setup(test_rip_and_r16_share_a_number, setup),
		cmocka_unit_test_setup(test_names_reach_the_same_storage, setup),
		cmocka_unit_test_setup(test_rsp_and_rip_load_on_demand, setup),
		cmocka_unit_test_setup(test_cache_load_of_another_register_is_a_bug, setup),
		cmocka_unit_test_setup(test_array_accessor_range, setup),
		cmocka_unit_test_setup(test_gpr_out_of_range_reads_zero, setup),
		cmocka_unit_test_setup(test_egpr_roundtrip, setup),
		cmocka_unit_test_setup(test_egpr_without_apx_warns, setup),
		cmocka_unit_test_setup(test_egpr_wrong_number_traps, setup),
		cmocka_unit_test_setup(test_predicates, setup),
		cmocka_unit_test_setup(test_set_xcr, setup),
		cmocka_unit_test_setup(test_exit_qual_mask_follows_host, setup),
		cmocka_unit_test_setup(test_insn_info_layouts, setup),
		cmocka_unit_test_setup(test_emulator_callbacks, setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
