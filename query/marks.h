#pragma once
/*
 * Marks: where the words of a question stand in a text, found by its tokens as
 * the index finds them. Bytes of the original text. Pure.
 */
#include "core/tokens.h"
#include "query/clause.h"

struct mark {
	size_t start, end;
	size_t word; /* which of the question's words, from 0 */
};

struct marks {
	struct mark *all; /* by start, then end; may overlap */
	size_t n, cap;
};

enum marks_in { MARKS_IN_TEXT, MARKS_IN_TITLE };

/* `root` may be NULL. What is under a NOT, or of a field that this text is not
 * (title: counts in titles alone), marks nothing. */
void marks_find(struct marks *out, const struct clause *root, enum marks_in in,
		struct slice text);
/* Overlapping and touching ones become one (of the first's word). */
void marks_unite(struct marks *marks);
void marks_deinit(struct marks *marks);
