#include "core/warc.h"
#include "core/fail.h"
#include "core/log.h"
#include <errno.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_READ = 16 << 10, FIRST_SPACE = 64 << 10 };

/* A member that is being read: how long it is shows only when it is unpacked.
 */
struct member {
	const char *file;
	int fd;
	uint64_t offset, file_bytes;
	struct bytes packed; /* the file's bytes from `offset` on, so far */
	struct libdeflate_decompressor *inflater;
};

static void member_deinit(struct member *m)
{
	if (m->fd >= 0)
		close(m->fd);
	bytes_deinit(&m->packed);
	libdeflate_free_decompressor(m->inflater);
}

static int damaged(const struct member *m, const char *what)
{
	log_line(LOG_WARN, "warc", "damaged file=%s offset=%llu: %s", m->file,
		 (unsigned long long)m->offset, what);
	return WARC_E_DAMAGED;
}

static int member_open(struct member *m)
{
	struct stat st;

	m->fd = open(m->file, O_RDONLY | O_CLOEXEC);
	if (m->fd < 0)
		return fail(-errno, "warc: %s: %s", m->file, strerror(errno));
	if (fstat(m->fd, &st))
		return fail(-errno, "warc: %s: %s", m->file, strerror(errno));
	m->file_bytes = (uint64_t)st.st_size;
	m->inflater = libdeflate_alloc_decompressor();
	return m->inflater ? 0 : fail(-ENOMEM, "warc: inflater");
}

/* Four times as many packed bytes as before; false: there are no more. */
static int member_fill(struct member *m, bool *more)
{
	uint64_t left = m->file_bytes - m->offset - m->packed.len;
	size_t want = m->packed.len ? m->packed.len * 3 : FIRST_READ;

	*more = left > 0 && m->packed.len < WARC_MAX_RECORD;
	if (want > left)
		want = left;
	bytes_reserve(&m->packed, want + 1);
	while (*more && want) {
		ssize_t n = pread(m->fd, m->packed.data + m->packed.len, want,
				  (off_t)(m->offset + m->packed.len));

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return fail(-errno, "warc: %s: %s", m->file,
				    strerror(errno));
		if (!n)
			break;
		m->packed.len += (size_t)n;
		want -= (size_t)n;
	}
	return 0;
}

/* Unpacks the member into `out`, with as much of the file and as much space as
 * it turns out to need. */
static int member_unpack(struct member *m, struct bytes *out, size_t *packed)
{
	size_t space = FIRST_SPACE, n = 0;
	bool more = true;
	int r = member_fill(m, &more);

	while (!r) {
		bytes_reset(out);
		bytes_reserve(out, space + 1);
		switch (libdeflate_gzip_decompress_ex(
			m->inflater, m->packed.data, m->packed.len, out->data,
			space, packed, &n)) {
		case LIBDEFLATE_SUCCESS:
			out->len = n;
			out->data[n] = '\0';
			return 0;
		case LIBDEFLATE_INSUFFICIENT_SPACE:
			if (space >= WARC_MAX_RECORD)
				return damaged(m, "record beyond the limit");
			space *= 4;
			if (space > WARC_MAX_RECORD)
				space = WARC_MAX_RECORD;
			break;
		default: /* broken, or we have only its beginning */
			r = member_fill(m, &more);
			if (!r && !more)
				return damaged(m, "no whole gzip member");
		}
	}
	return r;
}

/* Digits alone; false also for what does not fit. */
static bool read_length(struct slice text, size_t *out)
{
	size_t n = 0;

	if (!text.len || text.len > 12)
		return false;
	for (size_t i = 0; i < text.len; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			return false;
		n = n * 10 + (size_t)(text.data[i] - '0');
	}
	*out = n;
	return true;
}

static int record_split(const struct member *m, struct warc_record *r)
{
	const char *all = r->bytes.data, *end, *first;
	size_t len = r->bytes.len, length, start;

	end = memmem(all, len, "\r\n\r\n", 4);
	if (len < 7 || memcmp(all, "WARC/1.", 7) != 0 || !end)
		return damaged(m, "no WARC/1 record");
	first = (const char *)memmem(all, len, "\r\n", 2) + 2;
	start = (size_t)(end + 4 - all);
	r->header =
		slice_of(first, first > end ? 0 : (size_t)(end + 2 - first));
	if (!read_length(warc_field(r->header, "Content-Length"), &length))
		return damaged(m, "no Content-Length");
	if (length > len - start)
		return damaged(m, "block shorter than its Content-Length");
	if (len - start - length > 4)
		return damaged(m, "more than one record in a gzip member");
	r->block = slice_of(all + start, length);
	return 0;
}

int warc_read(const char *file, uint64_t offset, struct warc_record *out)
{
	CLEANUP(member_deinit)
	struct member m = {.file = file, .fd = -1, .offset = offset};
	size_t packed = 0;
	int r = member_open(&m);

	if (r)
		return r;
	if (offset == m.file_bytes)
		return WARC_E_END;
	if (offset > m.file_bytes)
		return damaged(&m, "offset beyond the end of the file");
	r = member_unpack(&m, &out->bytes, &packed);
	if (r)
		return r;
	r = record_split(&m, out);
	if (r)
		return r;
	out->offset = offset;
	out->next = offset + packed;
	return 0;
}

void warc_record_deinit(struct warc_record *record)
{
	bytes_deinit(&record->bytes);
	*record = (struct warc_record){0};
}

static struct slice trimmed(struct slice s)
{
	while (s.len && strchr(" \t\r", s.data[0]) && s.data[0]) {
		s.data++;
		s.len--;
	}
	while (s.len && s.data[s.len - 1] && strchr(" \t\r", s.data[s.len - 1]))
		s.len--;
	return s;
}

struct slice warc_field(struct slice lines, const char *name)
{
	size_t name_len = strlen(name);

	while (lines.len) {
		const char *end = memchr(lines.data, '\n', lines.len);
		size_t len = end ? (size_t)(end - lines.data) : lines.len;

		if (len > name_len && lines.data[name_len] == ':' &&
		    !strncasecmp(lines.data, name, name_len))
			return trimmed(slice_of(lines.data + name_len + 1,
						len - name_len - 1));
		len += end != NULL;
		lines = slice_of(lines.data + len, lines.len - len);
	}
	return slice_of("", 0);
}

int warc_http(struct slice block, struct slice *head, struct slice *body)
{
	const char *end;

	if (block.len < 5 || memcmp(block.data, "HTTP/", 5) != 0) {
		/* A request: "GET /path HTTP/1.1". */
		const char *line =
			block.len ? memchr(block.data, '\n', block.len) : NULL;
		size_t len = line ? (size_t)(line - block.data) : 0;

		if (!len || !memmem(block.data, len, " HTTP/", 6))
			return WARC_E_DAMAGED;
	}
	end = memmem(block.data, block.len, "\r\n\r\n", 4);
	if (!end)
		return WARC_E_DAMAGED;
	*head = slice_of(block.data, (size_t)(end + 2 - block.data));
	*body = slice_of(end + 4, block.len - head->len - 2);
	return 0;
}
