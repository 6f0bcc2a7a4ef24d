/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The little of KVM that the generated programs of fuzz.py need. */
#ifndef FUZZ_H
#define FUZZ_H

typedef unsigned char u8;
typedef signed char s8;
typedef unsigned short u16;
typedef short s16;
typedef unsigned int u32;
typedef int s32;
typedef unsigned long long u64;
typedef long long s64;
typedef _Bool bool;
#define true 1
#define false 0
#define NULL ((void *)0)

#define BIT(n) (1UL << (n))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)
#define noinline __attribute__((__noinline__))

#define min(x, y) ({				\
	__auto_type _x = (x);			\
	__auto_type _y = (y);			\
	_x < _y ? _x : _y; })
#define max(x, y) ({				\
	__auto_type _x = (x);			\
	__auto_type _y = (y);			\
	_x > _y ? _x : _y; })
#define min_t(type, x, y) ({			\
	type __x = (x);				\
	type __y = (y);				\
	__x < __y ? __x : __y; })
#define max_t(type, x, y) ({			\
	type __x = (x);				\
	type __y = (y);				\
	__x > __y ? __x : __y; })
#define clamp(val, lo, hi) min((typeof(val))max(val, lo), hi)
#define WARN_ON_ONCE(cond) ({ int __ret = !!(cond); unlikely(__ret); })

enum kvm_reg {
	VCPU_REGS_RAX, VCPU_REGS_RCX, VCPU_REGS_RDX, VCPU_REGS_RBX,
	VCPU_REGS_RSP, VCPU_REGS_RBP, VCPU_REGS_RSI, VCPU_REGS_RDI,
	VCPU_REGS_R8, VCPU_REGS_R9, VCPU_REGS_R10, VCPU_REGS_R11,
	VCPU_REGS_R12, VCPU_REGS_R13, VCPU_REGS_R14, VCPU_REGS_R15,
	VCPU_REGS_RIP,
	NR_VCPU_REGS,
};

enum {
	VCPU_XREG_R16 = 16, VCPU_XREG_R17, VCPU_XREG_R18, VCPU_XREG_R19,
	VCPU_XREG_R20, VCPU_XREG_R21, VCPU_XREG_R22, VCPU_XREG_R23,
	VCPU_XREG_R24, VCPU_XREG_R25, VCPU_XREG_R26, VCPU_XREG_R27,
	VCPU_XREG_R28, VCPU_XREG_R29, VCPU_XREG_R30, VCPU_XREG_R31,
};

#define NCAPINTS 22
#define X86_FEATURE_PKU (16 * 32 + 3)
#define X86_FEATURE_APX (21 * 32 + 9)
#define XFEATURE_MASK_PKRU (1ULL << 9)
#define XFEATURE_MASK_APX (1ULL << 19)

struct kvm_vcpu_arch {
	u64 xcr0;
	u64 guest_supported_xcr0;
};

struct kvm_vcpu {
	struct kvm_vcpu_arch arch;
};

struct kvm_caps {
	u64 supported_xcr0;
};

extern struct kvm_caps kvm_caps;

bool _static_cpu_has(u16 bit);
bool kvm_cpu_cap_has(unsigned int x86_feature);
bool guest_cpu_cap_has(struct kvm_vcpu *vcpu, unsigned int x86_feature);

unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg);
void kvm_gpr_write(struct kvm_vcpu *vcpu, int reg, unsigned long val);
unsigned long kvm_read_egpr(int reg);

#endif
