#pragma once
/*
 * Archive: the WARC 1.1 files of one worker (ISO 28500:2017),
 * archive/NAME-YYYYMMDDhhmmss-N.warc.gz below the data directory, a gzip member
 * a record, a warcinfo first, a new file at 1 GiB and after a start (made with
 * the first record). Append-only: what a crash tore is the tail of a file that
 * is never written again. One thread.
 *
 * An exchange is a request record and a response record that name each other
 * (WARC-Concurrent-To). A failed fetch has a metadata record instead of the
 * response, so that it replays as a failure: warc-fields "fetch-failure:
 * timeout: ...". Values of Cookie, Set-Cookie and (Proxy-)Authorization are
 * replaced by "redacted", cookie names and attributes stay; a token in a header
 * that the recipe marks is left out by fetch.c before.
 */
#include "core/bytes.h"
#include "core/records.pb-c.h"

enum { ARCHIVE_MAX_FILE = 1 << 30 }; /* bytes; then a new file is begun */

struct archive;
struct archive_exchange {
	const char *url, *method;
	int64_t logical_ms;	   /* WARC-Date */
	struct slice request_head; /* start line and headers, as sent */
	struct slice request_body;
	struct slice response_head; /* empty for a failure */
	/* Decoded; Content-Encoding and Transfer-Encoding are dropped from the
	 * kept headers and Content-Length is the decoded one accordingly. */
	struct slice response_body;
	const char *failure; /* NULL, or "timeout: ..." */
};
/* `worker` becomes part of the files' names (letters, digits, - and _). */
MUST_CHECK int archive_open(struct archive **out, const char *worker);
void archive_free(struct archive *archive);
DEFINE_CLEANUP(struct archive *, archive_free);
/* Writes the records; *where tells the response's member (strings are the
 * caller's to free; a failure's digest is ""). Not yet durable. After a fault
 * (a full disk) the file ends with the last whole record. */
MUST_CHECK int archive_add(struct archive *archive,
			   const struct archive_exchange *exchange,
			   Jobq__Archive *where);
/* What was added is durable: before any observation that refers to it is. */
MUST_CHECK int archive_sync(struct archive *archive);
