#pragma once
/*
 * Fetch: one HTTP exchange (no redirect is followed, no retry, no delay: the
 * errand does those), over one of three backends chosen at the start:
 *
 *	live      the sites themselves; targets that resolve to private,
 *	          loopback or link-local addresses are refused at connect time
 *	gateway   every request goes to one plain HTTP server, in absolute form
 *	          with "http:", the original scheme in X-Forwarded-Proto; no
 *name is resolved, no environment proxy is used replay    answers from WARC
 *files: by method, URL and body digest, the newest record in [T - 24 h, T]; a
 *failure that was recorded is a failure again, no record is a failure that says
 *so
 *
 * Each exchange (request, response or failure) goes to the archive before the
 * callback is called. Belongs to the worker's loop; not thread-safe.
 *
 * Limits: FETCH_* below; a body that unpacks beyond them is a failure. Codings
 * asked for: workers/coding.h.
 */
#include "core/bytes.h"
#include "core/records.pb-c.h"

struct fetch;	/* the backend with its connections */
struct archive; /* workers/archive.h */

enum {
	FETCH_MAX_BODY = 64 << 20, /* unpacked */
	FETCH_MAX_HEADERS = 256 << 10,
	FETCH_CONNECT_MS = 10000,
	FETCH_TOTAL_MS = 120000,
	FETCH_STALL_MS = 20000, /* no byte for so long: a time-out */
	FETCH_MAX_FDS = 8,
};

enum fetch_error {
	FETCH_OK = 0,	  /* there is a status */
	FETCH_TIMEOUT,	  /* to connect, in all, or no byte for too long */
	FETCH_NETWORK,	  /* refused, reset, cut short, TLS, DNS */
	FETCH_TOO_LARGE,  /* body or headers beyond the limit, a bomb */
	FETCH_BAD_ANSWER, /* not HTTP, content coding broken */
	FETCH_REFUSED,	  /* target not allowed (private address, scheme), or a
			   * request that cannot be sent as it is */
	FETCH_NO_RECORD,  /* replay: nothing recorded */
};

struct fetch_header {
	const char *name, *value;
	bool secret; /* a token: the archive keeps the name alone */
};
struct fetch_request {
	const char *method, *url; /* original scheme and host */
	/* Besides Host, User-Agent, Accept-Encoding, Accept (unless it is among
	 * them), and Cookie, which is `cookie`. */
	const struct fetch_header *headers;
	size_t n_headers;
	const char *cookie; /* or NULL; redacted in the archive */
	struct slice body;  /* with len 0: none */
	const char *user_agent;
	size_t max_body;    /* 0: FETCH_MAX_BODY */
	int64_t logical_ms; /* WARC-Date and replay's T */
	/* Query parameters that replay does not match; NULL-terminated, or
	 * NULL. */
	const char *const *volatile_parts;
};

struct fetch_answer {
	enum fetch_error error;
	const char *why; /* owned; in words, when error is not FETCH_OK */
	int status;
	struct bytes headers; /* "Name: value\r\n" lines, last exchange's */
	struct bytes body;    /* decoded (Content-Encoding), raw charset */
	uint64_t wire_bytes;
	/* The response's record (the failure's, without digest). Replay without
	 * an archive: the replayed one. Strings owned, or "" by init. */
	Jobq__Archive archive;
};
void fetch_answer_init(struct fetch_answer *answer);
void fetch_answer_deinit(struct fetch_answer *answer);
/* First value of a header, or an empty slice. */
struct slice fetch_answer_header(const struct fetch_answer *a,
				 const char *name);

/* Called from fetch_poll(). What is in *answer is the callee's: it deinits it,
 * or copies the struct and deinits that one later. It may call fetch_start(),
 * whose own callback comes in a later poll. */
typedef void fetch_done(void *arg, struct fetch_answer *answer);

struct fetch_options {
	const char *gateway;	   /* "http://127.0.0.1:8700", or NULL */
	const char *const *replay; /* WARC files, NULL-terminated, or NULL */
	struct archive *archive;   /* borrowed; NULL: nothing is kept */
	/* 0: FETCH_*_MS. The stall is measured in whole seconds. */
	int connect_ms, total_ms, stall_ms;
};
/* -EINVAL, logged, for a gateway that is no plain http URL; replay reads all
 * its files here and fails on one that cannot be read. */
MUST_CHECK int fetch_new(struct fetch **out, const struct fetch_options *o);
void fetch_free(struct fetch *fetch); /* calls no callbacks */
DEFINE_CLEANUP(struct fetch *, fetch_free);

/* False for replay: there is no site to be polite to, and no use in retrying.
 */
bool fetch_paced(const struct fetch *fetch);
/* Begins an exchange; copies what it needs. `done` is called once, later, even
 * for what fails at once. Faults (< 0) only for our own failures. */
MUST_CHECK int fetch_start(struct fetch *fetch, const struct fetch_request *r,
			   fetch_done *done, void *arg);
/* Drives transfers and waits up to `timeout_ms` for them or for input on `fds`
 * (ZeroMQ's descriptors; at most FETCH_MAX_FDS). Returns at once when there is
 * either. A fault of the archive (a full disk) is returned, and the exchange
 * that it could not keep has no callback: nothing unkept is ever used. */
struct fetch_fd {
	int fd;
	bool readable; /* out */
};
MUST_CHECK int fetch_poll(struct fetch *fetch, struct fetch_fd *fds,
			  size_t n_fds, int timeout_ms);
