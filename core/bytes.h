#pragma once
/*
 * Bytes: a growing buffer, and slices that point into somebody's memory.
 * By value: `struct bytes b = {0}`, then bytes_deinit(). `data` is always
 * NUL-terminated once something was added (the NUL is not in `len`).
 */
#include "core/cleanup.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct slice {
	const char *data; /* borrowed; need not end in NUL */
	size_t len;
};

struct bytes {
	char *data;
	size_t len, cap;
};

static inline struct slice slice_of(const void *data, size_t len)
{
	return (struct slice){(const char *)data, len};
}
static inline struct slice slice_text(const char *text)
{
	return (struct slice){text, text ? strlen(text) : 0};
}
static inline struct slice slice_bytes(const struct bytes *b)
{
	return (struct slice){b->data, b->len};
}
static inline bool slice_equal(struct slice a, struct slice b)
{
	return a.len == b.len && (!a.len || !memcmp(a.data, b.data, a.len));
}
/* Whether it begins with `word`. Byte by byte and in place: where many words
 * are tried, most differ in their first byte. */
static inline bool slice_starts(struct slice s, const char *word)
{
	size_t i = 0;

	for (; word[i]; i++)
		if (i >= s.len || s.data[i] != word[i])
			return false;
	return true;
}
static inline bool slice_ends(struct slice s, const char *word)
{
	size_t len = strlen(word);

	return s.len >= len &&
	       slice_starts(slice_of(s.data + s.len - len, len), word);
}
/* Where `what` stands in it, or NULL. */
const char *slice_find(struct slice s, const char *what);
/* Without the blanks and tabs around it. */
struct slice slice_trim(struct slice s);

void bytes_add(struct bytes *b, const void *data, size_t len);
void bytes_add_text(struct bytes *b, const char *text); /* NULL adds nothing */
void bytes_add_char(struct bytes *b, char c);
void bytes_add_format(struct bytes *b, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
void bytes_add_u64(struct bytes *b, uint64_t big_endian);
void bytes_reserve(struct bytes *b, size_t more);
void bytes_reset(struct bytes *b); /* len 0, memory kept */
char *bytes_take(struct bytes *b); /* the text, never NULL; caller frees */
void bytes_deinit(struct bytes *b);

/* Reads what bytes_add_u64() wrote. */
uint64_t bytes_get_u64(const void *data);
