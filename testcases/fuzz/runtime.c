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

/* Who tells whether a feature is there. */
enum fuzz_who { FUZZ_STATIC, FUZZ_KVM_CAP, FUZZ_KVM_XCR0, FUZZ_GUEST_CAP, FUZZ_GUEST_XCR0, FUZZ_XCR0 };

struct fuzz_entry {
	void (*fn)(struct kvm_vcpu *vcpu, unsigned int a, unsigned int b);
	unsigned int amask;
	unsigned int bmask;
	unsigned int apx;	/* who is asked about APX: 1 << enum fuzz_who */
	unsigned int pku;	/* who is asked about the other feature */
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
/*
 * Who says that APX is there, a bit each. That one of a level holds does not
 * mean that the others of the level do; but a level implies all of those below.
 */
#define HOST (1 << FUZZ_STATIC | 1 << FUZZ_KVM_CAP | 1 << FUZZ_KVM_XCR0)
#define GUEST_MAY (1 << FUZZ_GUEST_CAP | 1 << FUZZ_GUEST_XCR0)
#define ENABLED (1 << FUZZ_XCR0)
static const unsigned int apx_worlds[] = {
	0,
	1 << FUZZ_STATIC, 1 << FUZZ_KVM_CAP, 1 << FUZZ_KVM_XCR0,
	HOST & ~(1 << FUZZ_STATIC), HOST & ~(1 << FUZZ_KVM_CAP), HOST & ~(1 << FUZZ_KVM_XCR0),
	HOST, HOST | 1 << FUZZ_GUEST_CAP, HOST | 1 << FUZZ_GUEST_XCR0, HOST | GUEST_MAY,
	HOST | GUEST_MAY | ENABLED,
};
static unsigned int apx;
static unsigned int pku;	/* the same of another feature; nothing implies anything */
static const struct fuzz_entry *running;
static struct kvm_vcpu the_vcpu;
static unsigned long top;

static bool says(unsigned int who, unsigned int feature)
{
	return (feature == X86_FEATURE_APX ? apx : pku) >> who & 1;
}

bool _static_cpu_has(u16 bit)
{
	return says(FUZZ_STATIC, bit);
}

bool kvm_cpu_cap_has(unsigned int x86_feature)
{
	return says(FUZZ_KVM_CAP, x86_feature);
}

bool guest_cpu_cap_has(struct kvm_vcpu *vcpu, unsigned int x86_feature)
{
	(void)vcpu;
	return says(FUZZ_GUEST_CAP, x86_feature);
}

static u64 word(unsigned int who)
{
	return 7 | (says(who, X86_FEATURE_APX) ? XFEATURE_MASK_APX : 0) |
	       (says(who, X86_FEATURE_PKU) ? XFEATURE_MASK_PKRU : 0);
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

/*
 * The program itself has enabled APX for a guest of which somebody that it asks
 * says that it may not: there is no such world any more.
 */
static bool is_impossible(void)
{
	return (the_vcpu.arch.xcr0 & XFEATURE_MASK_APX) &&
	       (running->apx & 1 << FUZZ_GUEST_CAP) && !says(FUZZ_GUEST_CAP, X86_FEATURE_APX);
}

static void use(int idx, unsigned long *fp, int first)
{
	unsigned long at[DEPTH];
	int n = 0;
	int rule = 0;

	if (is_impossible())
		return;
	while ((unsigned long)fp < top && n < DEPTH) {
		unsigned long ret = fp[1];

		if (!n || at[n - 1] != ret)
			at[n++] = ret;
		fp = (unsigned long *)fp[0];
	}
	if (idx < first || idx > 31)
		rule = 2;
	else if (idx > 15 && !apx)
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

/* All inputs, in the world that apx and pku are. */
static void run_inputs(const struct fuzz_entry *e)
{
	unsigned int a = 0;
	unsigned int b;

	running = e;
	do {
		b = 0;
		do {
			the_vcpu.arch.xcr0 = word(FUZZ_XCR0);
			the_vcpu.arch.guest_supported_xcr0 = word(FUZZ_GUEST_XCR0);
			kvm_caps.supported_xcr0 = word(FUZZ_KVM_XCR0);
			e->fn(&the_vcpu, a, b);
			b = (b - e->bmask) & e->bmask;
		} while (b);
		a = (a - e->amask) & e->amask;
	} while (a);
}

/* A world that looks to the program like one before; that one has less APX. */
static bool is_repeated(const struct fuzz_entry *e, unsigned int world)
{
	unsigned int i;

	for (i = 0; i < world; i++)
		if (!((apx_worlds[i] ^ apx_worlds[world]) & e->apx))
			return true;
	return false;
}

static void run(const struct fuzz_entry *e)
{
	unsigned int i;

	top = (unsigned long)__builtin_frame_address(0);
	for (i = 0; i < sizeof(apx_worlds) / sizeof(apx_worlds[0]); i++) {
		if (is_repeated(e, i))
			continue;
		apx = apx_worlds[i];
		pku = 0;
		do {
			run_inputs(e);
			pku = (pku - e->pku) & e->pku;
		} while (pku);
	}
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
