#include "query/nearest.h"
#include <stdint.h>
#include <string.h>

enum { NEAREST_MAX = 32 }; /* letters; longer words are nobody's options */

static unsigned least(unsigned a, unsigned b)
{
	return a < b ? a : b;
}

/* Damerau–Levenshtein, restricted: a swap of neighbours is one change. */
static unsigned distance(const char *a, const char *b)
{
	unsigned d[NEAREST_MAX + 1][NEAREST_MAX + 1];
	size_t n = strlen(a), m = strlen(b);

	if (n > NEAREST_MAX || m > NEAREST_MAX)
		return UINT32_MAX;
	for (size_t i = 0; i <= n; i++)
		d[i][0] = (unsigned)i;
	for (size_t j = 0; j <= m; j++)
		d[0][j] = (unsigned)j;
	for (size_t i = 1; i <= n; i++) {
		for (size_t j = 1; j <= m; j++) {
			unsigned change = a[i - 1] != b[j - 1];

			d[i][j] = least(d[i - 1][j - 1] + change,
					least(d[i - 1][j], d[i][j - 1]) + 1);
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
			    a[i - 2] == b[j - 1])
				d[i][j] = least(d[i][j], d[i - 2][j - 2] + 1);
		}
	}
	return d[n][m];
}

const char *nearest(const char *word, const char *const *candidates, size_t n)
{
	const char *best = NULL;
	unsigned best_distance = UINT32_MAX;

	for (size_t i = 0; i < n; i++) {
		unsigned d = distance(word, candidates[i]);
		unsigned allowed = (unsigned)strlen(candidates[i]) / 3;

		if (d <= (allowed ? allowed : 1) && d < best_distance) {
			best = candidates[i];
			best_distance = d;
		}
	}
	return best;
}
