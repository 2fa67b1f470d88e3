#pragma once
/*
 * Condition: {pointer: /code, equals: 0}: a value in a JSON document as text.
 * By value; a zero condition is none.
 */
#include "workers/formreader.h"

struct condition {
	struct pointer pointer;
	const char *equals; /* borrowed from the recipe's file; NULL: none */
};

/* Reads the keys pointer and equals of `map`; others are the caller's. */
MUST_CHECK int condition_read(const struct formreader *reader,
			      const struct yaml_node *map,
			      struct condition *out);
void condition_deinit(struct condition *condition);

enum condition_result { CONDITION_HOLDS, CONDITION_FAILS, CONDITION_ABSENT };
enum condition_result condition_test(const struct condition *condition,
				     json_t *doc);
