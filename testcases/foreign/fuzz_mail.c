// SPDX-License-Identifier: GPL-2.0-or-later
/*
 * Any bytes as what is read of a mail: its headers, its subject, and the lines git mailinfo prints.
 * The mailbox is split by git; these functions are not seen outside of their file, so it is included.
 */
#include "testcases/foreign/foreign.h"

#include "cli/series_mail.c"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct arena *arena = arena_new();
	const char *text = arena_strndup(arena, (const char *)data, size);
	struct mail m = { .file = "mail" };

	header(arena, text, "Message-ID");
	read_subject(&m, arena, header(arena, text, "Subject"));
	read_subject(&m, arena, field(arena, text, "Subject"));
	foreign_must(m.subject != NULL, "a mail without subject");
	arena_free(arena);
	return 0;
}
