/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lowering of a unit: beginning and end. */
#include "gcc-plugin/gcc-compat.h"

#include "gcc-plugin/lower.h"
#include "gcc-plugin/names.h"

struct lower *lower_new(struct names *names, struct prov *prov)
{
	struct lower *lw = XCNEW(struct lower);
	char version[32];

	lw->arena = arena_new();
	lw->names = names;
	lw->prov = prov;
	lw->climbed = IR_NONE;
	lw->cwd = getcwd(NULL, 0);
	if (!lw->cwd)
		lw->cwd = xstrdup("");
	snprintf(version, sizeof(version), "%s", gcc_version.basever);
	lw->b = irb_new(loc_file_name(lw, main_input_filename), "gcc", version,
			POINTER_SIZE == 32 ? 32 : 64);
#ifndef DEVELOPER
	irb_set_unchecked(lw->b);
#endif
	irb_set_simplify(lw->b);
	if (!names_can_track(names))
		irb_set_flags(lw->b, IR_UNIT_NO_PROVENANCE, NULL);
	return lw;
}

void lower_free(struct lower *lw)
{
	if (!lw)
		return;
	irb_abandon(lw->b);
	uidmap_release(&lw->funcs);
	uidmap_release(&lw->globals);
	uidmap_release(&lw->initialised);
	uidmap_release(&lw->fields);
	uidmap_release(&lw->nameless);
	vec_release(&lw->nodes);
	vec_release(&lw->seen_types);
	uidmap_release(&lw->statics);
	uidmap_release(&lw->f.locals);
	uidmap_release(&lw->f.ssa);
	uidmap_release(&lw->f.complexes);
	vec_release(&lw->f.halves);
	vec_release(&lw->records);
	arena_free(lw->arena);
	free(lw->cwd);
	free(lw);
}

void lower_fail(struct lower *lw, const char *message)
{
	fprintf(stderr, "gprcheck: %s: %s: nothing is checked\n",
		loc_file_name(lw, main_input_filename), message);
	irb_set_flags(lw->b, IR_UNIT_FAILED, message);
}

struct ir_unit *lower_finish(struct lower *lw)
{
	struct ir_unit *unit;

	names_report(lw->names, lw->b);
	unit = irb_finish(lw->b);
	lw->b = NULL;
	lower_free(lw);
	return unit;
}
