/*
 * Live and gateway: libcurl's multi interface. No redirect is followed, no
 * cookie kept, no coding undone, no environment proxy used by libcurl.
 */
#include "core/alloc.h"
#include "core/fail.h"
#include "core/urlkey.h"
#include "core/warc.h"
#include "workers/coding.h"
#include "workers/fetch_backend.h"
#include "workers/guard.h"
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <strings.h>
#include <sys/socket.h>
#include <utlist.h>

enum { MAX_CONNECTIONS = 256 /* kept open for reuse */, WHY_MAX = 160 };

struct wire {
	struct fetch_backend backend;
	CURLM *multi;
	char *gateway; /* NULL: live */
	int connect_ms, total_ms, stall_ms;
	struct transfer *transfers;
};

struct transfer {
	struct wire *wire;
	struct fetch_job *job;
	CURL *easy;
	struct curl_slist *lines;
	char curl_said[CURL_ERROR_SIZE];
	char guard_said[WHY_MAX]; /* the first address that was refused */
	bool dialled;		  /* another one was not */
	bool in_headers;
	size_t header_bytes;
	enum fetch_error error; /* why we stopped it ourselves */
	char *why;
	struct transfer *prev, *next;
};

/* ---- words ---- */

/* "1,200" */
static const char *grouped(curl_off_t n, char text[32])
{
	char plain[24];
	int len = snprintf(plain, sizeof(plain), "%lld", (long long)n), k = 0;

	for (int i = 0; i < len; i++) {
		if (i && (len - i) % 3 == 0)
			text[k++] = ',';
		text[k++] = plain[i];
	}
	text[k] = '\0';
	return text;
}

/* ---- what libcurl calls ---- */

static void stop(struct transfer *t, enum fetch_error error, char *why)
{
	free(t->why);
	t->error = error;
	t->why = why;
}

static curl_socket_t open_socket(void *arg, curlsocktype purpose,
				 struct curl_sockaddr *address)
{
	struct transfer *t = arg;
	const char *kind = NULL;
	char text[GUARD_TEXT];

	(void)purpose;
	if (!t->wire->gateway)
		kind = guard_refuses(&address->addr, address->addrlen);
	if (kind) {
		guard_text(&address->addr, address->addrlen, text);
		if (!t->guard_said[0])
			snprintf(t->guard_said, WHY_MAX,
				 "%.60s is at %s (%s): not a public address",
				 t->job->host, text, kind);
		return CURL_SOCKET_BAD;
	}
	t->dialled = true;
	return socket(address->family, address->socktype | SOCK_CLOEXEC,
		      address->protocol);
}

static void begin_answer(struct transfer *t, struct slice line)
{
	struct fetch_job *job = t->job;
	const char *rest = memchr(line.data, ' ', line.len);

	bytes_reset(&job->answer.headers);
	bytes_reset(&job->status_line);
	/* Archives know HTTP/1.1 alone; HTTP/2 has no reason phrase. */
	bytes_add_text(&job->status_line, "HTTP/1.1");
	if (rest)
		bytes_add(&job->status_line, rest,
			  line.len - (size_t)(rest - line.data));
	t->in_headers = true;
}

/* One line; a folded one (RFC 9112 5.2) goes on the line before. */
static size_t take_header(char *data, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;
	struct bytes *headers = &t->job->answer.headers;
	struct slice line = slice_of(data, n * one);

	t->header_bytes += line.len;
	if (t->header_bytes > FETCH_MAX_HEADERS) {
		stop(t, FETCH_TOO_LARGE,
		     alloc_format("headers beyond %d KiB",
				  FETCH_MAX_HEADERS >> 10));
		return 0;
	}
	while (line.len && strchr("\r\n", line.data[line.len - 1]))
		line.len--;
	if (line.len >= 5 && !memcmp(line.data, "HTTP/", 5)) {
		begin_answer(t, line);
	} else if (!line.len) {
		t->in_headers = false; /* what comes later are trailers */
	} else if (t->in_headers) {
		if (strchr(" \t", line.data[0]) && headers->len >= 2)
			headers->len -= 2;
		bytes_add(headers, line.data, line.len);
		bytes_add_text(headers, "\r\n");
	}
	return n * one;
}

static char *beyond(const struct fetch_job *job, const char *what)
{
	char text[32];

	return alloc_format("%s more than %s bytes", what,
			    grouped((curl_off_t)job->max_body, text));
}

static size_t take_body(char *data, size_t one, size_t n, void *arg)
{
	struct transfer *t = arg;
	struct fetch_job *job = t->job;

	if (n > job->max_body - job->answer.body.len) {
		stop(t, FETCH_TOO_LARGE, beyond(job, "answer has"));
		return 0;
	}
	bytes_add(&job->answer.body, data, n * one);
	return n * one;
}

/* ---- how a transfer ended ---- */

static curl_off_t number(const struct transfer *t, CURLINFO what)
{
	curl_off_t n = -1;

	return curl_easy_getinfo(t->easy, what, &n) ? -1 : n;
}

static char *words_cut(const struct transfer *t)
{
	curl_off_t want = number(t, CURLINFO_CONTENT_LENGTH_DOWNLOAD_T);
	curl_off_t have = number(t, CURLINFO_SIZE_DOWNLOAD_T);
	char a[32], b[32];

	if (want < 0)
		return alloc_format("answer cut short: %s bytes, no end",
				    grouped(have, a));
	return alloc_format("answer cut short: %s of %s bytes",
			    grouped(have, a), grouped(want, b));
}

static char *words_timeout(const struct transfer *t)
{
	curl_off_t have = number(t, CURLINFO_SIZE_DOWNLOAD_T);
	curl_off_t took_ms = number(t, CURLINFO_TOTAL_TIME_T) / 1000;
	curl_off_t sent_us = number(t, CURLINFO_PRETRANSFER_TIME_T);
	char a[32];

	if (sent_us <= 0)
		return alloc_format("no connection within %d ms",
				    t->wire->connect_ms);
	if (took_ms >= t->wire->total_ms)
		return alloc_format("not complete after %d ms, %s bytes came",
				    t->wire->total_ms, grouped(have, a));
	return alloc_format("no byte for %d ms, %s bytes came",
			    t->wire->stall_ms, grouped(have, a));
}

static const struct ending {
	CURLcode code;
	enum fetch_error error;
	const char *words; /* NULL: what libcurl said */
} endings[] = {
	{CURLE_COULDNT_RESOLVE_HOST, FETCH_NETWORK, "no such host"},
	{CURLE_COULDNT_CONNECT, FETCH_NETWORK, "connection refused"},
	{CURLE_GOT_NOTHING, FETCH_NETWORK, "closed without an answer"},
	{CURLE_RECV_ERROR, FETCH_NETWORK, "connection reset"},
	{CURLE_SEND_ERROR, FETCH_NETWORK, "connection reset"},
	{CURLE_WEIRD_SERVER_REPLY, FETCH_BAD_ANSWER, "not an HTTP answer"},
	{CURLE_UNSUPPORTED_PROTOCOL, FETCH_BAD_ANSWER, "not an HTTP answer"},
	{CURLE_HTTP2, FETCH_NETWORK, NULL},
	{CURLE_HTTP2_STREAM, FETCH_NETWORK, NULL},
	{CURLE_FILESIZE_EXCEEDED, FETCH_TOO_LARGE, "answer beyond the limit"},
	/* A header line beyond libcurl's own bound (100 KB). */
	{CURLE_OUT_OF_MEMORY, FETCH_TOO_LARGE, "header line beyond the limit"},
	{CURLE_URL_MALFORMAT, FETCH_REFUSED, "not a URL that can be asked for"},
	{CURLE_LOGIN_DENIED, FETCH_REFUSED, "a user name in the URL"},
};

static void end_failed(struct transfer *t, CURLcode code)
{
	const char *said =
		t->curl_said[0] ? t->curl_said : curl_easy_strerror(code);

	if (t->error != FETCH_OK) {
		fetch_job_end(t->job, t->error, TAKE(t->why));
		return;
	}
	if (t->guard_said[0] && !t->dialled) {
		fetch_job_end(t->job, FETCH_REFUSED, alloc_copy(t->guard_said));
		return;
	}
	if (code == CURLE_OPERATION_TIMEDOUT) {
		fetch_job_end(t->job, FETCH_TIMEOUT, words_timeout(t));
		return;
	}
	if (code == CURLE_PARTIAL_FILE) {
		fetch_job_end(t->job, FETCH_NETWORK, words_cut(t));
		return;
	}
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		const struct ending *e = &endings[i];

		if (e->code != code)
			continue;
		fetch_job_end(t->job, e->error,
			      e->words ? alloc_format("%s (%s)", e->words, said)
				       : alloc_copy(said));
		return;
	}
	fetch_job_end(t->job, FETCH_NETWORK, alloc_copy(said));
}

static void end_whole(struct transfer *t)
{
	struct fetch_job *job = t->job;
	struct slice codings =
		fetch_answer_header(&job->answer, "Content-Encoding");
	int width = codings.len < 40 ? (int)codings.len : 40;
	long status = 0;

	curl_easy_getinfo(t->easy, CURLINFO_RESPONSE_CODE, &status);
	job->answer.status = (int)status;
	switch (coding_undo(&job->answer.body, codings, job->max_body)) {
	case 0:
		bytes_add(&job->answer.body, "", 0);
		fetch_job_end(job, FETCH_OK, NULL);
		return;
	case CODING_E_TOO_LARGE:
		fetch_job_end(job, FETCH_TOO_LARGE,
			      beyond(job, "answer unpacks to"));
		return;
	case CODING_E_UNKNOWN:
		fetch_job_end(job, FETCH_BAD_ANSWER,
			      alloc_format("a content coding that was not "
					   "asked for: %.*s",
					   width, codings.data));
		return;
	default:
		fetch_job_end(job, FETCH_BAD_ANSWER,
			      alloc_format("%.*s body is damaged or cut short",
					   width, codings.data));
	}
}

static void transfer_free(struct transfer *t)
{
	DL_DELETE(t->wire->transfers, t);
	curl_multi_remove_handle(t->wire->multi, t->easy);
	curl_easy_cleanup(t->easy);
	curl_slist_free_all(t->lines);
	free(t->why);
	free(t);
}

static void transfer_end(struct transfer *t, CURLcode code)
{
	t->job->answer.wire_bytes =
		(uint64_t)number(t, CURLINFO_SIZE_DOWNLOAD_T) + t->header_bytes;
	if (code == CURLE_OK)
		end_whole(t);
	else
		end_failed(t, code);
	transfer_free(t);
}

/* ---- how one begins ---- */

static void add_line(struct transfer *t, const char *line)
{
	size_t n = strlen(line);

	/* libcurl reads "Name: " as "send none": "Name;" is the empty one. */
	if (n >= 2 && !strcmp(line + n - 2, ": ")) {
		CLEANUP(freep) char *empty = alloc_copy_n(line, n - 1);

		empty[n - 2] = ';';
		t->lines = curl_slist_append(t->lines, empty);
		return;
	}
	t->lines = curl_slist_append(t->lines, line);
}

static bool job_has(const struct fetch_job *job, const char *name)
{
	size_t n = strlen(name);

	for (size_t i = 0; i < job->n_lines; i++)
		if (!strncasecmp(job->lines[i], name, n) &&
		    job->lines[i][n] == ':')
			return true;
	return false;
}

static void set_lines(struct transfer *t)
{
	const struct fetch_job *job = t->job;

	for (size_t i = 0; i < job->n_lines; i++)
		add_line(t, job->lines[i]);
	/* What libcurl would add by itself. */
	t->lines = curl_slist_append(t->lines, "Expect:");
	if (!job_has(job, "Content-Type"))
		t->lines = curl_slist_append(t->lines, "Content-Type:");
	if (t->wire->gateway) {
		t->lines = curl_slist_append(t->lines, "Proxy-Connection:");
		t->lines = curl_slist_append(
			t->lines, url_is_https(job->url)
					  ? "X-Forwarded-Proto: https"
					  : "X-Forwarded-Proto: http");
	}
	curl_easy_setopt(t->easy, CURLOPT_HTTPHEADER, t->lines);
}

static void set_target(struct transfer *t)
{
	const struct fetch_job *job = t->job;
	CLEANUP(freep) char *plain = NULL;

	/* Said also where there is none: or the environment would decide. */
	curl_easy_setopt(t->easy, CURLOPT_PROXY,
			 t->wire->gateway ? t->wire->gateway : "");
	curl_easy_setopt(t->easy, CURLOPT_NOPROXY, "");
	curl_easy_setopt(t->easy, CURLOPT_HTTPPROXYTUNNEL, 0L);
	if (t->wire->gateway) {
		CLEANUP(freep) char *target = url_target(job->url);

		plain = alloc_format("http://%s%s", job->host, target);
	}
	curl_easy_setopt(t->easy, CURLOPT_URL, plain ? plain : job->url);
	curl_easy_setopt(t->easy, CURLOPT_PATH_AS_IS, 1L);
	curl_easy_setopt(t->easy, CURLOPT_PROTOCOLS_STR, "http,https");
	curl_easy_setopt(t->easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	curl_easy_setopt(t->easy, CURLOPT_FOLLOWLOCATION, 0L);
}

static void set_method(struct transfer *t)
{
	const struct fetch_job *job = t->job;

	if (!strcmp(job->method, "HEAD")) {
		curl_easy_setopt(t->easy, CURLOPT_NOBODY, 1L);
		return;
	}
	if (!strcmp(job->method, "GET") && !job->body.len)
		return;
	curl_easy_setopt(t->easy, CURLOPT_POSTFIELDSIZE_LARGE,
			 (curl_off_t)job->body.len);
	curl_easy_setopt(t->easy, CURLOPT_POSTFIELDS, job->body.data);
	curl_easy_setopt(t->easy, CURLOPT_CUSTOMREQUEST, job->method);
}

static void set_limits(struct transfer *t)
{
	const struct wire *w = t->wire;

	curl_easy_setopt(t->easy, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(t->easy, CURLOPT_CONNECTTIMEOUT_MS,
			 (long)w->connect_ms);
	curl_easy_setopt(t->easy, CURLOPT_TIMEOUT_MS, (long)w->total_ms);
	curl_easy_setopt(t->easy, CURLOPT_LOW_SPEED_LIMIT, 1L);
	curl_easy_setopt(t->easy, CURLOPT_LOW_SPEED_TIME,
			 (long)(w->stall_ms + 999) / 1000);
	curl_easy_setopt(t->easy, CURLOPT_MAXFILESIZE_LARGE,
			 (curl_off_t)t->job->max_body);
	curl_easy_setopt(t->easy, CURLOPT_HTTP_VERSION,
			 (long)CURL_HTTP_VERSION_2TLS);
}

static void set_callbacks(struct transfer *t)
{
	curl_easy_setopt(t->easy, CURLOPT_PRIVATE, t);
	curl_easy_setopt(t->easy, CURLOPT_ERRORBUFFER, t->curl_said);
	curl_easy_setopt(t->easy, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(t->easy, CURLOPT_HEADERDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(t->easy, CURLOPT_WRITEDATA, t);
	curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETFUNCTION, open_socket);
	curl_easy_setopt(t->easy, CURLOPT_OPENSOCKETDATA, t);
}

static int wire_fault(const char *step, CURLMcode code)
{
	return fail(-EIO, "fetch: %s: %s", step, curl_multi_strerror(code));
}

static int wire_start(struct fetch_backend *backend, struct fetch_job *job)
{
	struct wire *w = (struct wire *)backend;
	struct transfer *t = alloc_zero(1, sizeof(*t));
	CURLMcode code;

	t->wire = w;
	t->job = job;
	t->easy = curl_easy_init();
	if (!t->easy) {
		free(t);
		return fail(-ENOMEM, "fetch: curl_easy_init");
	}
	DL_APPEND(w->transfers, t);
	set_callbacks(t);
	set_target(t);
	set_method(t);
	set_lines(t);
	set_limits(t);
	code = curl_multi_add_handle(w->multi, t->easy);
	if (!code)
		return 0;
	transfer_free(t);
	return wire_fault("add", code);
}

/* ---- the loop ---- */

static int drive(struct wire *w)
{
	int running = 0, left = 0;
	CURLMcode code = curl_multi_perform(w->multi, &running);
	CURLMsg *message;

	if (code)
		return wire_fault("perform", code);
	while ((message = curl_multi_info_read(w->multi, &left))) {
		struct transfer *t = NULL;

		if (message->msg != CURLMSG_DONE)
			continue;
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
		transfer_end(t, message->data.result);
	}
	return 0;
}

static int wire_poll(struct fetch_backend *backend, struct fetch_fd *fds,
		     size_t n_fds, int timeout_ms)
{
	struct wire *w = (struct wire *)backend;
	struct fetch *fetch = w->transfers ? w->transfers->job->fetch : NULL;
	struct curl_waitfd wait[FETCH_MAX_FDS] = {{0}};
	CURLMcode code;
	int r = drive(w);

	if (r)
		return r;
	for (size_t i = 0; i < n_fds; i++)
		wait[i] = (struct curl_waitfd){.fd = fds[i].fd,
					       .events = CURL_WAIT_POLLIN};
	if (fetch && fetch_has_ended(fetch))
		timeout_ms = 0;
	code = curl_multi_poll(w->multi, wait, (unsigned)n_fds, timeout_ms,
			       NULL);
	if (code)
		return wire_fault("poll", code);
	for (size_t i = 0; i < n_fds; i++)
		fds[i].readable = wait[i].revents != 0;
	return drive(w);
}

static void wire_free(struct fetch_backend *backend)
{
	struct wire *w = (struct wire *)backend;
	struct transfer *t, *next;

	DL_FOREACH_SAFE(w->transfers, t, next)
	transfer_free(t);
	curl_multi_cleanup(w->multi);
	curl_global_cleanup();
	free(w->gateway);
	free(w);
}

int fetch_curl_new(struct fetch_backend **out, const struct fetch_options *o)
{
	CLEANUP(freep) char *host = o->gateway ? url_host(o->gateway) : NULL;
	struct wire *w;

	if (o->gateway && (!host || url_is_https(o->gateway)))
		return fail(-EINVAL,
			    "fetch: gateway %s: expected http://HOST:PORT",
			    o->gateway);
	if (curl_global_init(CURL_GLOBAL_DEFAULT))
		return fail(-ENOMEM, "fetch: curl_global_init");
	w = alloc_zero(1, sizeof(*w));
	w->backend =
		(struct fetch_backend){true, wire_start, wire_poll, wire_free};
	w->gateway = host ? alloc_format("http://%s", host) : NULL;
	w->connect_ms = o->connect_ms ? o->connect_ms : FETCH_CONNECT_MS;
	w->total_ms = o->total_ms ? o->total_ms : FETCH_TOTAL_MS;
	w->stall_ms = o->stall_ms ? o->stall_ms : FETCH_STALL_MS;
	w->multi = curl_multi_init();
	if (!w->multi) {
		free(w->gateway);
		free(w);
		return fail(-ENOMEM, "fetch: curl_multi_init");
	}
	curl_multi_setopt(w->multi, CURLMOPT_MAXCONNECTS,
			  (long)MAX_CONNECTIONS);
	*out = &w->backend;
	return 0;
}
