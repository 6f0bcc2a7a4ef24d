/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The plugin: arguments, and what is done when GCC calls.
 *
 * start of unit	rules are read, watched names become known
 * while parsing	declarations are compared with them (names.cc), spelled
 *			constants are found (prov_*.cc)
 * before IPA		if the unit has declared an anchor: each function is
 *			GIMPLE with a CFG now and becomes flow IR (lower_*.cc),
 *			then the engine runs, there are warnings, and the IR
 *			goes into the object (emit.cc); the rest of the
 *			compilation does without us
 */
#include "gcc-plugin/gcc-compat.h"

#include <signal.h>

#include "gcc-plugin/args.h"
#include "gcc-plugin/emit.h"
#include "gcc-plugin/guarded.h"
#include "gcc-plugin/lower.h"
#include "gcc-plugin/names.h"
#include "gcc-plugin/provenance.h"
#include "lib/rules/rules.h"
#include "lib/ir/wire.h"

int plugin_is_GPL_compatible;

/* All there is of one compilation; the callbacks get it as user data. */
struct plugin {
	const char *name;	/* what the callbacks are registered under */
	struct options opt;
	struct rules *rules;
	struct names *names;
	struct prov *prov;
	struct lower *lower;	/* NULL: inactive, or the unit is complete */
};

/* ---- the decision, the beginning, the end -------------------------------------- */

/* Parsing is over: does the unit concern us? */
static bool is_relevant(struct plugin *p)
{
	names_parsed(p->names);
	return names_anchored(p->names) && !seen_error();
}

static void release(struct plugin *p)
{
	lower_free(p->lower);
	prov_free(p->prov);
	names_free(p->names);
	rules_free(p->rules);
	p->lower = NULL;
	p->prov = NULL;
	p->names = NULL;
	p->rules = NULL;
}

/*
 * We have nothing to do any more. As long as there are plugins, GCC looks twice
 * in every pass over every function for one that wants to know; it need not
 * when we were the only one.
 */
static void leave(struct plugin *p)
{
	int event;

	release(p);
	for (event = 0; event < PLUGIN_EVENT_FIRST_DYNAMIC; event++)
		unregister_callback(p->name, event);
	if (!plugins_active_p())
		flag_plugin_added = false;
}

static void on_start(void *event, void *data)
{
	struct plugin *p = (struct plugin *)data;

	(void)event;
	if (!flag_syntax_only && !flag_preprocess_only)
		p->rules = options_load_rules(&p->opt, false);
	if (!p->rules || emit_untouched(p->rules)) {
		leave(p);
		return;
	}
	p->names = names_new(p->rules);
	names_start(p->names);
	p->prov = prov_new(p->names);
	p->lower = lower_new(p->names, p->prov);
}

/* A unit that is being worked on, and what is to go into the object. */
struct job {
	struct plugin *p;
	struct strbuf facts;
};

/* All of our own work on the unit. */
static void work(void *data)
{
	struct job *job = (struct job *)data;
	struct plugin *p = job->p;
	struct ir_unit *unit;

	if (p->opt.selftest_fail)
		raise(SIGSEGV);
	lower_functions(p->lower);
	lower_initialisers(p->lower);
	lower_drop_unused(p->lower);
	unit = lower_finish(p->lower);
	p->lower = NULL;
	emit_unit(&p->opt, p->rules, unit, &job->facts);
	ir_unit_free(unit);
}

/* What was being built is lost; the facts say so. */
static void give_up(struct job *job, int sig)
{
	struct plugin *p = job->p;
	char message[64];
	struct ir_unit *unit;

	snprintf(message, sizeof(message), "internal error (signal %d)", sig);
	strbuf_init(&job->facts);
	p->lower = lower_new(p->names, p->prov);
	lower_fail(p->lower, message);
	unit = lower_finish(p->lower);
	p->lower = NULL;
	ir_wire_write(unit, &job->facts);
	ir_unit_free(unit);
}

static void run(struct plugin *p)
{
	struct job job = { p, STRBUF_INIT };
	int sig = guarded(work, &job);

	if (sig)
		give_up(&job, sig);
	emit_section(&job.facts);
	strbuf_release(&job.facts);
}

static void on_complete(void *event, void *data)
{
	struct plugin *p = (struct plugin *)data;

	(void)event;
	if (is_relevant(p))
		run(p);
	leave(p);
}

/* Only a unit with errors comes here. */
static void on_end(void *event, void *data)
{
	(void)event;
	release((struct plugin *)data);
}

/* ---- while parsing ----------------------------------------------------------------- */

/*
 * True the first time an enumeration or a record is seen complete. GCC tells of
 * the type of every declaration: most are other ones, which cost next to nothing.
 */
static bool new_type(struct plugin *p, tree type)
{
	u32 uid;
	u64 bit;

	if (TREE_CODE(type) != ENUMERAL_TYPE && !RECORD_OR_UNION_TYPE_P(type))
		return false;
	if (!COMPLETE_TYPE_P(type))
		return false;
	uid = TYPE_UID(TYPE_MAIN_VARIANT(type));
	while (p->lower->seen_types.n <= uid / 64)
		vec_push(&p->lower->seen_types, 0);
	bit = 1ull << uid % 64;
	if (p->lower->seen_types.v[uid / 64] & bit)
		return false;
	p->lower->seen_types.v[uid / 64] |= bit;
	return true;
}

static void on_type(void *event, void *data)
{
	struct plugin *p = (struct plugin *)data;
	tree type = (tree)event;

	if (!p->lower || !type || !new_type(p, type))
		return;
	if (TREE_CODE(type) == ENUMERAL_TYPE) {
		names_note_enum(p->names, type);
		prov_note_enum(p->prov, type);
	} else {
		names_note_record(p->names, type);
		type_note_record(p->lower, type);
	}
}

static void on_decl(void *event, void *data)
{
	struct plugin *p = (struct plugin *)data;
	tree decl = (tree)event;

	if (!p->lower || !decl)
		return;
	if (TREE_CODE(decl) == FUNCTION_DECL)
		names_note_decl(p->names, decl);
	else if (VAR_P(decl) && DECL_INITIAL(decl) && names_anchored(p->names))
		prov_note_variable(p->prov, decl);
}

static void on_function_start(void *event, void *data)
{
	struct plugin *p = (struct plugin *)data;

	if (p->lower && event && TREE_CODE((tree)event) == FUNCTION_DECL)
		names_note_decl(p->names, (tree)event);
}

static void on_function(void *event, void *data)
{
	struct plugin *p = (struct plugin *)data;

	if (!p->lower || !names_anchored(p->names))
		return;
	names_poll(p->names);
	prov_note_function(p->prov, (tree)event);
	names_end_function(p->names);
}

/* ---- loading -------------------------------------------------------------------------- */

static bool is_c(void)
{
	const char *name = lang_hooks.name;

	return !strncmp(name, "GNU C", 5) && (!name[5] || ISDIGIT(name[5]));
}

static bool right_version(const struct plugin_gcc_version *v)
{
	int built = 0, running = 0;

	sscanf(gcc_version.basever, "%d", &built);
	sscanf(v->basever, "%d", &running);
	if (built == running)
		return true;
	fprintf(stderr, "gprcheck: plugin built for GCC %d, compiler is %s: not loaded\n",
		built, v->basever);
	return false;
}

/*
 * DW_AT_producer lists the options; without this, debug information would
 * tell whether a unit was checked.
 */
static void hide_options(const struct plugin_name_args *args)
{
	size_t n = strlen(args->base_name);
	unsigned int i;

	for (i = 0; i < save_decoded_options_count; i++) {
		struct cl_decoded_option *o = &save_decoded_options[i];
		bool arg = o->opt_index == OPT_fplugin_arg_ && o->arg &&
			   !strncmp(o->arg, args->base_name, n) &&
			   o->arg[n] == '-';

		if (arg || (o->opt_index == OPT_fplugin_ && o->arg &&
			    !strcmp(lbasename(o->arg),
				    lbasename(args->full_name))))
			o->opt_index = OPT_SPECIAL_ignore;
	}
}

static void register_all(struct plugin *p)
{
	register_callback(p->name, PLUGIN_START_UNIT, on_start, p);
	register_callback(p->name, PLUGIN_FINISH_TYPE, on_type, p);
	register_callback(p->name, PLUGIN_FINISH_DECL, on_decl, p);
	register_callback(p->name, PLUGIN_START_PARSE_FUNCTION, on_function_start, p);
	register_callback(p->name, PLUGIN_PRE_GENERICIZE, on_function, p);
	register_callback(p->name, PLUGIN_ALL_IPA_PASSES_START, on_complete, p);
	register_callback(p->name, PLUGIN_FINISH_UNIT, on_end, p);
}

int plugin_init(struct plugin_name_args *args, struct plugin_gcc_version *version)
{
	struct plugin *p;

	if (!right_version(version))
		return 0;
	p = XCNEW(struct plugin);
	p->name = xstrdup(args->base_name);
	options_read(&p->opt, args);
	hide_options(args);
	if (is_c())
		register_all(p);
	return 0;
}
