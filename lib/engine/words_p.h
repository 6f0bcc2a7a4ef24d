/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What the files of wording share: texts of single instructions. */
#ifndef ENGINE_WORDS_P_H
#define ENGINE_WORDS_P_H

#include "lib/base/strbuf.h"
#include "lib/engine/words.h"

struct words {
	struct machine *m;
	struct arena *a;
};

/* The text of sb in the arena; releases sb. */
const char *words_take(struct words *w, struct strbuf *sb);
/* "RECORD.FIELD", the name of a variable, "memory". */
const char *place_text(struct words *w, const struct pfunc *pf,
		       const struct ir_place *pl);
/* As a person wrote it, "" when that is not known. */
const char *operand_text(struct words *w, const struct pfunc *pf,
			 struct ir_operand o);
const char *cmp_text(enum ir_op op);
/* Function a call names, or "a function pointer". */
const char *callee_text(const struct pfunc *pf, const struct ir_inst *in);
/* "cpu_has(FEATURE)", "RECORD.FIELD & MASK" */
const char *guard_name_text(struct words *w, u32 guard);

#endif
