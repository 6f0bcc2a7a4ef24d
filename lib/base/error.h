/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * One error convention for all libraries.
 *
 * A function that can fail takes `struct error *err` last and returns a
 * negative enum err_code, after filling err with a message for a person:
 * "FILE:LINE: cause" where a file is concerned, no newline. `ret_` arguments
 * are set only on success. err may be NULL when the caller does not care.
 */
#ifndef BASE_ERROR_H
#define BASE_ERROR_H

#include "lib/base/types.h"

#ifdef __cplusplus
extern "C" {
#endif

enum err_code {
	ERR_OK = 0,
	ERR_USAGE = -1,		/* the caller asked for something impossible */
	ERR_IO = -2,		/* open, read, write, rename failed */
	ERR_FORMAT = -3,	/* foreign bytes are not what they claim to be */
	ERR_VERSION = -4,	/* written by a newer gprcheck */
	ERR_RULES = -5,		/* a rule pack is wrong */
	ERR_STORE = -6,		/* SQLite refused */
	ERR_INTERNAL = -7,	/* our own bug, caught by a check */
};

struct error {
	int code;
	char msg[512];
};

#define ERROR_INIT { 0, "" }

/* Fills err (when not NULL) and returns code. */
int error_set(struct error *err, int code, const char *fmt, ...)
	BASE_PRINTF(3, 4);
/* Puts "prefix: " before the message already there; returns err->code. */
int error_prefix(struct error *err, const char *fmt, ...) BASE_PRINTF(2, 3);

#ifdef __cplusplus
}
#endif
#endif
