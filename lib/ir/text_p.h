/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Spellings that printer and parser of the text form share. */
#ifndef IR_TEXT_P_H
#define IR_TEXT_P_H

#include "lib/ir/ir.h"

struct text_flag {
	u32 flag;
	const char *word;
};

/* Printed in this order; the last entry has no word. */
extern const struct text_flag text_unit_flags[];
extern const struct text_flag text_global_flags[];
extern const struct text_flag text_func_flags[];
extern const struct text_flag text_local_flags[];

/* Length of the plain name at s: letters, digits, _, $, and :: within. */
size_t text_plain_name(const char *s, const char *end);

/* ---- the parser's cursor, lib/ir/text_lex.c ----------------------------- */

/*
 * Reads one line. The first failure is kept and moves the cursor to the end
 * of the line, so a caller may go on and look at `failed` once at its end.
 */
struct text_lex {
	const char *name; /* for messages */
	const char *next, *end; /* rest of the text, behind this line */
	const char *p, *eol; /* rest of this line */
	u32 line;
	bool failed;
	struct arena *arena; /* names; reset by the caller */
	struct error *err;
};

/* Moves to the next line that is not empty; false at the end or on failure. */
bool text_next_line(struct text_lex *lx);
/* How many lines come before the next that begins with the keyword. */
u32 text_lines_before(const struct text_lex *lx, const char *word);
/* Message "expected WHAT, found ..." */
void text_expected(struct text_lex *lx, const char *what);
void text_fail(struct text_lex *lx, const char *fmt, ...) BASE_PRINTF(2, 3);
bool text_at_end(struct text_lex *lx);
/* Consumes the punctuation when it comes next. */
bool text_accept(struct text_lex *lx, const char *punct);
void text_expect(struct text_lex *lx, const char *punct);
/* Consumes a keyword: letters, digits, _ and -. */
bool text_accept_word(struct text_lex *lx, const char *word);
void text_expect_word(struct text_lex *lx, const char *word);
/* The keyword that comes next, "" when none does; not consumed. */
const char *text_peek_word(struct text_lex *lx);
/* True when the next byte is c. */
bool text_peek(struct text_lex *lx, char c);
u32 text_u32(struct text_lex *lx, const char *what);
/* An integer of either sign, decimal or 0x; *ret_neg when it has a minus. */
u64 text_int(struct text_lex *lx, bool *ret_neg);
/* A string in quotes. */
const char *text_string(struct text_lex *lx);
/* A plain name or a string in quotes; `what` for messages. */
const char *text_name(struct text_lex *lx, const char *what);

#endif
