/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The machine under the model: what a VMCS and a CPU would hold.  Exit
 * handlers read it through vmx.h, tests set it up directly.
 */
#ifndef KVM_HW_H
#define KVM_HW_H

#include "kvm_types.h"

#define NR_HW_EGPRS 16

struct kvm_hw {
	unsigned long rip;
	unsigned long rsp;
	unsigned long exit_qualification;
	u64 instruction_info;
	u64 xcr0;
	unsigned long egprs[NR_HW_EGPRS];
	unsigned int cache_misses;
};

extern struct kvm_hw kvm_hw;

/* Give the host APX, or take it away, in every place that tells of it. */
void kvm_hw_set_apx(bool on);

#endif
