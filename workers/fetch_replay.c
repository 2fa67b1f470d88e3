/*
 * Replay: the backend that answers from a recording. Jobs end as they start.
 */
#include "core/alloc.h"
#include "core/fail.h"
#include "core/times.h"
#include "workers/coding.h"
#include "workers/fetch_backend.h"
#include "workers/recording.h"
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <strings.h>

struct replay {
	struct fetch_backend backend;
	struct recording *recording;
};

/* "HTTP/1.1 200 OK": 200; 0 where there is none. */
static int read_status(struct slice head)
{
	const char *p = memchr(head.data, ' ', head.len);
	int status = 0;

	for (int i = 1; i <= 3; i++) {
		if (!p || p + i >= head.data + head.len || p[i] < '0' ||
		    p[i] > '9')
			return 0;
		status = status * 10 + (p[i] - '0');
	}
	return status >= 100 ? status : 0;
}

static void take_head(struct fetch_job *job, struct slice head)
{
	const char *end = memchr(head.data, '\n', head.len);
	size_t line = end ? (size_t)(end - head.data) : head.len;
	size_t rest = line + (end != NULL);

	job->answer.status = read_status(head);
	while (line && head.data[line - 1] == '\r')
		line--;
	bytes_reset(&job->status_line);
	bytes_add(&job->status_line, head.data, line);
	bytes_reset(&job->answer.headers);
	bytes_add(&job->answer.headers, head.data + rest, head.len - rest);
}

/* Other tools keep a body as it came over the wire. */
static int unwrap(struct fetch_job *job)
{
	struct slice transfer =
		fetch_answer_header(&job->answer, "Transfer-Encoding");
	struct slice codings =
		fetch_answer_header(&job->answer, "Content-Encoding");

	if (transfer.len >= 7 &&
	    !strncasecmp(transfer.data + transfer.len - 7, "chunked", 7) &&
	    coding_dechunk(&job->answer.body))
		return CODING_E_DAMAGED;
	return coding_undo(&job->answer.body, codings, job->max_body);
}

static void take_body(struct fetch_job *job, struct slice body)
{
	bytes_reset(&job->answer.body);
	bytes_add(&job->answer.body, body.data, body.len);
	switch (unwrap(job)) {
	case 0:
		if (job->answer.body.len <= job->max_body) {
			fetch_job_end(job, FETCH_OK, NULL);
			return;
		}
		/* fall through */
	case CODING_E_TOO_LARGE:
		fetch_job_end(
			job, FETCH_TOO_LARGE,
			alloc_format("answer beyond %zu bytes", job->max_body));
		return;
	default:
		fetch_job_end(job, FETCH_BAD_ANSWER,
			      alloc_copy("the recorded body is damaged"));
	}
}

static void take_failure(struct fetch_job *job, const char *failure)
{
	CLEANUP(freep)
	char *line = alloc_copy_n(failure, strcspn(failure, "\r\n"));
	const char *words = NULL;
	enum fetch_error error = fetch_error_read(line, &words);

	fetch_job_end(job, error, alloc_copy(words));
}

static void take_found(struct fetch_job *job, const struct recorded *found)
{
	struct slice head, body;
	/* Of a revisit all comes from the first answer: its own may be a 304.
	 */
	const struct warc_record *payload =
		found->referred.bytes.len ? &found->referred : &found->record;
	struct slice digest =
		warc_field(found->record.header, "WARC-Payload-Digest");

	job->answer.archive.file = alloc_copy(found->file);
	job->answer.archive.offset = found->offset;
	job->answer.archive.digest = alloc_copy_n(digest.data, digest.len);
	job->answer.wire_bytes = payload->block.len;
	if (found->failure) {
		take_failure(job, found->failure);
		return;
	}
	if (warc_http(payload->block, &head, &body) || !read_status(head)) {
		fetch_job_end(job, FETCH_BAD_ANSWER,
			      alloc_copy("the record has no HTTP answer"));
		return;
	}
	take_head(job, head);
	take_body(job, body);
}

static int replay_start(struct fetch_backend *backend, struct fetch_job *job)
{
	struct replay *replay = (struct replay *)backend;
	struct recording_question q = {.method = job->method,
				       .url = job->url,
				       .body = slice_bytes(&job->body),
				       .at_ms = job->logical_ms,
				       .volatile_parts = job->volatile_parts};
	struct recorded found = {0};
	char at[TIMES_TEXT];
	int r = recording_find(replay->recording, &q, &found);

	if (r < 0)
		return r;
	if (r) {
		fetch_job_end(job, FETCH_NO_RECORD,
			      alloc_format("no record of %s %s in the 24 h "
					   "before %s",
					   job->method, job->url,
					   times_format(job->logical_ms, at)));
		return 0;
	}
	take_found(job, &found);
	recorded_deinit(&found);
	return 0;
}

static int replay_poll(struct fetch_backend *backend, struct fetch_fd *fds,
		       size_t n_fds, int timeout_ms)
{
	struct pollfd wait[FETCH_MAX_FDS];
	int n;

	(void)backend;
	for (size_t i = 0; i < n_fds; i++)
		wait[i] = (struct pollfd){.fd = fds[i].fd, .events = POLLIN};
	n = poll(wait, n_fds, timeout_ms);
	if (n < 0 && errno != EINTR)
		return fail(-errno, "fetch: poll: %s", strerror(errno));
	for (size_t i = 0; n > 0 && i < n_fds; i++)
		fds[i].readable = wait[i].revents != 0;
	return 0;
}

static void replay_free(struct fetch_backend *backend)
{
	struct replay *replay = (struct replay *)backend;

	recording_free(replay->recording);
	free(replay);
}

int fetch_replay_new(struct fetch_backend **out, const struct fetch_options *o)
{
	struct recording *recording = NULL;
	int r = recording_open(&recording, o->replay);
	struct replay *replay;

	if (r)
		return r;
	replay = alloc_zero(1, sizeof(*replay));
	replay->backend = (struct fetch_backend){false, replay_start,
						 replay_poll, replay_free};
	replay->recording = recording;
	*out = &replay->backend;
	return 0;
}
