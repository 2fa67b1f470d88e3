#include "workers/fetch.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/urlkey.h"
#include "core/warc.h"
#include "workers/archive.h"
#include "workers/coding.h"
#include "workers/fetch_backend.h"
#include <errno.h>
#include <strings.h>
#include <utlist.h>

struct fetch {
	struct fetch_backend *backend;
	struct archive *archive;
	struct fetch_job *running, *ended; /* ended: callback to come */
};

/* ---- answers ---- */

void fetch_answer_init(struct fetch_answer *answer)
{
	*answer = (struct fetch_answer){0};
	jobq__archive__init(&answer->archive);
}

static void string_free(char *text)
{
	if (text != protobuf_c_empty_string)
		free(text);
}

void fetch_answer_deinit(struct fetch_answer *answer)
{
	free((void *)answer->why);
	bytes_deinit(&answer->headers);
	bytes_deinit(&answer->body);
	string_free(answer->archive.file);
	string_free(answer->archive.digest);
	fetch_answer_init(answer);
}

struct slice fetch_answer_header(const struct fetch_answer *a, const char *name)
{
	return warc_field(slice_bytes(&a->headers), name);
}

static const char *const error_names[] = {
	[FETCH_OK] = "ok",
	[FETCH_TIMEOUT] = "timeout",
	[FETCH_NETWORK] = "network",
	[FETCH_TOO_LARGE] = "too-large",
	[FETCH_BAD_ANSWER] = "bad-answer",
	[FETCH_REFUSED] = "refused",
	[FETCH_NO_RECORD] = "no-record",
};

const char *fetch_error_name(enum fetch_error error)
{
	return error_names[error];
}

enum fetch_error fetch_error_read(const char *failure, const char **words)
{
	for (int e = FETCH_TIMEOUT; e <= FETCH_NO_RECORD; e++) {
		size_t n = strlen(error_names[e]);

		if (!strncmp(failure, error_names[e], n) &&
		    !strncmp(failure + n, ": ", 2)) {
			*words = failure + n + 2;
			return (enum fetch_error)e;
		}
	}
	*words = failure;
	return FETCH_NETWORK;
}

/* ---- jobs ---- */

static void job_free(struct fetch_job *job)
{
	free(job->method);
	free(job->url);
	free(job->host);
	for (size_t i = 0; i < job->n_lines; i++)
		free(job->lines[i]);
	free(job->lines);
	bytes_deinit(&job->head);
	bytes_deinit(&job->body);
	bytes_deinit(&job->status_line);
	fetch_answer_deinit(&job->answer);
	free(job);
}

/* A line for the wire, and for the archive without its secret. */
static void job_add_header(struct fetch_job *job, const char *name,
			   const char *value, bool secret)
{
	job->lines[job->n_lines++] = alloc_format("%s: %s", name, value);
	bytes_add_format(&job->head, "%s: %s\r\n", name,
			 secret ? "redacted" : value);
}

static bool has_header(const struct fetch_request *r, const char *name)
{
	for (size_t i = 0; i < r->n_headers; i++)
		if (!strcasecmp(r->headers[i].name, name))
			return true;
	return false;
}

static void job_add_headers(struct fetch_job *job,
			    const struct fetch_request *r)
{
	CLEANUP(freep) char *target = url_target(job->url);

	job->lines = alloc_zero(r->n_headers + 5, sizeof(*job->lines));
	bytes_add_format(&job->head, "%s %s HTTP/1.1\r\n", job->method,
			 target ? target : "/");
	job_add_header(job, "Host", job->host, false);
	if (r->user_agent)
		job_add_header(job, "User-Agent", r->user_agent, false);
	if (!has_header(r, "Accept"))
		job_add_header(job, "Accept", "*/*", false);
	job_add_header(job, "Accept-Encoding", CODING_ACCEPTED, false);
	for (size_t i = 0; i < r->n_headers; i++)
		job_add_header(job, r->headers[i].name, r->headers[i].value,
			       r->headers[i].secret);
	if (r->cookie)
		job_add_header(job, "Cookie", r->cookie, false);
}

static bool is_clean(const char *text)
{
	for (; text && *text; text++)
		if (((unsigned char)*text < 0x20 && *text != '\t') ||
		    *text == 0x7f)
			return false;
	return true;
}

static bool is_token(const char *text) /* RFC 9110 5.6.2, as far as needed */
{
	return *text && !text[strspn(text, "abcdefghijklmnopqrstuvwxyz"
					   "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
					   "0123456789!#$%&'*+-.^_`|~")];
}

/* What a site put into our values must not become another header. */
static char *unsendable(const struct fetch_request *r)
{
	if (!is_token(r->method))
		return alloc_format("not a method: %s", r->method);
	if (!is_clean(r->cookie) || !is_clean(r->user_agent))
		return alloc_copy("control characters in a request header");
	for (size_t i = 0; i < r->n_headers; i++)
		if (!is_token(r->headers[i].name) ||
		    !is_clean(r->headers[i].value))
			return alloc_format("control characters in the request "
					    "header %s",
					    r->headers[i].name);
	return NULL;
}

static struct fetch_job *job_new(struct fetch *fetch,
				 const struct fetch_request *r)
{
	struct fetch_job *job = alloc_zero(1, sizeof(*job));

	job->fetch = fetch;
	job->method = alloc_copy(r->method);
	job->url = alloc_copy(r->url);
	job->host = url_host(r->url);
	job->max_body = r->max_body ? r->max_body : FETCH_MAX_BODY;
	job->logical_ms = r->logical_ms;
	job->volatile_parts = r->volatile_parts;
	bytes_add(&job->body, r->body.data, r->body.len);
	fetch_answer_init(&job->answer);
	return job;
}

void fetch_job_end(struct fetch_job *job, enum fetch_error error, char *why)
{
	job->answer.error = error;
	job->answer.why = why;
	if (error != FETCH_OK) {
		job->answer.status = 0;
		bytes_deinit(&job->answer.headers);
		bytes_deinit(&job->answer.body);
	}
	DL_DELETE(job->fetch->running, job);
	DL_APPEND(job->fetch->ended, job);
}

bool fetch_has_ended(const struct fetch *fetch)
{
	return fetch->ended != NULL;
}

/* ---- what is kept ---- */

static int job_archive(struct fetch *fetch, struct fetch_job *job)
{
	CLEANUP(freep) char *failure = NULL;
	struct fetch_answer *a = &job->answer;
	struct archive_exchange x = {.url = job->url,
				     .method = job->method,
				     .logical_ms = job->logical_ms,
				     .request_head = slice_bytes(&job->head),
				     .request_body = slice_bytes(&job->body),
				     .response_body = slice_bytes(&a->body)};
	struct bytes head = {0};
	int r;

	/* Nothing went out where nothing could, or nothing was recorded. */
	if (!fetch->archive || !job->head.len || a->error == FETCH_NO_RECORD)
		return 0;
	if (a->error != FETCH_OK)
		failure = alloc_format("%s: %s", error_names[a->error], a->why);
	x.failure = failure;
	bytes_add_format(&head, "%s\r\n",
			 job->status_line.len ? job->status_line.data : "");
	bytes_add(&head, a->headers.data, a->headers.len);
	x.response_head = slice_bytes(&head);
	string_free(a->archive.file);
	string_free(a->archive.digest);
	jobq__archive__init(&a->archive);
	r = archive_add(fetch->archive, &x, &a->archive);
	bytes_deinit(&head);
	return r;
}

/* Those that have ended by now: a callback that starts a job which ends at once
 * must not keep the caller from its other work. */
static int deliver(struct fetch *fetch)
{
	struct fetch_job *last = fetch->ended ? fetch->ended->prev : NULL;
	bool more = last != NULL;

	while (more) {
		struct fetch_job *job = fetch->ended;
		int r;

		more = job != last;
		DL_DELETE(fetch->ended, job);
		r = job_archive(fetch, job);
		if (!r) {
			job->done(job->arg, &job->answer);
			fetch_answer_init(&job->answer); /* the callee's now */
		}
		job_free(job);
		if (r)
			return r;
	}
	return 0;
}

/* ---- calls ---- */

int fetch_new(struct fetch **out, const struct fetch_options *o)
{
	struct fetch_backend *backend = NULL;
	struct fetch *fetch;
	int r = o->replay ? fetch_replay_new(&backend, o)
			  : fetch_curl_new(&backend, o);

	if (r)
		return r;
	fetch = alloc_zero(1, sizeof(*fetch));
	fetch->backend = backend;
	fetch->archive = o->archive;
	*out = fetch;
	return 0;
}

void fetch_free(struct fetch *fetch)
{
	struct fetch_job *job, *next;

	if (!fetch)
		return;
	fetch->backend->free(fetch->backend);
	DL_CONCAT(fetch->ended, fetch->running);
	DL_FOREACH_SAFE(fetch->ended, job, next)
	job_free(job);
	free(fetch);
}

bool fetch_paced(const struct fetch *fetch)
{
	return fetch->backend->paced;
}

int fetch_start(struct fetch *fetch, const struct fetch_request *r,
		fetch_done *done, void *arg)
{
	struct fetch_job *job = job_new(fetch, r);
	char *why = unsendable(r);

	job->done = done;
	job->arg = arg;
	DL_APPEND(fetch->running, job);
	if (!job->host && !why)
		why = alloc_format("not an http or https URL: %.200s", r->url);
	if (why) {
		fetch_job_end(job, FETCH_REFUSED, why);
		return 0;
	}
	job_add_headers(job, r);
	bytes_add_text(&job->head, "\r\n");
	return fetch->backend->start(fetch->backend, job);
}

int fetch_poll(struct fetch *fetch, struct fetch_fd *fds, size_t n_fds,
	       int timeout_ms)
{
	int r;

	if (n_fds > FETCH_MAX_FDS)
		return fail(-EINVAL, "fetch: %zu descriptors", n_fds);
	for (size_t i = 0; i < n_fds; i++)
		fds[i].readable = false;
	if (fetch->ended)
		timeout_ms = 0;
	r = fetch->backend->poll(fetch->backend, fds, n_fds, timeout_ms);
	return r ? r : deliver(fetch);
}
