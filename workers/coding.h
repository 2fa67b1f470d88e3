#pragma once
/*
 * Coding: undoes what HTTP wraps a body in: content codings (RFC 9110 8.4.1;
 * zstd: RFC 8878, window as RFC 9659 bounds it) and chunks (RFC 9112 7.1).
 * Whole bodies at once, never more than `max` bytes out: a bomb ends there.
 * libcurl's own decoding is not used because it takes a gzip stream that stops
 * in the middle for a whole one. Pure.
 */
#include "core/bytes.h"

#define CODING_ACCEPTED "gzip, deflate, zstd" /* for Accept-Encoding */

enum {
	CODING_E_DAMAGED = 1,	/* broken, or cut short */
	CODING_E_TOO_LARGE = 2, /* more than `max` bytes */
	CODING_E_UNKNOWN = 3,	/* a coding that was not asked for */
};

/* Replaces *body by what it unpacks to. `codings`: the value of
 * Content-Encoding, in the order they were applied; empty, "identity", and an
 * empty body change nothing. */
MUST_CHECK int coding_undo(struct bytes *body, struct slice codings,
			   size_t max);
/* Replaces a body of chunks by their content. CODING_E_DAMAGED. */
MUST_CHECK int coding_dechunk(struct bytes *body);
