#include "core/yamltree.h"
#include "core/alloc.h"
#include "core/fail.h"
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <yaml.h>

enum {
	YAML_MAX_BYTES = 4 << 20,
	YAML_MAX_DEPTH = 32,
	YAML_MAX_NODES = 1 << 18, /* 4 MiB of "[,,,,": not 4 M nodes */
};

struct reader {
	struct yaml_file *file;
	struct slice text;
	yaml_parser_t parser;
	yaml_event_t event; /* the current one; owned */
	size_t n_nodes;
};

static void reader_deinit(struct reader *r)
{
	yaml_event_delete(&r->event);
	yaml_parser_delete(&r->parser);
}

static int reader_line(const struct reader *r)
{
	const char *at = r->text.data;
	size_t n = r->parser.problem_offset;
	int line = 1;

	if (r->parser.error != YAML_READER_ERROR)
		return (int)r->parser.problem_mark.line + 1;
	for (size_t i = 0; i < n && i < r->text.len; i++)
		line += at[i] == '\n';
	return line;
}

/* Moves on to the next event. */
static int reader_next(struct reader *r)
{
	yaml_event_delete(&r->event);
	if (yaml_parser_parse(&r->parser, &r->event))
		return 0;
	memset(&r->event, 0, sizeof(r->event));
	return fail(-EINVAL, "%s:%d: expected YAML, found an error: %s",
		    r->file->name, reader_line(r),
		    r->parser.problem ? r->parser.problem : "not readable");
}

static int event_line(const struct reader *r)
{
	return (int)r->event.start_mark.line + 1;
}

static int core_tag(const struct reader *r, const yaml_char_t *tag)
{
	const char *text = (const char *)tag;

	if (!text || !strcmp(text, "!") ||
	    !strncmp(text, "tag:yaml.org,2002:", 18))
		return 0;
	return fail(-EINVAL, "%s:%d: expected no tag, found %s", r->file->name,
		    event_line(r), text);
}

static int read_node(struct reader *r, struct yaml_node *out, int depth);

static int read_scalar(struct reader *r, struct yaml_node *out)
{
	const char *value = (const char *)r->event.data.scalar.value;
	size_t len = r->event.data.scalar.length;
	int rc = core_tag(r, r->event.data.scalar.tag);

	if (rc)
		return rc;
	if (memchr(value, 0, len))
		return fail(-EINVAL, "%s:%d: expected text, found a NUL in it",
			    r->file->name, event_line(r));
	out->kind = YAML_SCALAR;
	out->quoted = r->event.data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
	out->text = alloc_copy_n(value, len);
	return 0;
}

static struct yaml_node *grow(struct yaml_node **nodes, size_t n, size_t *cap)
{
	if (n == *cap) {
		*cap = *cap ? *cap * 2 : 4;
		*nodes = alloc_resize(*nodes, *cap, sizeof(**nodes));
	}
	memset(&(*nodes)[n], 0, sizeof(**nodes));
	return &(*nodes)[n];
}

static int read_list(struct reader *r, struct yaml_node *out, int depth)
{
	size_t cap = 0;
	int rc = core_tag(r, r->event.data.sequence_start.tag);

	out->kind = YAML_LIST;
	while (!rc && !(rc = reader_next(r)) &&
	       r->event.type != YAML_SEQUENCE_END_EVENT) {
		struct yaml_node *item = grow(&out->items, out->n, &cap);

		out->n++;
		rc = read_node(r, item, depth + 1);
	}
	return rc;
}

static int by_text(const void *a, const void *b)
{
	const struct yaml_node *x = *(const struct yaml_node *const *)a;
	const struct yaml_node *y = *(const struct yaml_node *const *)b;
	int order = strcmp(x->text, y->text);

	return order ? order : (x > y) - (x < y);
}

static int unique_keys(const struct reader *r, const struct yaml_node *map)
{
	CLEANUP(freep) const struct yaml_node **sorted = NULL;

	if (map->n < 2)
		return 0;
	sorted = alloc_zero(map->n, sizeof(*sorted));
	for (size_t i = 0; i < map->n; i++)
		sorted[i] = &map->keys[i];
	qsort(sorted, map->n, sizeof(*sorted), by_text);
	for (size_t i = 1; i < map->n; i++)
		if (!strcmp(sorted[i - 1]->text, sorted[i]->text))
			return fail(-EINVAL,
				    "%s:%d: expected each key once, found "
				    "\"%s\" again (first in line %d)",
				    r->file->name, sorted[i]->line,
				    sorted[i]->text, sorted[i - 1]->line);
	return 0;
}

static int read_map(struct reader *r, struct yaml_node *out, int depth)
{
	size_t cap_keys = 0, cap_items = 0;
	int rc = core_tag(r, r->event.data.mapping_start.tag);

	out->kind = YAML_MAP;
	while (!rc && !(rc = reader_next(r)) &&
	       r->event.type != YAML_MAPPING_END_EVENT) {
		struct yaml_node *key = grow(&out->keys, out->n, &cap_keys);
		struct yaml_node *item = grow(&out->items, out->n, &cap_items);

		out->n++;
		if (r->event.type != YAML_SCALAR_EVENT)
			return fail(-EINVAL,
				    "%s:%d: expected a word as key, found a "
				    "list or map",
				    r->file->name, event_line(r));
		rc = read_node(r, key, depth + 1);
		if (!rc)
			rc = reader_next(r);
		if (!rc)
			rc = read_node(r, item, depth + 1);
	}
	return rc ? rc : unique_keys(r, out);
}

/* The node that the current event begins. */
static int read_node(struct reader *r, struct yaml_node *out, int depth)
{
	const char *name = r->file->name;
	int line = event_line(r);

	out->line = line;
	if (depth > YAML_MAX_DEPTH)
		return fail(-EINVAL, "%s:%d: expected at most %d levels", name,
			    line, YAML_MAX_DEPTH);
	if (++r->n_nodes > YAML_MAX_NODES)
		return fail(-EINVAL, "%s:%d: expected at most %d values", name,
			    line, YAML_MAX_NODES);
	switch (r->event.type) {
	case YAML_SCALAR_EVENT:
		return read_scalar(r, out);
	case YAML_SEQUENCE_START_EVENT:
		return read_list(r, out, depth);
	case YAML_MAPPING_START_EVENT:
		return read_map(r, out, depth);
	default:
		return fail(-EINVAL,
			    "%s:%d: expected a value, found an alias (they "
			    "are not read here)",
			    name, line);
	}
}

static int read_document(struct reader *r)
{
	int rc = reader_next(r); /* the stream's start */

	if (!rc)
		rc = reader_next(r);
	if (rc)
		return rc;
	if (r->event.type == YAML_STREAM_END_EVENT)
		return fail(-EINVAL, "%s:1: expected a document, found nothing",
			    r->file->name);
	rc = reader_next(r); /* what the document begins with */
	if (!rc)
		rc = read_node(r, &r->file->root, 1);
	if (!rc)
		rc = reader_next(r); /* the document's end */
	if (!rc)
		rc = reader_next(r);
	if (!rc && r->event.type != YAML_STREAM_END_EVENT)
		return fail(-EINVAL,
			    "%s:%d: expected one document, found a second",
			    r->file->name, event_line(r));
	return rc;
}

int yaml_parse(const char *name, struct slice text, struct yaml_file *out)
{
	struct yaml_file file = {.name = alloc_copy(name)};
	struct reader r = {.file = &file, .text = text};
	int rc = 0;

	if (text.len > YAML_MAX_BYTES)
		rc = fail(-EINVAL, "%s: expected at most %d MiB, found %zu",
			  name, YAML_MAX_BYTES >> 20, text.len >> 20);
	else if (!yaml_parser_initialize(&r.parser))
		rc = fail(-ENOMEM, "%s: no parser", name);
	if (!rc) {
		yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
		yaml_parser_set_input_string(
			&r.parser, (const unsigned char *)text.data, text.len);
		rc = read_document(&r);
		reader_deinit(&r);
	}
	if (rc) {
		yaml_deinit(&file);
		return rc;
	}
	*out = file;
	return 0;
}

static int read_file(const char *path, FILE *in, struct bytes *text)
{
	char block[16384];
	size_t n;

	while (text->len <= YAML_MAX_BYTES &&
	       (n = fread(block, 1, sizeof(block), in)) > 0)
		bytes_add(text, block, n);
	if (ferror(in))
		return fail(-errno, "%s: %s", path, strerror(errno));
	return 0;
}

int yaml_load(const char *path, struct yaml_file *out)
{
	struct bytes text = {0};
	FILE *in = fopen(path, "re");
	int rc;

	if (!in)
		return fail(-errno, "%s: %s", path, strerror(errno));
	rc = read_file(path, in, &text);
	fclose(in);
	if (!rc)
		rc = yaml_parse(path, slice_bytes(&text), out);
	bytes_deinit(&text);
	return rc;
}

static void node_deinit(struct yaml_node *node)
{
	for (size_t i = 0; i < node->n; i++) {
		if (node->items)
			node_deinit(&node->items[i]);
		if (node->keys)
			node_deinit(&node->keys[i]);
	}
	free(node->items);
	free(node->keys);
	free(node->text);
}

void yaml_deinit(struct yaml_file *file)
{
	node_deinit(&file->root);
	free(file->name);
	memset(file, 0, sizeof(*file));
}

const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key)
{
	if (!map || map->kind != YAML_MAP)
		return NULL;
	for (size_t i = 0; i < map->n; i++)
		if (!strcmp(map->keys[i].text, key))
			return &map->items[i];
	return NULL;
}

const char *yaml_text(const struct yaml_node *map, const char *key)
{
	const struct yaml_node *node = yaml_get(map, key);

	return node && node->kind == YAML_SCALAR ? node->text : NULL;
}

int yaml_fail(const struct yaml_file *file, const struct yaml_node *node,
	      const char *format, ...)
{
	CLEANUP(freep) char *text = NULL;
	va_list args;

	va_start(args, format);
	if (vasprintf(&text, format, args) < 0)
		text = NULL;
	va_end(args);
	return fail(-EINVAL, "%s:%d: %s", file->name, node ? node->line : 1,
		    text ? text : format);
}

static bool among(const char *word, const char *const *known)
{
	for (; *known; known++)
		if (!strcmp(word, *known))
			return true;
	return false;
}

int yaml_known(const struct yaml_file *file, const struct yaml_node *map,
	       const char *const *known)
{
	struct bytes keys = {0};
	int rc = 0;

	if (map->kind != YAML_MAP)
		return yaml_fail(file, map, "expected a map of %s ...",
				 known[0]);
	for (size_t i = 0; i < map->n && !rc; i++) {
		if (among(map->keys[i].text, known))
			continue;
		for (const char *const *k = known; *k; k++)
			bytes_add_format(&keys, "%s%s", k == known ? "" : ", ",
					 *k);
		rc = yaml_fail(file, &map->keys[i],
			       "expected one of %s, found \"%s\"", keys.data,
			       map->keys[i].text);
	}
	bytes_deinit(&keys);
	return rc;
}
