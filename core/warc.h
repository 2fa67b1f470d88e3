#pragma once
/*
 * Warc: reading WARC 1.1 files (ISO 28500:2017) whose records are gzip members
 * of their own, as workers/archive.c writes them: for `show --raw` and replay.
 * Any bytes are survived: a damaged member ends the walk with an outcome.
 */
#include "core/bytes.h"

enum { WARC_E_END = 1, WARC_E_DAMAGED = 2 };
enum { WARC_MAX_RECORD = 128 << 20 }; /* bytes, unpacked */

struct warc_record {
	struct bytes bytes; /* the whole record, unpacked; the rest points in */
	struct slice header;   /* WARC header lines */
	struct slice block;    /* content block */
	uint64_t offset, next; /* of this member in the file, of the next */
};
void warc_record_deinit(struct warc_record *record);

/* Reads the record whose member begins at `offset`. `out` is zero at first and
 * may be used again. WARC_E_END at the end of the file, WARC_E_DAMAGED (logged
 * with file and offset); a file that cannot be opened is a fault. */
MUST_CHECK int warc_read(const char *file, uint64_t offset,
			 struct warc_record *out);
/* The value of a header field, case-insensitive, in `lines`; empty if absent.
 * Works on WARC and HTTP header blocks. */
struct slice warc_field(struct slice lines, const char *name);
/* Splits a block that is an HTTP message into start line + headers (with their
 * line ends, without the empty line), and body. WARC_E_DAMAGED: it is none. */
MUST_CHECK int warc_http(struct slice block, struct slice *head,
			 struct slice *body);
