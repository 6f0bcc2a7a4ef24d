/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * The steps from an empty file to the present schema.
 *
 * To change the schema: write lib/store/schema-N.sql, embed it below, add it
 * to store_steps, and describe the new tables in doc/database.md. What SQL
 * cannot compute, a function behind it does. Steps that have been released are
 * never edited.
 */
#include "lib/base/embed.h"
#include "lib/store/store_p.h"

EMBED(store_schema_1, "lib/store/schema.sql");
EMBED(store_schema_2, "lib/store/schema-2.sql");
EMBED(store_schema_3, "lib/store/schema-3.sql");

const struct store_step store_steps[STORE_VERSION] = {
	{ store_schema_1, NULL },
	{ store_schema_2, store_fill_keys },
	{ store_schema_3, NULL },
};
