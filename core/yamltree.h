#pragma once
/*
 * Yamltree: a YAML file as a tree whose nodes know their line, so that an error
 * can name file, line and what was expected. Aliases, tags other than the core
 * ones, and documents after the first are refused; depth and size are bounded.
 */
#include "core/bytes.h"

enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP };

struct yaml_node {
	enum yaml_kind kind;
	int line;		 /* from 1 */
	bool quoted;		 /* scalar: was in quotes, so "1" is text */
	char *text;		 /* scalar */
	size_t n;		 /* list, map */
	struct yaml_node *items; /* list: items; map: the values ... */
	struct yaml_node *keys;	 /* ... and their keys */
};
struct yaml_file {
	char *name;
	struct yaml_node root;
};

/* Both print the error ("FILE:LINE: expected ..., found ...") by fail(). */
MUST_CHECK int yaml_load(const char *path, struct yaml_file *out);
MUST_CHECK int yaml_parse(const char *name, struct slice text,
			  struct yaml_file *out);
void yaml_deinit(struct yaml_file *file);

/* The value under `key`, or NULL. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);
/* The text of a scalar, or NULL where it is absent or no scalar. */
const char *yaml_text(const struct yaml_node *map, const char *key);

/* Logs "FILE:LINE: MESSAGE" and returns -EINVAL. */
int yaml_fail(const struct yaml_file *file, const struct yaml_node *node,
	      const char *format, ...) __attribute__((format(printf, 3, 4)));
/* Fails where `map` has a key that is not among `known` (NULL-terminated),
 * naming it, its line and the keys there are. */
MUST_CHECK int yaml_known(const struct yaml_file *file,
			  const struct yaml_node *map,
			  const char *const *known);
