// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Runs the entries of a generated program on all their inputs, and says which
 * index reached which accessor call, and by which calls a misuse came there.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>
#include "fuzz.h"

struct fuzz_entry {
	void (*fn)(struct kvm_vcpu *vcpu, unsigned int a, unsigned int b);
	unsigned int amask;
	unsigned int bmask;
	unsigned int program;	/* entries of one program stand together */
};

extern const struct fuzz_entry fuzz_entries[];

struct kvm_caps kvm_caps;

enum { DEPTH = 24, SLOTS = 1 << 16 };

struct record {
	unsigned long key;
	long idx;
	int n;			/* 0: free */
	int rule;
	unsigned long at[DEPTH];
};

static struct record seen[SLOTS];
static unsigned int nr_seen;
/* 0: no APX; 1: the host has it; 2: the guest may use it; 3: it has enabled it. */
static int level;
static int pku;
static unsigned long top;

bool _static_cpu_has(u16 bit)
{
	return bit == X86_FEATURE_APX ? level >= 1 : pku;
}

bool kvm_cpu_cap_has(unsigned int x86_feature)
{
	return x86_feature == X86_FEATURE_APX ? level >= 1 : pku;
}

bool guest_cpu_cap_has(struct kvm_vcpu *vcpu, unsigned int x86_feature)
{
	(void)vcpu;
	return x86_feature == X86_FEATURE_APX ? level >= 2 : pku;
}

static void record(long idx, int rule, const unsigned long *at, int n)
{
	unsigned long key = idx * 0x9e3779b97f4a7c15UL + rule;
	unsigned int i;
	int k;

	for (k = 0; k < n; k++)
		key = (key ^ at[k]) * 0x100000001b3UL;
	i = (key ^ key >> 29) % SLOTS;
	while (seen[i].n) {
		if (seen[i].key == key)
			return;
		i = (i + 1) % SLOTS;
	}
	if (++nr_seen > SLOTS / 2)
		return;
	seen[i].key = key;
	seen[i].idx = idx;
	seen[i].n = n;
	seen[i].rule = rule;
	memcpy(seen[i].at, at, n * sizeof(at[0]));
}

static void use(int idx, unsigned long *fp, int first)
{
	unsigned long at[DEPTH];
	int n = 0;
	int rule = 0;

	while ((unsigned long)fp < top && n < DEPTH) {
		unsigned long ret = fp[1];

		if (!n || at[n - 1] != ret)
			at[n++] = ret;
		fp = (unsigned long *)fp[0];
	}
	if (idx < first || idx > 31)
		rule = 2;
	else if (idx > 15 && level < 1)
		rule = 1;
	record(idx, 0, at, 1);
	if (rule)
		record(rule == 2 ? (idx < first ? -1 : 32) : 16, rule, at, n);
}

unsigned long kvm_gpr_read(struct kvm_vcpu *vcpu, int reg)
{
	(void)vcpu;
	use(reg, __builtin_frame_address(0), 0);
	return 0;
}

void kvm_gpr_write(struct kvm_vcpu *vcpu, int reg, unsigned long val)
{
	(void)vcpu;
	(void)val;
	use(reg, __builtin_frame_address(0), 0);
}

unsigned long kvm_read_egpr(int reg)
{
	use(reg, __builtin_frame_address(0), 16);
	return 0;
}

static void run(const struct fuzz_entry *e)
{
	struct kvm_vcpu vcpu;
	unsigned int a = 0;
	unsigned int b;

	top = (unsigned long)__builtin_frame_address(0);
	do {
		b = 0;
		do {
			for (pku = 0; pku < 2; pku++) {
				for (level = 0; level < 4; level++) {
					u64 other = 7 | (pku ? XFEATURE_MASK_PKRU : 0);

					vcpu.arch.xcr0 = other |
						(level >= 3 ? XFEATURE_MASK_APX : 0);
					vcpu.arch.guest_supported_xcr0 = other |
						(level >= 2 ? XFEATURE_MASK_APX : 0);
					kvm_caps.supported_xcr0 = other |
						(level >= 1 ? XFEATURE_MASK_APX : 0);
					e->fn(&vcpu, a, b);
				}
			}
			b = (b - e->bmask) & e->bmask;
		} while (b);
		a = (a - e->amask) & e->amask;
	} while (a);
}

static int run_program(const struct fuzz_entry *e)
{
	unsigned int program = e->program;
	unsigned int i;
	int k;

	alarm(10);
	for (; e->fn && e->program == program; e++)
		run(e);
	if (nr_seen > SLOTS / 2)
		return 3;
	for (i = 0; i < SLOTS; i++) {
		if (!seen[i].n)
			continue;
		printf("%d %ld", seen[i].rule, seen[i].idx);
		for (k = 0; k < seen[i].n; k++)
			printf(" %lx", seen[i].at[k] - 1);
		printf("\n");
	}
	return fflush(stdout) ? 3 : 0;
}

/* One process a program: undefined behaviour and time end that program alone. */
int main(void)
{
	const struct fuzz_entry *e = fuzz_entries;

	while (e->fn) {
		unsigned int program = e->program;
		int status = -1;
		pid_t pid;

		fflush(stdout);
		pid = fork();
		if (pid == 0)
			_exit(run_program(e));
		if (pid < 0 || waitpid(pid, &status, 0) != pid)
			return 2;
		printf("end %u %d\n", program, status);
		while (e->fn && e->program == program)
			e++;
	}
	return fflush(stdout) ? 2 : 0;
}
