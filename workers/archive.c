#include "workers/archive.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/times.h"
#include "core/warc.h"
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <openssl/evp.h>
#include <strings.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define DIRECTORY "archive"
/* A page of 27.5 KB: level 1 takes 0.07 ms and leaves 6,745 bytes, 4 0.13 ms
 * and 6,552, 6 0.17 ms and 6,291. */
enum { LEVEL = 1 };
enum { SHA1_BYTES = 20, DIGEST_TEXT = 5 + 32 + 1, ID_TEXT = 48 };
enum { MAX_NAMES = 10000 }; /* files of one second, before we give up */

struct archive {
	char *worker;
	char *file; /* NULL: none is open */
	int fd;
	uint64_t bytes;	   /* whole records in it */
	bool dirty, fresh; /* to be synced; its directory entry too */
	char info_id[ID_TEXT];
	struct libdeflate_compressor *deflater;
	EVP_MD_CTX *hasher;
	struct bytes record, packed; /* reused */
};

static int archive_fault(const char *step, const char *file)
{
	int code = errno ? errno : EIO;

	return fail(-code, "archive: %s: %s: %s", step, file, strerror(code));
}

/* ---- parts of a record ---- */

/* "<urn:uuid:...>" by RFC 4122 4.4. */
static int new_id(char text[ID_TEXT])
{
	static const char hex[] = "0123456789abcdef";
	uint8_t raw[16];
	char *p = stpcpy(text, "<urn:uuid:");

	if (getrandom(raw, sizeof(raw), 0) != (ssize_t)sizeof(raw))
		return archive_fault("getrandom", DIRECTORY);
	raw[6] = (uint8_t)((raw[6] & 0x0f) | 0x40);
	raw[8] = (uint8_t)((raw[8] & 0x3f) | 0x80);
	for (int i = 0; i < 16; i++) {
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*p++ = '-';
		*p++ = hex[raw[i] >> 4];
		*p++ = hex[raw[i] & 15];
	}
	memcpy(p, ">", 2);
	return 0;
}

/* "sha1:" and base32 (RFC 4648), as other tools write it. */
static int payload_digest(struct archive *a, struct slice payload,
			  char text[DIGEST_TEXT])
{
	static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	uint8_t raw[EVP_MAX_MD_SIZE];
	char *p = stpcpy(text, "sha1:");

	if (EVP_DigestInit_ex(a->hasher, EVP_sha1(), NULL) != 1 ||
	    EVP_DigestUpdate(a->hasher, payload.data, payload.len) != 1 ||
	    EVP_DigestFinal_ex(a->hasher, raw, NULL) != 1)
		return fail(-EIO, "archive: sha1");
	for (int i = 0; i < SHA1_BYTES; i += 5) {
		uint64_t five = 0;

		for (int k = 0; k < 5; k++)
			five = five << 8 | raw[i + k];
		for (int shift = 35; shift >= 0; shift -= 5)
			*p++ = base32[five >> shift & 31];
	}
	*p = '\0';
	return 0;
}

static bool line_is(struct slice line, const char *name)
{
	size_t n = strlen(name);

	return line.len > n && line.data[n] == ':' &&
	       !strncasecmp(line.data, name, n);
}

/* "a=1; b=2" as "a=redacted; b=redacted": names and attributes (all but the
 * first pair of a Set-Cookie) stay, so that replay makes the same session. */
static void add_cookies(struct bytes *out, struct slice line, bool set_cookie)
{
	const char *p = memchr(line.data, ':', line.len), *end;

	end = line.data + line.len;
	bytes_add(out, line.data, (size_t)(++p - line.data));
	while (p < end) {
		const char *stop = memchr(p, ';', (size_t)(end - p));
		const char *next = stop ? stop + 1 : end;
		const char *equal = memchr(p, '=', (size_t)(next - p));

		if (!equal) {
			bytes_add(out, p, (size_t)(next - p));
		} else {
			bytes_add(out, p, (size_t)(equal + 1 - p));
			bytes_add_text(out, "redacted");
			bytes_add(out, ";", stop != NULL);
		}
		p = next;
		if (set_cookie) {
			bytes_add(out, p, (size_t)(end - p));
			break;
		}
	}
}

/* True: the line is dealt with. */
static bool add_redacted(struct bytes *out, struct slice line)
{
	if (line_is(line, "Cookie") || line_is(line, "Set-Cookie")) {
		add_cookies(out, line, line_is(line, "Set-Cookie"));
		return true;
	}
	if (line_is(line, "Authorization") ||
	    line_is(line, "Proxy-Authorization")) {
		const char *colon = memchr(line.data, ':', line.len);

		bytes_add(out, line.data, (size_t)(colon + 1 - line.data));
		bytes_add_text(out, " redacted");
		return true;
	}
	return false;
}

/* The head with secrets out; of a response also without what no longer holds
 * for the decoded body, and with its length. */
static void add_head(struct bytes *out, struct slice head,
		     const struct slice *decoded)
{
	while (head.len) {
		const char *end = memchr(head.data, '\n', head.len);
		size_t n = end ? (size_t)(end - head.data) : head.len;
		struct slice line = slice_of(head.data, n);

		n += end != NULL;
		head = slice_of(head.data + n, head.len - n);
		while (line.len && line.data[line.len - 1] == '\r')
			line.len--;
		if (!line.len ||
		    (decoded && (line_is(line, "Content-Encoding") ||
				 line_is(line, "Transfer-Encoding") ||
				 line_is(line, "Content-Length"))))
			continue;
		if (!add_redacted(out, line))
			bytes_add(out, line.data, line.len);
		bytes_add_text(out, "\r\n");
	}
	if (decoded)
		bytes_add_format(out, "Content-Length: %zu\r\n", decoded->len);
	bytes_add_text(out, "\r\n");
}

/* ---- records ---- */

struct record {
	const char *type, *content_type, *id;
	const char *concurrent; /* or NULL */
	const char *url;	/* or NULL */
	const char *digest;	/* or NULL */
	int64_t date_ms;
	struct slice head; /* of the block, ready */
	struct slice body;
};

static void add_field(struct bytes *out, const char *name, const char *value)
{
	if (!value)
		return;
	bytes_add_text(out, name);
	bytes_add_text(out, ": ");
	bytes_add_text(out, value);
	bytes_add_text(out, "\r\n");
}

/* Appends the record's member to a->packed. */
static int pack_record(struct archive *a, const struct record *r)
{
	struct bytes *out = &a->record;
	char date[TIMES_TEXT];
	bool info = !strcmp(r->type, "warcinfo");
	size_t n, bound;

	bytes_reset(out);
	bytes_add_text(out, "WARC/1.1\r\n");
	add_field(out, "WARC-Type", r->type);
	add_field(out, "WARC-Record-ID", r->id);
	add_field(out, "WARC-Date", times_format(r->date_ms, date));
	add_field(out, "WARC-Target-URI", r->url);
	add_field(out, "WARC-Concurrent-To", r->concurrent);
	add_field(out, "WARC-Payload-Digest", r->digest);
	add_field(out, info ? "WARC-Filename" : "WARC-Warcinfo-ID",
		  info ? a->file + sizeof(DIRECTORY) : a->info_id);
	add_field(out, "Content-Type", r->content_type);
	bytes_add_format(out, "Content-Length: %zu\r\n\r\n",
			 r->head.len + r->body.len);
	bytes_add(out, r->head.data, r->head.len);
	bytes_add(out, r->body.data, r->body.len);
	bytes_add_text(out, "\r\n\r\n");

	bound = libdeflate_gzip_compress_bound(a->deflater, out->len);
	bytes_reserve(&a->packed, bound);
	n = libdeflate_gzip_compress(a->deflater, out->data, out->len,
				     a->packed.data + a->packed.len, bound);
	if (!n)
		return fail(-EIO, "archive: gzip");
	a->packed.len += n;
	return 0;
}

static int pack_request(struct archive *a, const struct archive_exchange *x,
			const char *id, const char *other)
{
	struct bytes head = {0};
	struct record r = {.type = "request",
			   .content_type = "application/http;msgtype=request",
			   .id = id,
			   .concurrent = other,
			   .url = x->url,
			   .date_ms = x->logical_ms,
			   .body = x->request_body};
	int rc;

	add_head(&head, x->request_head, NULL);
	r.head = slice_bytes(&head);
	rc = pack_record(a, &r);
	bytes_deinit(&head);
	return rc;
}

static int pack_response(struct archive *a, const struct archive_exchange *x,
			 struct record *r)
{
	struct bytes head = {0};
	int rc;

	if (x->failure) {
		const char *p = x->failure;

		r->type = "metadata";
		r->content_type = "application/warc-fields";
		bytes_add_text(&head, "fetch-failure: ");
		for (; *p; p++) /* one line, whatever the words are */
			bytes_add_char(&head,
				       iscntrl((unsigned char)*p) ? ' ' : *p);
		bytes_add_text(&head, "\r\n");
	} else {
		r->type = "response";
		r->content_type = "application/http;msgtype=response";
		r->body = x->response_body;
		add_head(&head, x->response_head, &x->response_body);
	}
	r->head = slice_bytes(&head);
	rc = pack_record(a, r);
	bytes_deinit(&head);
	return rc;
}

/* ---- files ---- */

/* Writes what is packed behind the last whole record, or nothing. */
static int write_packed(struct archive *a)
{
	size_t done = 0;

	while (done < a->packed.len) {
		ssize_t n =
			pwrite(a->fd, a->packed.data + done,
			       a->packed.len - done, (off_t)(a->bytes + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			int r = archive_fault("write", a->file);

			if (ftruncate(a->fd, (off_t)a->bytes))
				log_line(LOG_WARN, "archive",
					 "torn tail file=%s bytes=%llu",
					 a->file, (unsigned long long)a->bytes);
			return r;
		}
		done += (size_t)n;
	}
	a->bytes += done;
	a->dirty = true;
	return 0;
}

static void file_close(struct archive *a)
{
	if (a->fd >= 0)
		close(a->fd);
	a->fd = -1;
	free(TAKE(a->file));
}

static int file_create(struct archive *a)
{
	char stamp[32];
	time_t now = (time_t)(times_now_ms() / 1000);
	struct tm tm;

	gmtime_r(&now, &tm);
	strftime(stamp, sizeof(stamp), "%Y%m%d%H%M%S", &tm);
	for (int i = 0; i < MAX_NAMES; i++) {
		CLEANUP(freep)
		char *file = alloc_format(DIRECTORY "/%s-%s-%d.warc.gz",
					  a->worker, stamp, i);
		int fd = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
			      0600);

		if (fd < 0 && errno == EEXIST)
			continue;
		if (fd < 0)
			return archive_fault("create", file);
		a->fd = fd;
		a->file = TAKE(file);
		a->bytes = 0;
		a->fresh = true;
		return 0;
	}
	return fail(-EEXIST, "archive: " DIRECTORY "/%s-%s-*: no free name",
		    a->worker, stamp);
}

static int file_begin(struct archive *a)
{
	static const char fields[] =
		"software: jobq/" JOBQ_VERSION "\r\n"
		"format: WARC File Format 1.1\r\n"
		"conformsTo: http://iipc.github.io/warc-specifications/"
		"specifications/warc-format/warc-1.1/\r\n";
	struct record info = {.type = "warcinfo",
			      .content_type = "application/warc-fields",
			      .id = a->info_id,
			      .date_ms = times_now_ms(),
			      .head = slice_text(fields)};
	int r = new_id(a->info_id);

	if (!r)
		r = file_create(a);
	if (r)
		return r;
	bytes_reset(&a->packed);
	r = pack_record(a, &info);
	if (!r)
		r = write_packed(a);
	if (r) {
		unlink(a->file);
		file_close(a);
	}
	return r;
}

/* A file that has room. */
static int file_ready(struct archive *a)
{
	int r;

	if (a->file && a->bytes < ARCHIVE_MAX_FILE)
		return 0;
	if (a->file) {
		r = archive_sync(a);
		if (r)
			return r;
		file_close(a);
	}
	return file_begin(a);
}

static int sync_directory(void)
{
	int fd = open(DIRECTORY, O_RDONLY | O_DIRECTORY | O_CLOEXEC), r = 0;

	if (fd < 0 || fsync(fd))
		r = archive_fault("sync", DIRECTORY);
	if (fd >= 0)
		close(fd);
	return r;
}

/* ---- calls ---- */

static char *safe_name(const char *worker)
{
	char *name = alloc_copy(worker && *worker ? worker : "worker");

	for (char *p = name; *p; p++)
		if (!isalnum((unsigned char)*p) && *p != '-' && *p != '_')
			*p = '_';
	return name;
}

int archive_open(struct archive **out, const char *worker)
{
	CLEANUP(archive_freep) struct archive *a = alloc_zero(1, sizeof(*a));

	a->fd = -1;
	a->worker = safe_name(worker);
	a->deflater = libdeflate_alloc_compressor(LEVEL);
	a->hasher = EVP_MD_CTX_new();
	if (!a->deflater || !a->hasher)
		return fail(-ENOMEM, "archive: compressor");
	if (mkdir(DIRECTORY, 0700) && errno != EEXIST)
		return archive_fault("mkdir", DIRECTORY);
	*out = TAKE(a);
	return 0;
}

void archive_free(struct archive *archive)
{
	if (!archive)
		return;
	file_close(archive);
	free(archive->worker);
	libdeflate_free_compressor(archive->deflater);
	EVP_MD_CTX_free(archive->hasher);
	bytes_deinit(&archive->record);
	bytes_deinit(&archive->packed);
	free(archive);
}

int archive_add(struct archive *archive,
		const struct archive_exchange *exchange, Jobq__Archive *where)
{
	char request_id[ID_TEXT], id[ID_TEXT], digest[DIGEST_TEXT] = "";
	struct record r = {.id = id,
			   .concurrent = request_id,
			   .url = exchange->url,
			   .date_ms = exchange->logical_ms};
	uint64_t offset;
	int rc = file_ready(archive);

	if (!rc)
		rc = new_id(request_id);
	if (!rc)
		rc = new_id(id);
	if (!rc && !exchange->failure) {
		rc = payload_digest(archive, exchange->response_body, digest);
		r.digest = digest;
	}
	if (rc)
		return rc;
	bytes_reset(&archive->packed);
	rc = pack_request(archive, exchange, request_id, id);
	if (rc)
		return rc;
	offset = archive->bytes + archive->packed.len;
	rc = pack_response(archive, exchange, &r);
	if (!rc)
		rc = write_packed(archive);
	if (rc)
		return rc;
	where->file = alloc_copy(archive->file);
	where->offset = offset;
	where->digest = alloc_copy(digest);
	return 0;
}

int archive_sync(struct archive *archive)
{
	if (!archive->dirty)
		return 0;
	if (fdatasync(archive->fd))
		return archive_fault("sync", archive->file);
	if (archive->fresh && sync_directory())
		return -EIO;
	archive->fresh = false;
	archive->dirty = false;
	return 0;
}
