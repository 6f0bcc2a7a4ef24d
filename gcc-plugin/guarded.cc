/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Signal handlers around our own work, see guarded.h. */
#include "gcc-plugin/gcc-compat.h"

#include <setjmp.h>
#include <signal.h>

#include "gcc-plugin/guarded.h"

static const int signals[] = { SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT };
#define NSIGNALS (sizeof(signals) / sizeof(signals[0]))

/* A handler has no argument of ours: where to go back to has to be here. */
static sigjmp_buf back;

static void on_signal(int sig)
{
	siglongjmp(back, sig);
}

int guarded(void (*fn)(void *arg), void *arg)
{
	struct sigaction mine, old[NSIGNALS];
	stack_t stack, old_stack;
	void *memory = xmalloc(64 * 1024);
	int sig;
	size_t i;

	/* a stack that overflowed cannot run its own handler */
	memset(&stack, 0, sizeof(stack));
	stack.ss_sp = memory;
	stack.ss_size = 64 * 1024;
	sigaltstack(&stack, &old_stack);
	memset(&mine, 0, sizeof(mine));
	mine.sa_handler = on_signal;
	mine.sa_flags = SA_ONSTACK;
	sigemptyset(&mine.sa_mask);
	for (i = 0; i < NSIGNALS; i++)
		sigaction(signals[i], &mine, &old[i]);
	sig = sigsetjmp(back, 1);
	if (!sig)
		fn(arg);
	for (i = 0; i < NSIGNALS; i++)
		sigaction(signals[i], &old[i], NULL);
	sigaltstack(&old_stack, NULL);
	free(memory);
	return sig;
}
