/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Codes of the wire form that writer and reader share; see doc/ir.md. */
#ifndef IR_WIRE_P_H
#define IR_WIRE_P_H

#include "lib/ir/ir.h"

#define WIRE_MAGIC "GPRCHECK"
#define WIRE_HEADER 24u
/* A longer body is refused: no real unit comes near, a decoded one is large. */
#define WIRE_BODY_MAX (64u << 20)

enum wire_encoding {
	WIRE_PLAIN,
	WIRE_DEFLATE,
};

/* Types in one byte: 2 * (bits - 1) + is_signed for integers, else these. */
enum wire_type {
	WIRE_T_VOID = 128,
	WIRE_T_AGG,
	WIRE_T_OTHER,
	WIRE_T_PTR32,
	WIRE_T_PTR64,
};

/* Bits 6 and 7 of an instruction's first byte: its location. */
enum wire_loc {
	WIRE_LOC_SAME,
	WIRE_LOC_COL,
	WIRE_LOC_LINE,
	WIRE_LOC_FULL,
};

/* First byte of a full location; 0 is the unknown location. */
enum wire_loc_bits {
	WIRE_LOC_HERE = 1,
	WIRE_LOC_FILE = 2,
	WIRE_LOC_MACRO = 4,
};

#define WIRE_LOC_SHIFT 6

enum wire_result {
	WIRE_RESULT_NONE,
	WIRE_RESULT_VALUE,
	WIRE_RESULT_PLACE,
};

enum wire_local_bits {
	WIRE_LOCAL_NAME = 8, /* above enum ir_local_flags */
	WIRE_LOCAL_RECORD = 16,
};

enum wire_field_bits {
	WIRE_FIELD_UNION = 1,
	WIRE_FIELD_WIDTH = 2,
	WIRE_FIELD_NELEM = 4,
};

/* Projections a place's first byte can count. */
#define WIRE_NPROJ_MANY 31u

#endif
