/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Source locations: where an expression begins, outside all macros. */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clang-tool/lower.h"
#include "lib/base/path.h"

/* A file with the places where its lines begin: libclang would count each time. */
struct source {
	u32 name;
	const char *text;
	size_t size;
	VEC(u32) lines;
};

static void find_lines(struct source *src)
{
	const char *at = src->text, *end = at ? at + src->size : at;

	vec_push(&src->lines, 0);
	if (!at)
		return;
	while (at < end && (at = memchr(at, '\n', (size_t)(end - at))))
		vec_push(&src->lines, (u32)(++at - src->text));
}

/* From the disk: asking libclang for the contents costs more than parsing them. */
static void read_text(struct lower *lw, struct source *src, const char *path)
{
	struct stat st;
	FILE *in = fopen(path, "r");
	char *text;

	if (!in)
		return;
	if (!fstat(fileno(in), &st) && S_ISREG(st.st_mode)) {
		text = arena_alloc(lw->arena, (size_t)st.st_size + 1);
		src->size = fread(text, 1, (size_t)st.st_size, in);
		src->text = text;
	}
	fclose(in);
}

static struct source *source_of(struct lower *lw, CXFile file)
{
	u32 i = ptrmap_get(&lw->files, file);
	struct source *src;
	CXString name;

	if (i != IR_NONE)
		return lw->sources.v[i];
	src = calloc(1, sizeof(*src));
	if (!src)
		abort();
	name = clang_getFileName(file);
	read_text(lw, src, clang_getCString(name));
	src->name = irb_str(lw->b, path_normalise(lw->arena, lw->cwd,
						 clang_getCString(name)));
	clang_disposeString(name);
	find_lines(src);
	*ptrmap_at(&lw->files, file) = lw->sources.n;
	vec_push(&lw->sources, src);
	return src;
}

void loc_release(struct lower *lw)
{
	u32 i;

	for (i = 0; i < lw->sources.n; i++) {
		vec_release(&lw->sources.v[i]->lines);
		free(lw->sources.v[i]);
	}
	vec_release(&lw->sources);
	ptrmap_release(&lw->files);
}

/* Number of the line that a byte of the file is in, from 0. */
static u32 line_at(const struct source *src, u32 offset)
{
	u32 lo = 0, hi = src->lines.n;

	while (hi - lo > 1) {
		u32 mid = lo + (hi - lo) / 2;

		if (src->lines.v[mid] <= offset)
			lo = mid;
		else
			hi = mid;
	}
	return lo;
}

/* What comes out of a macro is spelled elsewhere than where it expands. */
static u32 macro_at(struct lower *lw, const struct source *src,
		    CXSourceLocation loc, CXFile file, unsigned int offset)
{
	unsigned int spelled_at;
	CXFile in;
	size_t n;

	clang_getSpellingLocation(loc, &in, NULL, NULL, &spelled_at);
	if (in == file && spelled_at == offset)
		return 0;
	for (n = offset; n < src->size && (isalnum((unsigned char)src->text[n]) ||
					   src->text[n] == '_'); n++)
		;
	return n > offset ? irb_str(lw->b, arena_strndup(lw->scratch,
				src->text + offset, n - offset)) : 0;
}

struct ir_loc loc_of(struct lower *lw, CXSourceLocation loc)
{
	struct ir_loc ret = { 0, 0, 0, 0 };
	const struct source *src;
	unsigned int offset;
	CXFile file;

	clang_getExpansionLocation(loc, &file, NULL, NULL, &offset);
	if (!file)
		return ret;
	src = source_of(lw, file);
	ret.file = src->name;
	if (!ret.file)
		return ret;
	ret.line = line_at(src, offset);
	ret.col = offset - src->lines.v[ret.line++] + 1;
	ret.macro = macro_at(lw, src, loc, file, offset);
	return ret;
}

/*
 * Where a cursor begins. The location of an expression or statement is just
 * that, but for a member reference and conversions of one: the member. The
 * extent would tell as well, but has to lex the last token for its end.
 */
static CXSourceLocation begin_of(struct lower *lw, CXCursor c)
{
	CXSourceLocation at = clang_getCursorLocation(c);
	CXCursor in = c;

	if (!clang_isExpression(c.kind) && !clang_isStatement(c.kind))
		return clang_getRangeStart(clang_getCursorExtent(c));
	while (in.kind == CXCursor_UnexposedExpr) {
		struct kids k = exprs_of(lw, in);

		if (k.n != 1 ||
		    !clang_equalLocations(at, clang_getCursorLocation(k.v[0])))
			return at;
		in = k.v[0];
	}
	if (in.kind != CXCursor_MemberRefExpr)
		return at;
	c = last_expr(lw, in);
	return clang_Cursor_isNull(c) ? at : begin_of(lw, c);
}

struct ir_loc loc_start(struct lower *lw, CXCursor c)
{
	CXSourceLocation at = begin_of(lw, c);

	if (!lw->last_loc.line || !clang_equalLocations(at, lw->last_at)) {
		lw->last_at = at;
		lw->last_loc = loc_of(lw, at);
	}
	return lw->last_loc;
}

void put_loc(struct lower *lw, struct ir_loc loc)
{
	lw->loc = loc;
	irb_set_loc(lw->b, loc);
}

void set_loc(struct lower *lw, CXCursor c)
{
	put_loc(lw, loc_start(lw, c));
}

struct ir_loc get_loc(struct lower *lw)
{
	return lw->loc;
}

const char *loc_text(struct lower *lw, CXCursor c, size_t *ret_len)
{
	CXSourceRange r = clang_getCursorExtent(c);
	unsigned int from, to;
	CXFile file, file2;
	const char *text;
	size_t size;

	clang_getExpansionLocation(clang_getRangeStart(r), &file, NULL, NULL, &from);
	clang_getExpansionLocation(clang_getRangeEnd(r), &file2, NULL, NULL, &to);
	if (!file || file != file2)
		return NULL;
	text = clang_getFileContents(lw->tu, file, &size);
	if (!text || from >= size || to > size || to < from)
		return NULL;
	*ret_len = to - from;
	return text + from;
}
