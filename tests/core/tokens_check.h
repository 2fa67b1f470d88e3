#pragma once
/* What holds for the tokens of any bytes; abort() where it does not. */
#include "core/tokens.h"
#include <stdio.h>

static inline void tokens_check_that(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "tokens: broken: %s\n", what);
	abort();
}

static inline void tokens_check_one(const struct token *now,
				    const struct token *last, size_t len)
{
	tokens_check_that(now->len > 0 && now->len <= TOKEN_MAX_BYTES,
			  "length");
	tokens_check_that(now->start < now->end && now->end <= len,
			  "a piece of the original");
	if (now->kind == TOKEN_STEM) {
		tokens_check_that(last->kind == TOKEN_WORD &&
					  last->position == now->position &&
					  last->start == now->start &&
					  last->end == now->end,
				  "a stem stands at its word");
		return;
	}
	tokens_check_that(now->position == last->position + 1,
			  "one position each");
	tokens_check_that(now->start >= last->start, "in the text's order");
}

static inline void tokens_check(struct tokens *t, struct slice text)
{
	struct token now, last = {.position = 6};

	tokens_begin(t, text, 7);
	while (tokens_next(t, &now)) {
		tokens_check_one(&now, &last, text.len);
		last = now;
	}
	tokens_check_that(tokens_position(t) == last.position + 1,
			  "the position after");
}
