#pragma once
/*
 * Formreader: what the readers of a recipe's parts share: its file for errors
 * ("FILE:LINE: expected ..., found ..."), and the names that templates may use.
 * Every call logs by yaml_fail() and returns -EINVAL where the form is wrong.
 */
#include "core/yamltree.h"
#include "workers/pointer.h"
#include "workers/vars.h"

struct formreader {
	const struct yaml_file *file;
	struct vars names; /* params, captures, picks, paging: values unused */
};

/* A scalar that is a template; *out is borrowed from the file. */
MUST_CHECK int formreader_template(const struct formreader *reader,
				   const struct yaml_node *node,
				   const char **out);
MUST_CHECK int formreader_pointer(const struct formreader *reader,
				  const struct yaml_node *node,
				  struct pointer *out);
/* `key` of `map`: true or false; *out is unchanged where it is absent. */
MUST_CHECK int formreader_flag(const struct formreader *reader,
			       const struct yaml_node *map, const char *key,
			       bool *out);
/* `key` of `map`: a number within [min, max]; unchanged where absent. */
struct formreader_range {
	long min, max;
};
MUST_CHECK int formreader_number(const struct formreader *reader,
				 const struct yaml_node *map, const char *key,
				 struct formreader_range range, long *out);
/* `key` of `map`, which must be there and a list. */
MUST_CHECK int formreader_list(const struct formreader *reader,
			       const struct yaml_node *map, const char *key,
			       const struct yaml_node **out);
