#pragma once
/*
 * Character: stepping through text that should be UTF-8, and may not be.
 */
#include "core/bytes.h"

/* The character that begins at text.data[at], at < text.len; gives its bytes.
 * A bad byte is U+FFFD, of one byte. */
size_t character_at(struct slice text, size_t at, int32_t *c);
