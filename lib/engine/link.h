/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Inside of linking: shared by program.c and link.c only. */
#ifndef ENGINE_LINK_H
#define ENGINE_LINK_H

#include "lib/engine/program.h"

/* The program-wide number of (record, name), made at first use. */
u32 program_field(struct program *p, const char *record, const char *name);
/* What bodies do to each other, once all of them are there. */
void link_bodies(struct program *p);

#endif
