#pragma once
/*
 * Recording: WARC files as a place to look answers up: what came to this
 * request in the 24 hours before T? All files are read once, at the start; only
 * an index stays in memory. Takes what workers/archive.c writes and what other
 * tools write: requests and responses are joined by WARC-Concurrent-To, else by
 * standing side by side; a response without request answers a GET. A damaged
 * member ends its file (logged), the rest of the files counts. One thread.
 */
#include "core/warc.h"

#define RECORDING_AGE_MS ((int64_t)86400000)

struct recording;
enum { RECORDING_E_NONE = 1 };

struct recording_question {
	const char *method, *url;
	struct slice body;
	int64_t at_ms; /* T */
	/* Query parameters that need not be equal; NULL-terminated, or NULL.
	 * An index is made for each different set of them. */
	const char *const *volatile_parts;
};
struct recorded {
	const char *file; /* the recording's */
	uint64_t offset;
	const char *failure; /* "timeout: ...", or NULL; points into record */
	struct warc_record record;
	/* Of a revisit: the record that has the body. Else all zero. */
	struct warc_record referred;
};
void recorded_deinit(struct recorded *recorded);

/* `files` is NULL-terminated. A file that cannot be read is a fault. */
MUST_CHECK int recording_open(struct recording **out, const char *const *files);
void recording_free(struct recording *recording);
DEFINE_CLEANUP(struct recording *, recording_free);
size_t recording_count(const struct recording *recording); /* answers */

/* The newest answer or failure in [T - 24 h, T]; of equal dates the one that
 * was written last. RECORDING_E_NONE. */
MUST_CHECK int recording_find(struct recording *recording,
			      const struct recording_question *question,
			      struct recorded *out);
