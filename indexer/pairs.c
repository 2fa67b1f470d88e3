#include "indexer/pairs.h"

enum { PAIRS_TRIED = 4 };

/* Exact for small letters. */
static inline unsigned pair_of(const char *at)
{
	return (at[0] & 31u) << 5 | (at[1] & 31u);
}

void pairs_init(struct pairs *out, struct slice text)
{
	*out = (struct pairs){{0}};
	for (size_t i = 0; i + 1 < text.len; i++) {
		unsigned pair = pair_of(text.data + i);

		out->bits[pair / 64] |= UINT64_C(1) << pair % 64;
	}
}

bool pairs_may_hold(const struct pairs *pairs, const char *what)
{
	for (int i = 0; i < PAIRS_TRIED && what[i] && what[i + 1]; i++) {
		unsigned pair = pair_of(what + i);

		if (!(pairs->bits[pair / 64] >> pair % 64 & 1))
			return false;
	}
	return true;
}
