/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Source locations: where an expression begins, outside all macros. */
#include <string.h>

#include "clang-tool/lower.h"
#include "lib/base/path.h"

static u32 file_string(struct lower *lw, CXFile file)
{
	u32 *at = ptrmap_at(&lw->files, file);
	CXString name;
	u32 id;

	if (*at != IR_NONE)
		return *at;
	name = clang_getFileName(file);
	id = irb_str(lw->b, path_normalise(lw->arena, lw->cwd,
					  clang_getCString(name)));
	clang_disposeString(name);
	*ptrmap_at(&lw->files, file) = id;
	return id;
}

struct ir_loc loc_of(struct lower *lw, CXSourceLocation loc)
{
	struct ir_loc ret = { 0, 0, 0, 0 };
	unsigned int line, col;
	CXFile file;

	clang_getExpansionLocation(loc, &file, &line, &col, NULL);
	if (!file)
		return ret;
	ret.file = file_string(lw, file);
	if (!ret.file)
		return ret;
	ret.line = line;
	ret.col = col;
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
