/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Execution of functions on abstract states: what one state, one frame, one
 * result are. Shared by the files that execute (state, eval, refine, guard,
 * step, call, sink, flow); nobody else includes it.
 *
 * A function is executed for an entry: values of its parameters, guards
 * known, memory cells reachable from its parameters. Its result lists the
 * states it can return with, and what it did on the way (records). Results
 * are kept per entry, so a callee is executed once for equal entries.
 */
#ifndef ENGINE_EXEC_H
#define ENGINE_EXEC_H

#include "lib/engine/engine.h"
#include "lib/engine/fn.h"
#include "lib/engine/program.h"
#include "lib/engine/slice.h"
#include "lib/engine/sym.h"
#include "lib/engine/vals.h"

/* ---- states -------------------------------------------------------------- */

/* What the path knows about one local. */
struct slot {
	u32 val;	/* vals number; 0: nothing */
	u32 sym;	/* pointers: what it points to */
	/*
	 * Instruction + 1 whose expression still equals this local (no operand
	 * was written since), 0 when none. src: LOAD: the address's symbol;
	 * else local + 1 that stands in for operand a, 0 when a itself does.
	 */
	u32 def, src;
};

/* What the path knows about one scalar in memory. */
struct cell {
	u32 addr;	/* symbol; a SYM_ALL symbol is a marker, see eval.c */
	u32 val;	/* vals number; 0 for pointers and markers */
	u32 sym;	/* pointers: what it points to; marker: the source */
	u32 root;	/* sym_root() of addr; state_set_cell() fills it in */
};

/* Steps of a path, newest first; shared between states. */
struct step {
	const struct step *prev;
	u32 point;
	u8 kind;	/* enum event_kind: BRANCH, RETURN, GUARD */
	u32 detail;	/* BRANCH: successor number; GUARD: guard << 1 | truth */
	u32 len;
};

struct state {
	u32 known_true, known_false;	/* guard predicates */
	u32 path_deps;	/* parameters that decided branches on the way */
	bool lossy;	/* merged beyond what is exact */
	u32 lost;	/* guards that may hold, but the budget hid it */
	u32 ncells, cap;
	struct cell *cells;	/* sorted by root, then addr; owned */
	const struct step *path;
	struct slot slot[];
};

/* ---- results --------------------------------------------------------------- */

/* One way a function returns. */
struct exit_state {
	u32 ret_val, ret_sym;
	u32 known_true, known_false, path_deps, lost;
	bool lossy;
	u32 nparams;
	u32 *param;	/* refined entry value, 0: nothing learnt */
	u32 ncells;
	struct cell *cells;	/* sorted as in a state */
};

/* A call on the way from the place of a finding to the accessor. */
struct hop {
	const struct hop *inner;
	u32 point;		/* the call; the accessor in the last hop */
	const struct step *path;	/* taken in that frame before the call */
};

enum record_kind {
	RECORD_SITE,	/* what reached a site */
	RECORD_BAD,	/* an illegal piece, on its way to its place */
	RECORD_STORE,	/* a value stored to a relevant field or global */
};

/* Points named for one site at most. */
#define MAX_BOUNDS 8

/* Why some of the indices of a site are legal. */
struct bound {
	u32 origin;	/* program point that fixed them */
	u8 guard;	/* guard + 1 that makes them legal, 0 when none is needed */
	bool passed;	/* they came through a parameter, as they are */
	u32 val;	/* vals number: these indices */
	u32 guard_point;	/* where the guard was tested, 0 elsewhere */
};

/* The first MAX_BOUNDS of them by origin, guard, passed. Never changed. */
struct bounds {
	u32 n;
	bool more;
	struct bound v[MAX_BOUNDS];
};

struct record {
	u8 kind;
	u8 verdict;	/* SITE: enum verdict */
	u8 reason;	/* SITE: enum unproven_reason */
	u8 rule;	/* BAD: enum finding_rule */
	bool guardable;	/* a guard in a caller would change it */
	u8 doubt;	/* SITE: enum doubt, of all that was merged into it */
	bool is_global;	/* STORE */
	u32 target;	/* SITE, BAD: site id; STORE: field or global */
	u32 val;	/* vals number: all that reaches it; BAD: the piece */
	u32 guards;	/* STORE: predicates known true */
	u32 deps;	/* parameters it depends on */
	u32 origin;	/* SITE unproven: program point of the unknown */
	const struct bounds *bounds;	/* SITE: what is safe of it, or NULL */
	const struct hop *hops;	/* BAD */
	u32 place;	/* BAD: program point once settled, else 0 */
};

/* Why something at a site is unproven, as a set. */
enum doubt {
	DOUBT_COARSE = 1,	/* states relate too little, or a budget was hit */
	DOUBT_UNKNOWN = 2,	/* something is not known at all */
};

typedef VEC(struct record) record_vec;
typedef VEC(struct exit_state) exit_vec;

struct result {
	exit_vec exits;
	record_vec records;
	bool incomplete;	/* a budget was hit: exits may be missing */
};

/* A function with one entry. */
struct context {
	struct context *next;	/* of the same function */
	u32 pf;
	u32 known_true, known_false, lost;
	bool lossy;		/* the budget for contexts was hit */
	u32 nparams;
	u32 *val, *sym;		/* per parameter */
	/* pointer parameters to variables of callers, a bit each: no global is there */
	u32 to_locals;
	u32 ncells;
	struct cell *cells;	/* sorted as in a state */
	struct result res;
	bool finished;		/* res is filled */
	bool running;		/* on the stack: res is being filled */
	bool used_running;	/* somebody used it while running */
	bool provisional;	/* built on a running context: not to be kept */
	exit_vec prev_exits;	/* while running: what the last round gave */
	u64 *loaded;		/* memory that it and its callees read, as a set */
	u32 depth;
};

/* ---- the machine ------------------------------------------------------------- */

/* Sum of all stores to one field or global. */
struct memsum {
	bool any;	/* somebody stores: an empty sum is "not yet" */
	bool stored;	/* such a store was reached */
	u32 n;
	/* disjoint by guards: values stored while these guards held */
	struct { u32 guards, val; } part[4];
};

/* The records of one root among those of a round. */
struct root_span {
	u32 pf, first, n;
	bool weakened;	/* its callers might explain what was found */
};

struct machine {
	struct program *p;
	const struct slice *s;
	struct arena *slice_arena;	/* the slice, prepared functions */
	struct slice_demand demand;
	struct engine_options opt;
	struct vals *vals;
	struct syms *syms;
	struct arena *arena;	/* contexts, exits, hops, steps of a round */
	struct context **contexts;	/* per pfunc */
	u32 *ncontexts;
	bool *escalate_next;	/* found in the round that runs */
	u32 *kills;		/* per pfunc: guards whose field it stores */
	bool *runs_unseen;	/* per pfunc: code that nobody collected runs in it */
	/* sets of fields and globals, one bit each: fields first */
	u32 rel_words;
	u64 *writes, *mods;	/* per pfunc: stored here; here and in callees */
	u64 *needed;		/* followed: their stores are summed */
	u64 *needed_next, *loaded;	/* found in the round, by what runs */
	u64 steps;		/* of all functions, in all rounds */
	u64 last_step;		/* of the root that runs */
	bool *heavy;		/* per pfunc: a root that was too much */
	u64 cells_seen;		/* by stores, merges ...; not counted in steps yet */
	struct memsum *field_sum, *global_sum;
	/* nothing can be said: enum unproven_reason, else 0 */
	u8 *field_unknown, *global_unknown;
	u64 *unseen;		/* stores may have been missed over a budget */
	u32 nsites;
	VEC(struct root_span) roots;	/* of the last round */
	struct {
		bool began, failed;
		/* what was followed before, and the limit of steps */
		bool *escalated, *heavy;
		u64 *needed;
		u8 *field_unknown, *global_unknown;
		u32 max_total_steps;
	} doubt;		/* see doubt_violations() */
	struct confirm *confirm;	/* states of single integers: see confirm.h */
	/* see reach.h */
	u64 **reached;		/* per pfunc, by instruction; NULL: not executed */
	bool *reach_open;	/* per pfunc: it was not seen to its end */
};

/* One activation. */
struct frame {
	struct machine *m;
	struct frame *up;
	struct context *ctx;
	u32 pf;
	const struct pfunc *fn;
	const struct fn *f;
	bool root;		/* parameters are unknown */
	bool report;		/* its sinks and stores are recorded */
	struct result *res;
	struct arena *scratch;	/* states; dropped when the function is done */
	u32 steps;
	bool widened;	/* a loop was: see run_settled() in flow.c */
	bool settled;	/* loop heads are final */
	bool evicted;	/* states of loop heads are gone that were worked off */
	u32 depth;
	u32 outer_used;		/* shallowest running context that was used */
	struct flow *flow;
	/* the instruction being executed */
	u32 inst;
	u32 touched;		/* a refinement changed a value that matters */
	/* slots in which states differed last: the next ones do there, too */
	u32 differ[2];
};

/* state.c */
struct state *state_new(struct frame *fr);
struct state *state_copy(struct frame *fr, const struct state *st);
/* Position of addr among sorted cells, or where it belongs. */
u32 cells_find(const struct cell *v, u32 n, u32 root, u32 addr);
/* The cells of one object and of what was reached from it. */
struct cell_range {
	u32 first, end;
};
struct cell_range state_cells_of(const struct state *st, u32 root);
const struct cell *state_cell(const struct frame *fr, const struct state *st,
			      u32 addr);
void state_set_cell(struct frame *fr, struct state *st, struct cell c);
void state_drop_cell(struct state *st, u32 i);
void state_drop_cells(struct state *st, struct cell_range gone);
/*
 * A cell was dropped though there may be something: a variable that has no
 * cell and no marker would count as never stored to.
 */
void state_lose(struct frame *fr, struct state *st, u32 addr);
/* Those of what addr names and of all parts of it. */
void state_drop_within(struct frame *fr, struct state *st, u32 addr);
/* Forgets what is dead at the start of a block. */
void state_trim(struct frame *fr, struct state *st, u32 block);
/* a adds nothing to b. */
bool state_leq(struct frame *fr, const struct state *a, const struct state *b);
/* Nothing at all differs but the way it came about. */
bool state_equal(struct frame *fr, const struct state *a,
		 const struct state *b);
/* Everything a can be, b can be; how that came to be known is not asked. */
bool state_inside(struct frame *fr, const struct state *a,
		  const struct state *b);
/* Components that differ, at most `limit`. */
u32 state_distance(struct frame *fr, const struct state *a,
		   const struct state *b, u32 limit);
/* Two states are at least as far apart as bytes of their signatures differ. */
u64 state_signature(const struct frame *fr, const struct state *st);
/* Union of two states; widen: for loop heads; lossy: over the budget. */
struct state *state_merge(struct frame *fr, const struct state *old,
			  const struct state *st, bool widen, bool lossy);
/* Something on the path was not looked at: no value is certain to occur. */
void state_doubt(struct frame *fr, struct state *st);
void state_step(struct frame *fr, struct state *st, u8 kind, u32 detail);

/* eval.c */
u32 frame_point(const struct frame *fr);
void eval_operand(struct frame *fr, const struct state *st,
		  struct ir_operand o, struct value *ret);
u32 eval_sym(struct frame *fr, const struct state *st, struct ir_operand o);
/* In a variable of the function whose address nobody has. */
bool eval_is_private(const struct frame *fr, u32 sym);
/* Symbol of a place; SYM_UNKNOWN when it has no name. */
u32 eval_place(struct frame *fr, const struct state *st,
	       const struct ir_place *pl);
void assign_local(struct frame *fr, struct state *st, u32 local,
		  const struct value *v, u32 sym, u32 def, u32 src);
/*
 * Reads the scalar at a place; *ret_sym for pointers; *ret_addr its symbol.
 * Returns the sum of stores the value is the union of, NULL when the path
 * knows better.
 */
const struct memsum *eval_load(struct frame *fr, struct state *st,
			       const struct ir_place *pl, struct value *ret,
			       u32 *ret_sym, u32 *ret_addr);
void exec_store(struct frame *fr, struct state *st, const struct ir_place *pl,
		const struct value *v, u32 sym);
/* A store of something that is not followed: what is there is the sum's. */
void exec_forget(struct frame *fr, struct state *st, const struct ir_place *pl);
void exec_copymem(struct frame *fr, struct state *st,
		  const struct ir_place *dst, const struct ir_place *src);
void exec_zeromem(struct frame *fr, struct state *st,
		  const struct ir_place *dst);
void exec_clobber(struct frame *fr, struct state *st,
		  const struct ir_place *dst);
void top_value(struct frame *fr, struct value *ret, struct ir_type t, u8 why);
/* A scalar type fit for values (INT, PTR); others become u64. */
struct ir_type value_type(struct ir_type t);

/* refine.c: false when the state became impossible */
bool refine_local(struct frame *fr, struct state *st, u32 local,
		  const struct value *v);
bool refine_compare(struct frame *fr, struct state *st, u8 cmp,
		    struct ir_operand a, struct ir_operand b);
bool refine_result(struct frame *fr, struct state *st, u32 dst);

/* algebra.c */
/* Two operands hold one value on this path, whatever it is. */
bool algebra_same(const struct frame *fr, const struct state *st,
		  struct ir_operand a, struct ir_operand b);
/* What a comparison of one value with itself gives; -1 when it is not one. */
int algebra_compare(const struct frame *fr, const struct state *st, u8 cmp,
		    struct ir_operand a, struct ir_operand b);
/* An operand as one of type t, cut to its low bits where that is narrower. */
void algebra_operand(struct frame *fr, const struct state *st,
		     struct ir_operand o, struct ir_type t, struct value *ret);
/* The result in type t of an instruction whose operands are related. */
bool algebra_result(struct frame *fr, const struct state *st,
		    const struct ir_inst *in, struct ir_type t,
		    struct value *ret);

/* guard.c */
enum guard_truth { GUARD_FALSE, GUARD_TRUE, GUARD_OPEN };
enum guard_truth guard_status(const struct machine *m, const struct state *st,
			      u32 guard);
/* False when it contradicts what is known. */
bool guard_assume(struct frame *fr, struct state *st, u32 guard, bool truth);
/* The strongest guard of a feature (NULL: of any) that is known to hold. */
enum guard_level guard_level(const struct machine *m, const char *feature,
			     u32 known_true, u32 known_false);
void guard_kill(struct state *st, u32 guards);
/* The word of these guards is stored to: forgets those it may change. */
void guard_store(struct frame *fr, struct state *st, u32 guards,
		 const struct value *v);
/* Guards tested by reading this field or global, as a bit set. */
u32 guards_of_place(const struct frame *fr, const struct ir_place *pl);
/* The guard a call evaluates, or PF_NONE. */
u32 guard_of_call(struct frame *fr, const struct ir_inst *in);
/*
 * The question a call asks that is no guard, but of a function that answers
 * for guards, too; as the symbol of a cell that keeps the answer. SYM_UNKNOWN
 * when there is no such question.
 */
u32 guard_question(struct frame *fr, const struct state *st,
		   const struct ir_inst *in);
/* Code ran that may have changed what the answers are. */
void guard_forget_answers(struct frame *fr, struct state *st);
/* Cuts a loaded guard word to what the guards say. */
void guard_cut(struct frame *fr, const struct state *st, u32 guards,
	       struct value *v);

/* bounds.c */
const struct bounds *bounds_join(struct machine *m, const struct bounds *a,
				 const struct bounds *b);
/* What makes a piece legal that was judged safe in this state. */
const struct bounds *bounds_of(struct frame *fr, const struct state *st,
			       const struct index_spec *s, const struct piece *p,
			       struct ir_type t);

/* sink.c */
void sink_check(struct frame *fr, struct state *st, const struct sink *s);
void record_add(struct frame *fr, const struct record *r);
void record_store(struct frame *fr, struct state *st, bool is_global,
		  u32 target, const struct value *v);
/* A budget was hit in the frame, or instead of a call of pf. */
void sink_give_up(struct frame *fr);
void sink_give_up_call(struct frame *fr, u32 pf);

/* flow.c */
struct result *execute(struct machine *m, struct frame *up,
		       struct context *ctx, bool root);
void flow_enqueue(struct frame *fr, u32 block, struct state *st);
/* A second state to go on with at the same instruction. */
void flow_split(struct frame *fr, struct state *st, u32 inst);

/* step.c */
/* What a unary, binary or comparing instruction computes, in its own type. */
void arith_value(struct frame *fr, const struct state *st,
		 const struct ir_inst *in, struct value *ret);
/* false when the state ends here */
bool exec_inst(struct frame *fr, struct state *st, u32 inst);
void exec_term(struct frame *fr, struct state *st, u32 inst);

/* call.c: false when the state ends here */
bool exec_call(struct frame *fr, struct state *st, u32 inst);
struct context *root_context(struct machine *m, u32 pf);

/* machine.c */
/*
 * What was found of a root hangs on its callers, which can be run instead, or
 * on memory that can be followed: nothing of it is a violation yet.
 */
bool root_is_void(struct machine *m, u32 pf, const struct result *res);
void contexts_drop(struct machine *m);

#endif
