/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A YAML text as libyaml reads it, to find the line of any part of it.
 *
 * libcyaml fills structs but tells no line afterwards, and of some errors
 * only a nearby one.
 */
#ifndef RULES_DOCUMENT_H
#define RULES_DOCUMENT_H

#include "lib/base/error.h"

struct document;

/* Refuses what is not one YAML document of scalar, unrepeated keys. */
int document_parse(const char *file, const char *text, size_t len,
		   struct document **ret_doc, struct error *err);
/* Accepts NULL. */
void document_free(struct document *d);

/*
 * Line of a part by its path: keys and positions from 0, "accessors/3/index".
 * Without a document, NULL, it is 0.
 * A path that leads nowhere gives the line of its last part that exists.
 */
u32 document_line(const struct document *d, const char *path);
/* Line of the first key of that name at or after a place, else `line`. */
u32 document_key_line(const struct document *d, const char *key, u32 line,
		      u32 col);

#endif
