#pragma once
/*
 * Nearest: the word somebody may have meant. Pure.
 */
#include <stddef.h>

/* The candidate that differs from `word` by the fewest insertions, deletions,
 * replacements and swaps, if these are at most a third of its letters (and at
 * least one is allowed); else NULL. */
const char *nearest(const char *word, const char *const *candidates, size_t n);
