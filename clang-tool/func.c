/* SPDX-License-Identifier: GPL-2.0-or-later */
/* One function: parameters, locals, labels, its end. */
#include <string.h>

#include "clang-tool/lower.h"
#include "clang-tool/text.h"

u32 temp(struct lower *lw, struct ir_type type)
{
	return irb_local(lw->b, "", type, "", 0);
}

void fresh_block(struct lower *lw)
{
	irb_set_block(lw->b, irb_block(lw->b));
}

void jump_and_set(struct lower *lw, u32 block)
{
	irb_jump(lw->b, block);
	irb_set_block(lw->b, block);
}

/* ---- locals ---------------------------------------------------------------------------- */

static u32 make_local(struct lower *lw, CXCursor decl, u32 flags)
{
	CXType type = clang_getCursorType(decl);
	struct ir_type t = type_of(lw, type);
	u32 id;

	if (type_is_volatile(lw, type))
		flags |= IR_LOCAL_VOLATILE;
	if (t.kind == IR_T_VOID)
		t = type_other;
	if ((flags & IR_LOCAL_PARAM) && type_is_array(lw, type)) {
		t.kind = IR_T_PTR;
		t.bits = (u8)lw->ptr_bits;
	}
	id = irb_local(lw->b, spelling(lw, decl), t,
		       type_pointee_record(lw, type), flags);
	*ptrmap_at(&lw->f.locals, decl_key(decl)) = id;
	return id;
}

u32 local_of(struct lower *lw, CXCursor decl)
{
	u32 id = ptrmap_get(&lw->f.locals, decl_key(decl));

	return id == IR_NONE ? make_local(lw, decl, 0) : id;
}

static void variable_size(struct lower *lw, CXCursor var, CXCursor init)
{
	struct kids k = exprs_of(lw, var);
	u32 i;

	if (clang_getCanonicalType(clang_getCursorType(var)).kind !=
	    CXType_VariableArray)
		return;
	for (i = 0; i < k.n; i++)
		if (!clang_equalCursors(k.v[i], init))
			effects(lw, k.v[i]);
}

void local_decl(struct lower *lw, CXCursor var)
{
	CXCursor init = clang_Cursor_getVarDeclInitializer(var);
	CXType type = clang_getCursorType(var);
	const char *cleanup;
	struct place p;

	if (is_global_var(var))
		return;
	variable_size(lw, var, init);
	memset(&p, 0, sizeof(p));
	p.base = IR_BASE_LOCAL;
	p.idx = local_of(lw, var);
	p.type = type;
	p.is_volatile = type_is_volatile(lw, type);
	if (!clang_Cursor_isNull(init)) {
		set_loc(lw, var);
		init_local(lw, &p, type, init);
	}
	cleanup = text_cleanup(lw, var);
	if (cleanup) {
		struct cleanup c = { var, cleanup };

		vec_push(&lw->f.cleanups, c);
	}
}

/* ---- labels ----------------------------------------------------------------------------- */

u32 label_block(struct lower *lw, CXCursor label)
{
	u32 *at = ptrmap_at(&lw->f.labels, label.data[1]);

	if (*at == IR_NONE)
		*at = irb_block(lw->b);
	return *at;
}

/* ---- the whole --------------------------------------------------------------------------- */

static void begin(struct lower *lw, CXCursor def)
{
	int i, n = clang_Cursor_getNumArguments(def);

	ptrmap_clear(&lw->f.locals);
	ptrmap_clear(&lw->f.labels);
	vec_clear(&lw->f.jumps);
	vec_clear(&lw->f.cleanups);
	lw->f.sw = NULL;
	lw->f.goto_block = IR_NONE;
	lw->f.cursor = def;
	lw->f.name = spelling(lw, def);
	lw->f.id = func_symbol(lw, def);
	lw->f.ret_type = clang_getCursorResultType(def);
	lw->f.ret = type_of(lw, lw->f.ret_type);
	irb_begin(lw->b, lw->f.id);
	put_loc(lw, loc_of(lw, clang_getCursorLocation(def)));
	for (i = 0; i < n; i++)
		make_local(lw, clang_Cursor_getArgument(def, (unsigned int)i),
			   IR_LOCAL_PARAM);
	fresh_block(lw);
}

static void end(struct lower *lw)
{
	struct error err = ERROR_INIT;

	if (!irb_terminated(lw->b))
		irb_return(lw->b, ir_none(), IR_NONE);
	if (lw->f.goto_block != IR_NONE) {
		struct block_list l = text_taken_labels(lw);

		irb_set_block(lw->b, lw->f.goto_block);
		if (l.n)
			irb_anygoto(lw->b, l.v, l.n);
		else
			irb_unreachable(lw->b);
	}
	if (irb_end(lw->b, &err)) {
		if (lw->verbose)
			fprintf(stderr, "gprcheck-clang: %s: %s\n", lw->f.name, err.msg);
		irb_set_flags(lw->b, IR_UNIT_DEGRADED, err.msg);
	}
	lw->f.name = NULL;
	text_forget(lw);
	tree_forget(lw);
}

void lower_function(struct lower *lw, CXCursor def)
{
	struct kids k;
	u32 i;

	if (ptrmap_get(&lw->bodies, decl_key(def)) != IR_NONE)
		return;
	*ptrmap_at(&lw->bodies, decl_key(def)) = 1;
	tree_read(lw, def);
	begin(lw, def);
	k = kids_of(lw, def);
	for (i = 0; i < k.n; i++)
		if (k.v[i].kind == CXCursor_CompoundStmt)
			lower_stmt(lw, k.v[i]);
	end(lw);
}
