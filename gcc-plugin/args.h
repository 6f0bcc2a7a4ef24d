/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The plugin's arguments, and where its rules are. */
#ifndef GCC_PLUGIN_ARGS_H
#define GCC_PLUGIN_ARGS_H

#include "lib/base/vec.h"
#include "lib/rules/rules.h"

struct options {
	VEC(const char *) rules;	/* packs or folders */
	bool no_warn, error;
	bool selftest_fail;	/* crash in our own work */
	const char *dump;	/* write the IR's text there, "-" is stderr */
};

struct plugin_name_args;

void options_read(struct options *o, const struct plugin_name_args *args);
/*
 * NULL after a message when there are no rules or they are wrong. `lines`: for
 * errors of binding, see rules_load_quick().
 */
struct rules *options_load_rules(const struct options *o, bool lines);

#endif
