/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lines of the parts of a YAML text, see document.h. */
#include "lib/rules/document.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct document {
	yaml_document_t yaml;
};

static u32 line_of_offset(const char *text, size_t len, size_t offset)
{
	u32 line = 1;
	size_t i;

	for (i = 0; i < offset && i < len; i++)
		if (text[i] == '\n')
			line++;
	return line;
}

static u32 node_line(const yaml_node_t *n)
{
	return (u32)n->start_mark.line + 1;
}

static bool scalar_is(const yaml_node_t *n, const char *s, size_t len)
{
	return n && n->type == YAML_SCALAR_NODE &&
	       n->data.scalar.length == len &&
	       !memcmp(n->data.scalar.value, s, len);
}

static int parser_error(const char *file, const char *text, size_t len,
			const yaml_parser_t *p, struct error *err)
{
	u32 line = (u32)p->problem_mark.line + 1;

	if (p->error == YAML_READER_ERROR)
		line = line_of_offset(text, len, p->problem_offset);
	return error_set(err, ERR_RULES, "%s:%u: %s, expected YAML", file, line,
			 p->problem ? p->problem : "unreadable text");
}

static int check_keys(const char *file, struct document *d,
		      const yaml_node_t *map, struct error *err)
{
	yaml_node_pair_t *p, *q;

	for (p = map->data.mapping.pairs.start; p < map->data.mapping.pairs.top;
	     p++) {
		yaml_node_t *key = yaml_document_get_node(&d->yaml, p->key);

		if (key->type != YAML_SCALAR_NODE)
			return error_set(err, ERR_RULES,
					 "%s:%u: a list or mapping as a key, expected a word",
					 file, node_line(key));
		for (q = map->data.mapping.pairs.start; q < p; q++)
			if (scalar_is(yaml_document_get_node(&d->yaml, q->key),
				      (char *)key->data.scalar.value,
				      key->data.scalar.length))
				return error_set(err, ERR_RULES,
						 "%s:%u: key '%s' a second time, expected once",
						 file, node_line(key),
						 key->data.scalar.value);
	}
	return 0;
}

static int check_document(const char *file, struct document *d,
			  struct error *err)
{
	yaml_node_t *root = yaml_document_get_root_node(&d->yaml);
	yaml_node_t *n;
	int rc = 0;

	if (!root)
		return error_set(err, ERR_RULES,
				 "%s:1: the file is empty, expected a pack", file);
	if (root->type != YAML_MAPPING_NODE)
		return error_set(err, ERR_RULES,
				 "%s:%u: no mapping here, expected 'pack: NAME' and the keys of a pack",
				 file, node_line(root));
	for (n = d->yaml.nodes.start; !rc && n < d->yaml.nodes.top; n++)
		if (n->type == YAML_MAPPING_NODE)
			rc = check_keys(file, d, n, err);
	return rc;
}

static int check_end(const char *file, const char *text, size_t len,
		     yaml_parser_t *p, struct error *err)
{
	yaml_document_t more;
	yaml_node_t *root;
	int rc = 0;

	if (!yaml_parser_load(p, &more))
		return parser_error(file, text, len, p, err);
	root = yaml_document_get_root_node(&more);
	if (root)
		rc = error_set(err, ERR_RULES,
			       "%s:%u: a second document, expected one pack in a file",
			       file, node_line(root));
	yaml_document_delete(&more);
	return rc;
}

static int parse(const char *file, const char *text, size_t len,
		 yaml_parser_t *p, struct document *d, struct error *err)
{
	int rc;

	yaml_parser_set_input_string(p, (const unsigned char *)text, len);
	if (!yaml_parser_load(p, &d->yaml))
		return parser_error(file, text, len, p, err);
	rc = check_document(file, d, err);
	if (!rc)
		rc = check_end(file, text, len, p, err);
	if (rc)
		yaml_document_delete(&d->yaml);
	return rc;
}

int document_parse(const char *file, const char *text, size_t len,
		   struct document **ret_doc, struct error *err)
{
	struct document *d = calloc(1, sizeof(*d));
	yaml_parser_t p;
	int rc;

	if (!d || !yaml_parser_initialize(&p))
		abort();
	rc = parse(file, text, len, &p, d, err);
	yaml_parser_delete(&p);
	if (rc)
		free(d);
	else
		*ret_doc = d;
	return rc;
}

void document_free(struct document *d)
{
	if (!d)
		return;
	yaml_document_delete(&d->yaml);
	free(d);
}

/* One step of a path; *line becomes that of the part, NULL when it is absent. */
static yaml_node_t *step(struct document *d, const yaml_node_t *n,
			 const char *part, size_t len, u32 *line)
{
	yaml_node_t *ret = NULL;
	yaml_node_pair_t *p;
	size_t i;

	if (n->type == YAML_SEQUENCE_NODE) {
		i = strtoul(part, NULL, 10);
		if (i < (size_t)(n->data.sequence.items.top -
				 n->data.sequence.items.start))
			ret = yaml_document_get_node(
				&d->yaml, n->data.sequence.items.start[i]);
		if (ret)
			*line = node_line(ret);
		return ret;
	}
	if (n->type != YAML_MAPPING_NODE)
		return NULL;
	for (p = n->data.mapping.pairs.start; p < n->data.mapping.pairs.top;
	     p++) {
		yaml_node_t *key = yaml_document_get_node(&d->yaml, p->key);

		if (scalar_is(key, part, len)) {
			*line = node_line(key);
			return yaml_document_get_node(&d->yaml, p->value);
		}
	}
	return NULL;
}

u32 document_line(const struct document *doc, const char *path)
{
	/* libyaml's queries want a document they could change */
	struct document *d = (struct document *)(uintptr_t)doc;
	yaml_node_t *n;
	u32 line;

	if (!d)
		return 0;
	n = yaml_document_get_root_node(&d->yaml);
	line = node_line(n);
	while (n && *path) {
		size_t len = strcspn(path, "/");

		if (len)
			n = step(d, n, path, len, &line);
		path += len + (path[len] == '/');
	}
	return line;
}

static bool at_or_after(const yaml_node_t *n, u32 line, u32 col)
{
	u32 l = node_line(n);

	return l > line || (l == line && n->start_mark.column + 1 >= col);
}

u32 document_key_line(const struct document *doc, const char *key, u32 line,
		      u32 col)
{
	struct document *d = (struct document *)(uintptr_t)doc;
	u32 best = 0;
	yaml_node_t *n;
	yaml_node_pair_t *p;

	if (!d)
		return line;
	for (n = d->yaml.nodes.start; n < d->yaml.nodes.top; n++) {
		if (n->type != YAML_MAPPING_NODE)
			continue;
		for (p = n->data.mapping.pairs.start;
		     p < n->data.mapping.pairs.top; p++) {
			yaml_node_t *k = yaml_document_get_node(&d->yaml, p->key);

			if (scalar_is(k, key, strlen(key)) &&
			    at_or_after(k, line, col) &&
			    (!best || node_line(k) < best))
				best = node_line(k);
		}
	}
	return best ? best : line;
}
