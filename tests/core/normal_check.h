#pragma once
/* What holds for the normal form of any bytes; abort() where it does not. */
#include "core/normal.h"
#include <stdio.h>
#include <utf8proc.h>

static inline void normal_check_that(bool holds, const char *what)
{
	if (holds)
		return;
	fprintf(stderr, "normal: broken: %s\n", what);
	abort();
}

static inline void normal_check_origin(const struct normal *n, size_t len)
{
	for (size_t i = 0; i < n->len; i++) {
		normal_check_that(n->origin[i] < len, "origin within");
		normal_check_that(n->origin[i] <= n->origin[i + 1],
				  "origin never falls");
	}
	normal_check_that(n->origin[n->len] == len, "the last is the length");
	normal_check_that(n->text[n->len] == 0, "ends in NUL");
}

static inline void normal_check_utf8(const struct normal *n)
{
	for (size_t at = 0, len = 0; at < n->len; at += len) {
		int32_t c = 0;
		utf8proc_ssize_t got =
			utf8proc_iterate((const uint8_t *)n->text + at,
					 (utf8proc_ssize_t)(n->len - at), &c);

		normal_check_that(got > 0, "valid UTF-8");
		len = (size_t)got;
		for (size_t i = 1; i < len; i++)
			normal_check_that(n->origin[at + i] == n->origin[at],
					  "one origin a character");
	}
}

static inline void normal_check(struct slice original)
{
	struct normal once, twice;

	normal_init(&once, original);
	normal_init(&twice, slice_of(once.text, once.len));
	normal_check_origin(&once, original.len);
	normal_check_utf8(&once);
	normal_check_that(slice_equal(slice_of(once.text, once.len),
				      slice_of(twice.text, twice.len)),
			  "idempotent");
	normal_deinit(&once);
	normal_deinit(&twice);
}
