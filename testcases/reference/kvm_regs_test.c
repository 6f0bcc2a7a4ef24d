// SPDX-License-Identifier: GPL-2.0-or-later
/* Do generations 2 and 3 of the model behave as they must?  TAP on stdout. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

#include "kvm_emulate.h"
#include "kvm_host.h"
#include "vmx.h"

static struct kvm_vcpu vcpu;

static int setup(void **state)
{
	(void)state;
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

static void test_every_register_has_a_slot(void **state)
{
	int reg;

	(void)state;
	enter_64_bit_mode();
	for (reg = 0; reg < NR_VCPU_GENERAL_PURPOSE_REGS; reg++)
		kvm_register_write(&vcpu, reg, 100 + reg);
	for (reg = 0; reg < NR_VCPU_GENERAL_PURPOSE_REGS; reg++) {
		assert_int_equal(kvm_register_read(&vcpu, reg), 100 + reg);
		assert_true(kvm_register_is_dirty(&vcpu, reg));
	}
	assert_int_equal(kvm_warnings, 0);
}

static void test_number_of_registers(void **state)
{
	(void)state;
#if defined(CONFIG_KVM_APX)
	assert_int_equal(NR_VCPU_GENERAL_PURPOSE_REGS, 32);
	assert_int_equal(VCPU_REGS_R16, 16);
	assert_int_equal(VCPU_REGS_R31, 31);
	assert_int_equal(NR_VCPU_TOTAL_REGS, 41);
#elif defined(CONFIG_X86_64)
	assert_int_equal(NR_VCPU_GENERAL_PURPOSE_REGS, 16);
	assert_int_equal(NR_VCPU_TOTAL_REGS, 25);
#else
	assert_int_equal(NR_VCPU_GENERAL_PURPOSE_REGS, 8);
#endif
	assert_int_equal(VCPU_REG_RIP, NR_VCPU_GENERAL_PURPOSE_REGS);
	assert_int_equal(NR_EMULATOR_GPRS, NR_VCPU_GENERAL_PURPOSE_REGS);
}

static void test_truncation_outside_64_bit_mode(void **state)
{
	(void)state;
	kvm_register_write_raw(&vcpu, VCPU_REGS_RCX, (unsigned long)-2);
	assert_true(kvm_register_read(&vcpu, VCPU_REGS_RCX) == 0xfffffffe);
	assert_true(kvm_rcx_read(&vcpu) == 0xfffffffe);
	assert_true(kvm_rcx_read_raw(&vcpu) == (unsigned long)-2);
	enter_64_bit_mode();
	kvm_register_write(&vcpu, VCPU_REGS_RCX, 5);
	assert_true(kvm_register_read(&vcpu, VCPU_REGS_RCX) == 5);
}

/* Every number that is no register reads 0, and a write of it is lost. */
static void test_out_of_range(void **state)
{
	unsigned long before[NR_VCPU_GENERAL_PURPOSE_REGS];

	(void)state;
	memcpy(before, vcpu.arch.regs, sizeof(before));
	assert_int_equal(kvm_register_read_raw(&vcpu, NR_VCPU_GENERAL_PURPOSE_REGS), 0);
	assert_int_equal(kvm_warnings, 1);
	kvm_register_write_raw(&vcpu, -1, 5);
	kvm_register_write_raw(&vcpu, VCPU_REG_RIP, 5);
	assert_int_equal(kvm_warnings, 2);	/* a place warns once */
	assert_memory_equal(before, vcpu.arch.regs, sizeof(before));
}

static void test_rip_has_its_own_place(void **state)
{
	(void)state;
	kvm_hw.rsp = 0x7000;
	kvm_hw.rip = 0x8000;
	assert_int_equal(kvm_rip_read(&vcpu), 0x8000);
	assert_int_equal(kvm_rip_read(&vcpu), 0x8000);
	assert_int_equal(kvm_rsp_read(&vcpu), 0x7000);
	assert_int_equal(kvm_hw.cache_misses, 2);
	kvm_rip_write(&vcpu, 0x9000);
	assert_int_equal(kvm_rip_read(&vcpu), 0x9000);
	assert_true(kvm_register_is_dirty(&vcpu, VCPU_REG_RIP));
#ifdef CONFIG_KVM_APX
	kvm_register_write_raw(&vcpu, VCPU_REGS_R16, 16);
	assert_int_equal(kvm_rip_read(&vcpu), 0x9000);
	assert_int_equal(kvm_register_read_raw(&vcpu, VCPU_REGS_R16), 16);
#endif
}

static void test_instr_info_layouts(void **state)
{
	u64 info;

	(void)state;
	kvm_hw.instruction_info = ~0ULL << 32 | 9U << 28 | 5 << 23 | 6 << 18 |
				  1 << 10 | 3 << 3;
	info = vmx_get_instr_info();
	assert_int_equal(vmx_get_instr_info_reg(info), 3);
	assert_int_equal(vmx_get_instr_info_reg2(info), 9);
	assert_int_equal(vmx_get_instr_info_base_reg(info), 5);
	assert_int_equal(vmx_get_instr_info_index_reg(info), 6);
	assert_true(vmx_get_instr_info_is_reg(info));
	assert_true(vmx_get_instr_info_base_is_valid(info));
	assert_true(vmx_get_instr_info_index_is_valid(info));
#ifdef CONFIG_KVM_APX
	kvm_hw_set_apx(true);
	kvm_hw.instruction_info = 29ULL << 40 | 25ULL << 32 | 20 << 24 |
				  16 << 16 | 1 << 4;
	info = vmx_get_instr_info();
	assert_int_equal(vmx_get_instr_info_reg(info), 16);
	assert_int_equal(vmx_get_instr_info_reg2(info), 29);
	assert_int_equal(vmx_get_instr_info_base_reg(info), 25);
	assert_int_equal(vmx_get_instr_info_index_reg(info), 20);
	assert_true(vmx_get_instr_info_is_reg(info));
#endif
}

static void test_exit_qual_mask(void **state)
{
	(void)state;
	kvm_hw.exit_qualification = 0x1f00;
	assert_int_equal(vmx_get_exit_qual_gpr(&vcpu), 15);
	kvm_hw_set_apx(true);
	assert_int_equal(vmx_get_exit_qual_gpr(&vcpu),
			 IS_ENABLED(CONFIG_KVM_APX) ? 31 : 15);
}

static void test_emulator_callbacks(void **state)
{
	const int last = NR_EMULATOR_GPRS - 1;
	struct x86_emulate_ctxt ctxt;

	(void)state;
	kvm_init_emulate_ctxt(&vcpu, &ctxt);
	ctxt.ops->write_gpr(&ctxt, last, 99);
	assert_int_equal(ctxt.ops->read_gpr(&ctxt, last), 99);
	assert_int_equal(vcpu.arch.regs[last], 99);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(test_every_register_has_a_slot, setup),
		cmocka_unit_test_setup(test_number_of_registers, setup),
		cmocka_unit_test_setup(test_truncation_outside_64_bit_mode, setup),
		cmocka_unit_test_setup(test_out_of_range, setup),
		cmocka_unit_test_setup(test_rip_has_its_own_place, setup),
		cmocka_unit_test_setup(test_instr_info_layouts, setup),
		cmocka_unit_test_setup(test_exit_qual_mask, setup),
		cmocka_unit_test_setup(test_emulator_callbacks, setup),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("reference", tests, NULL, NULL);
}
