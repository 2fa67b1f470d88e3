#pragma once
/*
 * Fetch backend: what fetch.c asks of the wire. One file a backend:
 * fetch_curl.c (live and gateway), fetch_replay.c. A backend is the first
 * member of its own struct; it fills job->answer and job->status_line and ends
 * each job exactly once by fetch_job_end(), at once or from poll().
 */
#include "workers/fetch.h"

struct fetch_job {
	char *method, *url;
	char *host;   /* "host" or "host:port", ASCII, as in Host: */
	char **lines; /* the headers as sent, "Name: value" */
	size_t n_lines;
	struct bytes head; /* request line and headers, secrets left out */
	struct bytes body;
	const char *const *volatile_parts; /* the recipe's, not copied */
	size_t max_body;
	int64_t logical_ms;

	struct fetch_answer answer;
	struct bytes status_line; /* "HTTP/1.1 200 OK", without line end */

	fetch_done *done;
	void *arg;
	struct fetch *fetch;
	struct fetch_job *prev, *next; /* among the running or the ended */
};

struct fetch_backend {
	bool paced;
	int (*start)(struct fetch_backend *backend, struct fetch_job *job);
	/* Waits and drives as fetch_poll() says. */
	int (*poll)(struct fetch_backend *backend, struct fetch_fd *fds,
		    size_t n_fds, int timeout_ms);
	void (*free)(struct fetch_backend *backend); /* drops running jobs */
};

/* The job is over; `why` (malloced, or NULL) is taken. A body that came before
 * an error is dropped. */
void fetch_job_end(struct fetch_job *job, enum fetch_error error, char *why);
/* Are there jobs that ended and wait for their callback? Then poll() must not
 * wait any more. */
bool fetch_has_ended(const struct fetch *fetch);

MUST_CHECK int fetch_curl_new(struct fetch_backend **out,
			      const struct fetch_options *o);
MUST_CHECK int fetch_replay_new(struct fetch_backend **out,
				const struct fetch_options *o);

/* "timeout", "network", ...: how an error is named in the archive. */
const char *fetch_error_name(enum fetch_error error);
/* The error of a recorded failure "timeout: words"; *words points behind the
 * name. FETCH_NETWORK where the name is foreign. */
enum fetch_error fetch_error_read(const char *failure, const char **words);
