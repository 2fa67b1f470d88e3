#pragma once
/*
 * Digest: XXH3-128 (xxhash), for identity of contents and keys, not against an
 * adversary. Stable across machines: the canonical big-endian form.
 */
#include "core/bytes.h"
#include "core/records.pb-c.h"

enum { DIGEST_BYTES = 16, DIGEST_HEX = 33 };
enum { POSTING_BYTES = 10, POSTING_HEX = 21 };

struct digest {
	uint8_t bytes[DIGEST_BYTES];
};

/* A posting's identity for ever: of (source id, key). */
struct posting_id {
	uint8_t bytes[POSTING_BYTES];
};

struct digest digest_of(const void *data, size_t len);
/* Of the parts, each with its length, so that ("ab","c") is not ("a","bc"). */
struct digest digest_of_parts(const struct slice *parts, size_t n);
const char *digest_hex(const struct digest *d, char hex[DIGEST_HEX]);
bool digest_equal(const struct digest *a, const struct digest *b);
bool digest_none(const struct digest *d); /* all 0 */

struct posting_id posting_id_of(const char *source, const char *key);
const char *posting_hex(const struct posting_id *id, char hex[POSTING_HEX]);
/* 0, or 1 where `hex` is not 20 hex digits. */
MUST_CHECK int posting_parse(const char *hex, struct posting_id *out);

/* The digest of a content's said parts: title, blocks' texts, locations (as a
 * set: order and repetition do not matter), team, department, category,
 * employment and recruit type, salary. Not its url, times, external id,
 * extractor or archive. Runs of white space count as one blank. */
struct digest digest_of_content(const Jobq__Content *content);
/* The names of the said parts in which `a` and `b` differ ("title", "text",
 * "locations", "team", "department", "category", "employment_type",
 * "recruit_type", "salary"): static strings, at most `max`; returns how many.
 */
size_t digest_fields(const Jobq__Content *a, const Jobq__Content *b,
		     const char **out, size_t max);
/* The digest of the texts alone, to know a re-posted one. */
struct digest digest_of_text(const Jobq__Content *content);
