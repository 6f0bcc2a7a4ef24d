// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Upstream 696db303e54f (smm: number of GPRs in the SMRAM image depends on the image
 * format), CVE-2022-49883: the loop over the 32-bit image was bounded by the registers
 * of the emulator. With 16 of them it read beyond the image, with 32 it writes R16-R31.
 */
#include "../reference/kvm_emulate.h"

void bad_rsm_load_state_32(struct x86_emulate_ctxt *ctxt, const u8 *smram)
{
	int i;

	for (i = 0; i < NR_EMULATOR_GPRS; i++)
		kvm_gpr_write_raw(ctxt->vcpu, i, *(const u32 *)(smram + i * 4)); /* expect: egpr-unguarded */
}

void good_rsm_load_state_32(struct x86_emulate_ctxt *ctxt, const u8 *smram)
{
	int i;

	for (i = 0; i < 8; i++)
		kvm_gpr_write_raw(ctxt->vcpu, i, *(const u32 *)(smram + i * 4)); /* expect-safe */
}
