/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * What the host can do, asked in the forms a kernel has: a bit test of
 * boot_cpu_data that folds for a constant bit, and a jump that boot-time
 * patching would turn into a constant (asm goto).
 */
#ifndef CPUFEATURE_H
#define CPUFEATURE_H

#include "kvm_types.h"

#define NCAPINTS 22

/* (word * 32 + bit) */
#define X86_FEATURE_FPU (0 * 32 + 0)
#define X86_FEATURE_XSAVE (4 * 32 + 26)
#define X86_FEATURE_AVX512F (9 * 32 + 16)
#define X86_FEATURE_PKU (16 * 32 + 3)
#define X86_FEATURE_APX (21 * 32 + 9)

#define XFEATURE_PKRU 9
#define XFEATURE_APX 19

#define XFEATURE_MASK_FP BIT_ULL(0)
#define XFEATURE_MASK_SSE BIT_ULL(1)
#define XFEATURE_MASK_YMM BIT_ULL(2)
#define XFEATURE_MASK_BNDREGS BIT_ULL(3)
#define XFEATURE_MASK_BNDCSR BIT_ULL(4)
#define XFEATURE_MASK_PKRU BIT_ULL(XFEATURE_PKRU)
#define XFEATURE_MASK_APX BIT_ULL(XFEATURE_APX)

/* Features every CPU of this configuration has, and those it can never use. */
#define REQUIRED_MASK0 1U
#define REQUIRED_MASK_BIT_SET(bit)					\
	((bit) < 32 && (REQUIRED_MASK0 & (1U << ((bit) & 31))))

#ifdef CONFIG_X86_64
#define DISABLED_MASK21 0U
#else
#define DISABLED_MASK21 (1U << (X86_FEATURE_APX & 31))
#endif
#define DISABLED_MASK_BIT_SET(bit)					\
	((bit) >> 5 == 21 && (DISABLED_MASK21 & (1U << ((bit) & 31))))

struct cpuinfo_x86 {
	u32 x86_capability[NCAPINTS] __attribute__((aligned(sizeof(long))));
};

extern struct cpuinfo_x86 boot_cpu_data;

static __always_inline bool const_test_bit(unsigned long nr,
					   const volatile unsigned long *addr)
{
	const volatile u32 *word = (const volatile u32 *)addr + (nr >> 5);

	return *word >> (nr & 31) & 1;
}

static __always_inline bool variable_test_bit(unsigned long nr,
					      const volatile unsigned long *addr)
{
	bool set;

	asm volatile("bt %[nr], %[word]\n\t"
		     "setc %[set]"
		     : [set] "=qm" (set)
		     : [word] "m" (*(const volatile unsigned long *)addr),
		       [nr] "r" (nr)
		     : "cc", "memory");
	return set;
}

static __always_inline bool arch_test_bit(unsigned long nr,
					  const volatile unsigned long *addr)
{
	return __builtin_constant_p(nr) ? const_test_bit(nr, addr)
					: variable_test_bit(nr, addr);
}

#define test_bit(nr, addr)						\
	(__builtin_constant_p(nr) ? const_test_bit((nr), (addr))	\
				  : arch_test_bit((nr), (addr)))

#define test_cpu_cap(c, bit)						\
	test_bit((bit), (unsigned long *)((c)->x86_capability))

#define cpu_has(c, bit)							\
	(__builtin_constant_p(bit) && REQUIRED_MASK_BIT_SET(bit) ? 1 :	\
	 test_cpu_cap((c), (bit)))

#define boot_cpu_has(bit) cpu_has(&boot_cpu_data, (bit))

/*
 * The compiler sees two labels and no value, as with the kernel's
 * alternatives: a checker has to know what this function means.
 */
static __always_inline bool _static_cpu_has(u16 bit)
{
	asm goto("testb %[bitnum], %[cap_byte]\n\t"
		 "jnz %l[t_yes]\n\t"
		 "jmp %l[t_no]"
		 : /* no output */
		 : [bitnum] "qi" ((u8)(1 << (bit & 7))),
		   [cap_byte] "m" (((const u8 *)boot_cpu_data.x86_capability)[bit >> 3])
		 : "cc"
		 : t_yes, t_no);
t_yes:
	return true;
t_no:
	return false;
}

#define static_cpu_has(bit)						\
	(__builtin_constant_p(boot_cpu_has(bit)) ? boot_cpu_has(bit) :	\
						   _static_cpu_has(bit))

#define cpu_feature_enabled(bit)					\
	(__builtin_constant_p(bit) && DISABLED_MASK_BIT_SET(bit) ? 0 :	\
	 static_cpu_has(bit))

/* Have the XSAVE components in @mask all been set up by the host? */
bool cpu_has_xfeatures(u64 mask, const char **feature_name);

#endif
