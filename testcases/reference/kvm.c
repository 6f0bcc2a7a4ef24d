// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * The external half of the model: EGPRs, the lazy register load, the
 * emulator's callbacks, and the hardware below them.
 */
#include "kvm_host.h"
#include "kvm_emulate.h"
#include "kvm_hw.h"

struct cpuinfo_x86 boot_cpu_data;
u32 kvm_cpu_caps[NCAPINTS];
struct kvm_caps kvm_caps;
struct kvm_hw kvm_hw;

void (*kvm_trap)(const char *file, int line);
unsigned int kvm_warnings;

void kvm_bug(const char *file, int line)
{
	if (kvm_trap)
		kvm_trap(file, line);
	__builtin_trap();
}

void kvm_warn(const char *file, int line)
{
	(void)file;
	(void)line;
	kvm_warnings++;
}

static void assign_cap(u32 *caps, unsigned int feature, bool on)
{
	if (on)
		caps[__feature_leaf(feature)] |= __feature_bit(feature);
	else
		caps[__feature_leaf(feature)] &= ~__feature_bit(feature);
}

void kvm_hw_set_apx(bool on)
{
	assign_cap(boot_cpu_data.x86_capability, X86_FEATURE_FPU, true);
	assign_cap(boot_cpu_data.x86_capability, X86_FEATURE_APX, on);
	assign_cap(kvm_cpu_caps, X86_FEATURE_APX, on);

	kvm_hw.xcr0 = XFEATURE_MASK_FP | XFEATURE_MASK_SSE;
	if (on)
		kvm_hw.xcr0 |= XFEATURE_MASK_APX;
	kvm_caps.supported_xcr0 = kvm_hw.xcr0;
}

bool cpu_has_xfeatures(u64 mask, const char **feature_name)
{
	if (feature_name)
		*feature_name = "unknown";
	return (kvm_hw.xcr0 & mask) == mask;
}

#if defined(CONFIG_KVM_APX) && KVM_MODEL_GEN == 1
/* #UD, were this a CPU. */
static unsigned long *hw_egpr(int reg)
{
	if (!(kvm_hw.xcr0 & XFEATURE_MASK_APX))
		BUG();

	switch (reg) {
	case __VCPU_XREG_R16 ... __VCPU_XREG_R31:
		return &kvm_hw.egprs[reg - __VCPU_XREG_R16];
	default:
		BUG();
	}
}

unsigned long kvm_read_egpr(int reg)
{
	if (WARN_ON_ONCE(!cpu_has_xfeatures(XFEATURE_MASK_APX, NULL)))
		return 0;
	return *hw_egpr(reg);
}

void kvm_write_egpr(int reg, unsigned long data)
{
	if (WARN_ON_ONCE(!cpu_has_xfeatures(XFEATURE_MASK_APX, NULL)))
		return;
	*hw_egpr(reg) = data;
}

unsigned long kvm_gpr_read_raw(struct kvm_vcpu *vcpu, int reg)
{
	switch (reg) {
	case VCPU_REGS_RAX ... VCPU_REGS_R15:
		return kvm_register_read_raw(vcpu, reg);
	case VCPU_XREG_R16 ... VCPU_XREG_R31:
		return kvm_read_egpr(reg);
	default:
		WARN_ON_ONCE(1);
		return 0;
	}
}

void kvm_gpr_write_raw(struct kvm_vcpu *vcpu, int reg, unsigned long val)
{
	switch (reg) {
	case VCPU_REGS_RAX ... VCPU_REGS_R15:
		kvm_register_write_raw(vcpu, reg, val);
		break;
	case VCPU_XREG_R16 ... VCPU_XREG_R31:
		kvm_write_egpr(reg, val);
		break;
	default:
		WARN_ON_ONCE(1);
		break;
	}
}
#endif

/* Only RSP and RIP are loaded on demand; any other request is a bug. */
static void vmx_cache_reg(struct kvm_vcpu *vcpu, enum kvm_reg reg)
{
	kvm_register_mark_available(vcpu, reg);
	kvm_hw.cache_misses++;

	switch (reg) {
	case VCPU_REGS_RSP:
		vcpu->arch.regs[VCPU_REGS_RSP] = kvm_hw.rsp;
		break;
#if KVM_MODEL_GEN > 1
	case VCPU_REG_RIP:
		vcpu->arch.rip = kvm_hw.rip;
		break;
#else
	case VCPU_REGS_RIP:
		vcpu->arch.regs[VCPU_REGS_RIP] = kvm_hw.rip;
		break;
#endif
	default:
		BUG();
	}
}

static void vmx_get_cs_db_l_bits(struct kvm_vcpu *vcpu, int *db, int *l)
{
	*db = 0;
	*l = vcpu->arch.cs_l;
}

struct kvm_x86_ops kvm_x86_ops = {
	.cache_reg = vmx_cache_reg,
	.get_cs_db_l_bits = vmx_get_cs_db_l_bits,
};

/* Numbers of what the cache knows besides the general registers. */
#if KVM_MODEL_GEN > 1
#define RIP_NUMBER VCPU_REG_RIP
#define EXIT_INFO_1_NUMBER VCPU_REG_EXIT_INFO_1
#else
#define RIP_NUMBER VCPU_REGS_RIP
#define EXIT_INFO_1_NUMBER VCPU_EXREG_EXIT_INFO_1
#endif

void kvm_vcpu_reset(struct kvm_vcpu *vcpu)
{
	int i;

	__builtin_memset(&vcpu->arch, 0, sizeof(vcpu->arch));
	vcpu->arch.regs_avail = ~(BIT_ULL(RIP_NUMBER) | BIT_ULL(VCPU_REGS_RSP) |
				  BIT_ULL(EXIT_INFO_1_NUMBER));
	vcpu->arch.xcr0 = XFEATURE_MASK_FP;
	vcpu->arch.guest_supported_xcr0 = kvm_caps.supported_xcr0;
	for (i = 0; i < NCAPINTS; i++)
		vcpu->arch.cpu_caps[i] = kvm_cpu_caps[i];
}

/* MPX and APX share the place of their state in the XSAVE image. */
int __kvm_set_xcr(struct kvm_vcpu *vcpu, u32 index, u64 xcr)
{
	if (index || !(xcr & XFEATURE_MASK_FP))
		return 1;
	if (xcr & ~vcpu->arch.guest_supported_xcr0)
		return 1;
	if ((xcr & XFEATURE_MASK_BNDREGS) && (xcr & XFEATURE_MASK_APX))
		return 1;
	vcpu->arch.xcr0 = xcr;
	return 0;
}

static ulong emulator_read_gpr(struct x86_emulate_ctxt *ctxt, unsigned int reg)
{
#if KVM_MODEL_GEN > 1
	return kvm_register_read_raw(ctxt->vcpu, reg);
#else
	return kvm_gpr_read_raw(ctxt->vcpu, reg);
#endif
}

static void emulator_write_gpr(struct x86_emulate_ctxt *ctxt, unsigned int reg,
			       ulong val)
{
#if KVM_MODEL_GEN > 1
	kvm_register_write_raw(ctxt->vcpu, reg, val);
#else
	kvm_gpr_write_raw(ctxt->vcpu, reg, val);
#endif
}

static ulong emulator_get_cr(struct x86_emulate_ctxt *ctxt, int cr)
{
	switch (cr) {
	case 0:
		return ctxt->vcpu->arch.cr0;
	case 3:
		return ctxt->vcpu->arch.cr3;
	case 4:
		return ctxt->vcpu->arch.cr4;
	default:
		return 0;
	}
}

static int emulator_get_xcr(struct x86_emulate_ctxt *ctxt, u32 index, u64 *xcr)
{
	if (index)
		return 1;
	*xcr = ctxt->vcpu->arch.xcr0;
	return 0;
}

static const struct x86_emulate_ops emulate_ops = {
	.read_gpr = emulator_read_gpr,
	.write_gpr = emulator_write_gpr,
	.get_cr = emulator_get_cr,
	.get_xcr = emulator_get_xcr,
};

void kvm_init_emulate_ctxt(struct kvm_vcpu *vcpu, struct x86_emulate_ctxt *ctxt)
{
	ctxt->vcpu = vcpu;
	ctxt->ops = &emulate_ops;
	ctxt->mode = is_64_bit_mode(vcpu) ? X86EMUL_MODE_PROT64
					  : X86EMUL_MODE_PROT32;
	ctxt->egpr_enabled = false;
	ctxt->regs_valid = 0;
	ctxt->regs_dirty = 0;
}
