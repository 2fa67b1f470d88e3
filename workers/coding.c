#include "workers/coding.h"
#include <libdeflate.h>
#include <strings.h>
#include <zstd.h>

enum { MAX_CODINGS = 4, ZSTD_WINDOW_LOG = 23 /* RFC 9659: 8 MiB */ };

/* ---- gzip and deflate ---- */

typedef enum libdeflate_result inflate_one(struct libdeflate_decompressor *,
					   const void *, size_t, void *, size_t,
					   size_t *, size_t *);

struct inflate {
	struct libdeflate_decompressor *machine;
	inflate_one *one;
	struct slice in; /* what is left of it */
	size_t max;
};

static void inflate_deinit(struct inflate *i)
{
	libdeflate_free_decompressor(i->machine);
}

/* Unpacks one member or stream behind what is in `out`, with as much space as
 * it turns out to need. */
static int inflate_step(struct inflate *i, struct bytes *out)
{
	size_t room = i->max - out->len, space = 4 * i->in.len + 4096;

	for (;;) {
		size_t used = 0, n = 0;
		enum libdeflate_result rc;

		space = space < room ? space : room;
		bytes_reserve(out, space);
		rc = i->one(i->machine, i->in.data, i->in.len,
			    out->data + out->len, space, &used, &n);
		if (rc == LIBDEFLATE_SUCCESS) {
			out->len += n;
			i->in = slice_of(i->in.data + used, i->in.len - used);
			return 0;
		}
		if (rc != LIBDEFLATE_INSUFFICIENT_SPACE)
			return CODING_E_DAMAGED;
		if (space == room)
			return CODING_E_TOO_LARGE;
		space *= 4;
	}
}

static bool at_gzip(struct slice in)
{
	return in.len >= 2 && !memcmp(in.data, "\x1f\x8b", 2);
}

/* RFC 1952 2.2: members follow each other. What follows the last and is none
 * is padding. */
static int undo_gzip(struct slice in, size_t max, struct bytes *out)
{
	CLEANUP(inflate_deinit)
	struct inflate i = {.machine = libdeflate_alloc_decompressor(),
			    .one = libdeflate_gzip_decompress_ex,
			    .in = in,
			    .max = max};
	int r = i.machine ? inflate_step(&i, out) : CODING_E_DAMAGED;

	while (!r && at_gzip(i.in))
		r = inflate_step(&i, out);
	return r;
}

/* "deflate" is the zlib format; many servers send the bare stream. */
static int undo_deflate(struct slice in, size_t max, struct bytes *out)
{
	CLEANUP(inflate_deinit)
	struct inflate i = {.machine = libdeflate_alloc_decompressor(),
			    .one = libdeflate_zlib_decompress_ex,
			    .in = in,
			    .max = max};
	int r = i.machine ? inflate_step(&i, out) : CODING_E_DAMAGED;

	if (r != CODING_E_DAMAGED || !i.machine)
		return r;
	i.one = libdeflate_deflate_decompress_ex;
	return inflate_step(&i, out);
}

/* ---- zstd ---- */

static void zstd_freep(ZSTD_DCtx **machine)
{
	ZSTD_freeDCtx(*machine);
}

static int undo_zstd(struct slice in, size_t max, struct bytes *out)
{
	CLEANUP(zstd_freep) ZSTD_DCtx *machine = ZSTD_createDCtx();
	ZSTD_inBuffer packed = {.src = in.data, .size = in.len};
	size_t left = 1, came = 1;

	if (!machine || ZSTD_isError(ZSTD_DCtx_setParameter(
				machine, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG)))
		return CODING_E_DAMAGED;
	while (packed.pos < packed.size || (left && came)) {
		ZSTD_outBuffer plain = {.size = ZSTD_DStreamOutSize()};

		bytes_reserve(out, plain.size);
		plain.dst = out->data + out->len;
		left = ZSTD_decompressStream(machine, &plain, &packed);
		if (ZSTD_isError(left))
			return CODING_E_DAMAGED;
		came = plain.pos;
		out->len += came;
		if (out->len > max)
			return CODING_E_TOO_LARGE;
	}
	return left ? CODING_E_DAMAGED : 0;
}

/* ---- by name ---- */

typedef int undo(struct slice in, size_t max, struct bytes *out);

static const struct coding {
	const char *name;
	undo *undo;
} codings_known[] = {
	{"gzip", undo_gzip},	   {"x-gzip", undo_gzip}, /* RFC 9110 8.4.1.3 */
	{"deflate", undo_deflate}, {"zstd", undo_zstd},	  {"identity", NULL},
};

static const struct coding *coding_named(struct slice name)
{
	for (size_t i = 0; i < sizeof(codings_known) / sizeof(*codings_known);
	     i++) {
		const struct coding *c = &codings_known[i];

		if (strlen(c->name) == name.len &&
		    !strncasecmp(c->name, name.data, name.len))
			return c;
	}
	return NULL;
}

static int undo_one(struct bytes *body, undo *how, size_t max)
{
	struct bytes out = {0};
	int r;

	bytes_add(&out, "", 0);
	r = how(slice_bytes(body), max, &out);
	if (r) {
		bytes_deinit(&out);
		return r;
	}
	out.data[out.len] = '\0';
	bytes_deinit(body);
	*body = out;
	return 0;
}

/* Cuts the last name off a list of codings: the last applied is undone first.
 */
static struct slice last_name(struct slice *list)
{
	size_t begin, end = list->len;
	static const char blank[] = {' ', '\t', ','};

	while (end && memchr(blank, list->data[end - 1], sizeof(blank)))
		end--;
	begin = end;
	while (begin && !memchr(blank, list->data[begin - 1], sizeof(blank)))
		begin--;
	list->len = begin;
	return slice_of(list->data + begin, end - begin);
}

int coding_undo(struct bytes *body, struct slice codings, size_t max)
{
	for (int i = 0; body->len; i++) {
		struct slice name = last_name(&codings);
		const struct coding *c = coding_named(name);
		int r;

		if (!name.len)
			return 0;
		if (!c || i == MAX_CODINGS)
			return CODING_E_UNKNOWN;
		r = c->undo ? undo_one(body, c->undo, max) : 0;
		if (r)
			return r;
	}
	return 0;
}

/* ---- chunks ---- */

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c |= 0x20;
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Reads "1a2b[;extension]\r\n"; moves *in behind it. */
static int chunk_size(struct slice *in, size_t *out)
{
	const char *end = in->len ? memchr(in->data, '\n', in->len) : NULL;
	size_t i = 0, n = 0;

	while (end && in->data + i < end && hex_digit(in->data[i]) >= 0) {
		if (i == 8)
			return CODING_E_DAMAGED;
		n = n * 16 + (size_t)hex_digit(in->data[i++]);
	}
	if (!i)
		return CODING_E_DAMAGED;
	*in = slice_of(end + 1, in->len - (size_t)(end + 1 - in->data));
	*out = n;
	return 0;
}

int coding_dechunk(struct bytes *body)
{
	struct slice in = slice_bytes(body);
	size_t len = 0, n = 0;

	for (;;) {
		if (chunk_size(&in, &n))
			return CODING_E_DAMAGED;
		if (!n)
			break;
		if (in.len < n + 2)
			return CODING_E_DAMAGED;
		memmove(body->data + len, in.data, n);
		len += n;
		in = slice_of(in.data + n + 2, in.len - n - 2);
	}
	body->len = len;
	body->data[len] = '\0';
	return 0;
}
