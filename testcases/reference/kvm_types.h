/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The few kernel basics the model needs, free of libc headers: a 32-bit
 * compile then works on a machine that has no 32-bit C library.
 *
 * CONFIG_X86_64 follows the compiler's target.  -DKVM_MODEL_32BIT gives the
 * register set of a 32-bit kernel to a 64-bit compile as well.
 *
 * KVM_MODEL_GEN chooses the generation of the register cache:
 *   1  RIP and R16 are both 16, R16-R31 live in the CPU (the default)
 *   2  RIP has left the array and got a number behind it; no R16-R31
 *   3  as 2, with R16-R31 in the array, unless -DKVM_MODEL_NO_APX
 */
#ifndef KVM_TYPES_H
#define KVM_TYPES_H

#ifndef KVM_MODEL_GEN
#define KVM_MODEL_GEN 1
#endif

#if defined(__x86_64__) && !defined(KVM_MODEL_32BIT)
#define CONFIG_X86_64 1
#if KVM_MODEL_GEN != 2 && !defined(KVM_MODEL_NO_APX)
#define CONFIG_KVM_APX 1
#endif
#endif

typedef signed char s8;
typedef unsigned char u8;
typedef short s16;
typedef unsigned short u16;
typedef int s32;
typedef unsigned int u32;
typedef long long s64;
typedef unsigned long long u64;
typedef unsigned long ulong;

/* Worded like <stdbool.h>, so that a file may include both. */
#ifndef bool
#define bool _Bool
#define true 1
#define false 0
#endif

#ifndef NULL
#define NULL ((void *)0)
#endif

#define BITS_PER_LONG ((int)(8 * sizeof(long)))
#define BIT(nr) (1UL << (nr))
#define BIT_ULL(nr) (1ULL << (nr))
#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#define likely(x) __builtin_expect(!!(x), 1)
#define unlikely(x) __builtin_expect(!!(x), 0)

#undef __always_inline		/* a libc may have its own */
#define __always_inline inline __attribute__((always_inline))
#ifndef __maybe_unused
#define __maybe_unused __attribute__((unused))
#endif

/* IS_ENABLED(CONFIG_X) is 1 if CONFIG_X is defined as 1, else 0. */
#define __ARG_PLACEHOLDER_1 0,
#define __SECOND_ARG(ignored, val, ...) val
#define ___IS_DEFINED(arg1_or_junk) __SECOND_ARG(arg1_or_junk 1, 0, 0)
#define __IS_DEFINED(val) ___IS_DEFINED(__ARG_PLACEHOLDER_##val)
#define IS_ENABLED(option) __IS_DEFINED(option)

/*
 * Where a kernel would stop or complain.  A test may point kvm_trap at a
 * function that does not return; if it returns, the process is stopped.
 */
extern void (*kvm_trap)(const char *file, int line);
extern unsigned int kvm_warnings;

void kvm_bug(const char *file, int line) __attribute__((noreturn));
void kvm_warn(const char *file, int line);

#define BUG()						\
do {							\
	kvm_bug(__FILE__, __LINE__);			\
	__builtin_unreachable();			\
} while (0)

#define BUG_ON(condition)				\
do {							\
	if (unlikely(condition))			\
		BUG();					\
} while (0)

#define WARN_ON_ONCE(condition) ({			\
	static bool __already_warned;			\
	int __warn_cond = !!(condition);		\
							\
	if (unlikely(__warn_cond && !__already_warned)) {	\
		__already_warned = true;		\
		kvm_warn(__FILE__, __LINE__);		\
	}						\
	unlikely(__warn_cond);				\
})

#endif
