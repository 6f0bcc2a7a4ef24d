/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A plugin of qemu-user that counts the instructions of a program, for machines
 * without such a counter: the numbers of valgrind in a fifth of the time.
 *
 * ci/bench/compare builds it. Each process adds a line to the file ICOUNT_OUT.
 * Debian has no header for these plugins; declared is what is used of version 1.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define EXPORT __attribute__((visibility("default")))

struct qemu_plugin_tb;
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id, void (*cb)(uint64_t, struct qemu_plugin_tb *));
void qemu_plugin_register_vcpu_tb_exec_inline(struct qemu_plugin_tb *tb, int op, void *ptr, uint64_t n);
void qemu_plugin_register_atexit_cb(uint64_t id, void (*cb)(uint64_t, void *), void *data);

EXPORT int qemu_plugin_version = 1;
EXPORT int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv);

static uint64_t count;

/* A block of code adds its length each time it runs; operation 0 is addition. */
static void on_block(uint64_t id, struct qemu_plugin_tb *tb)
{
	(void)id;
	qemu_plugin_register_vcpu_tb_exec_inline(tb, 0, &count, qemu_plugin_tb_n_insns(tb));
}

static void on_exit_(uint64_t id, void *data)
{
	const char *path = getenv("ICOUNT_OUT");
	FILE *out = path ? fopen(path, "a") : NULL;

	(void)id;
	(void)data;
	if (!out)
		return;
	fprintf(out, "%llu\n", (unsigned long long)count);
	fclose(out);
}

int qemu_plugin_install(uint64_t id, const void *info, int argc, char **argv)
{
	(void)info;
	(void)argc;
	(void)argv;
	qemu_plugin_register_vcpu_tb_trans_cb(id, on_block);
	qemu_plugin_register_atexit_cb(id, on_exit_, NULL);
	return 0;
}
