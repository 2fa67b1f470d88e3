#pragma once
/*
 * Pairs: which pairs of bytes stand in a text, so that of many words the most
 * need not be searched for in it. By value; pure.
 */
#include "core/bytes.h"

struct pairs {
	uint64_t bits[16];
};
void pairs_init(struct pairs *out, struct slice text);
/* False: `what` does not stand in the text. */
bool pairs_may_hold(const struct pairs *pairs, const char *what);
