#pragma once
/*
 * Normal: text as it is compared and searched: NFKC (utf8proc), full width to
 * half, traditional Chinese to simplified character by character (OpenCC's
 * table, but for what core/gen_simplified.c keeps: 昇腾), case folded; with the
 * way back to the original bytes. What is not seen (soft hyphen, zero width,
 * variation selectors) is dropped, and so are combining marks after a
 * character's thirtieth (UAX #15, 13). Pure, and idempotent: normal text does
 * not change.
 */
#include "core/bytes.h"

struct normal {
	char *text; /* UTF-8, NUL-terminated; a NUL in the original is kept */
	size_t len;
	uint32_t *origin; /* len + 1 entries: the byte of the original text in
			   * which the character at this byte begins; the last
			   * is the original's length. It never falls. What was
			   * composed or reordered lies at its base's start */
	size_t cap;	  /* bytes that text and origin have room for */
};

/* Never fails: invalid UTF-8 becomes U+FFFD (one per bad byte). */
void normal_init(struct normal *out, struct slice original);
/* As normal_init(), in the memory of an `n` that was {0} or in use. */
void normal_set(struct normal *n, struct slice original);
/* The first byte of the text that comes from `origin` or behind it. */
size_t normal_place(const struct normal *n, uint32_t origin);
/* As normal_set() of the original's bytes from start to end, which are entries
 * of `n->origin`, but by copying. */
void normal_cut(struct normal *out, const struct normal *n, uint32_t start,
		uint32_t end);
void normal_deinit(struct normal *n);
