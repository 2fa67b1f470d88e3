#pragma once
/*
 * Textdoc: a document being made for textindex: its terms, values and data, in
 * memory. Owned by who makes it, one thread; needs no index and no Xapian.
 */
#include "core/bytes.h"

struct textdoc;

struct textdoc *textdoc_new(void);
/* Empties it for the next document; its memory is kept. */
void textdoc_reset(struct textdoc *doc);
void textdoc_free(struct textdoc *doc);
DEFINE_CLEANUP(struct textdoc *, textdoc_free);
/* A term that is longer than Xapian's 245 bytes with its prefix, or holds a
 * NUL, is replaced by its first 200 bytes and a digest, here and in the
 * queries alike. A term given n times counts n times for the rank. */
void textdoc_term(struct textdoc *doc, const char *prefix, struct slice term);
void textdoc_posting(struct textdoc *doc, const char *prefix, struct slice term,
		     uint32_t position);
void textdoc_value(struct textdoc *doc, unsigned slot, uint64_t value);
void textdoc_value_bytes(struct textdoc *doc, unsigned slot,
			 struct slice value);
void textdoc_data(struct textdoc *doc, struct slice data);
