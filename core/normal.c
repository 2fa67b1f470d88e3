#include "core/normal.h"
#include "core/alloc.h"
#include "core/simplified.h"
#include <utf8proc.h>

enum {
	MARKS_MAX = 30,		    /* UAX #15, 13: Stream-Safe Text Format */
	DECOMPOSED_MAX = 64,	    /* Unicode's longest is 18 */
	ROOM = 4 * (MARKS_MAX + 2), /* what one segment can grow the text by */
};

/* A base and its marks, decomposed: what composes only within itself. */
struct segment {
	int32_t c[MARKS_MAX + 1];
	size_t n;
	uint32_t origin;
};

static uint32_t simplify(uint32_t c)
{
	uint32_t s = 0;

	if (c >= sizeof(simplified_page) * 256)
		return c;
	s = simplified[simplified_page[c >> 8]][c & 0xff];
	return s ? s : c;
}

/* Room for `bytes` of text and one segment more. */
static void reserve(struct normal *n, size_t bytes)
{
	if (n->cap - n->len >= bytes + ROOM)
		return;
	n->cap += n->cap / 2 + bytes + ROOM;
	n->text = alloc_resize(n->text, n->cap + 1, 1);
	n->origin = alloc_resize(n->origin, n->cap + 1, sizeof(*n->origin));
}

/* Appends a character; the caller has reserved. */
static void put(struct normal *n, uint32_t c, uint32_t origin)
{
	uint8_t *to = (uint8_t *)n->text + n->len;
	size_t len = 1;

	if (c < 0x80) {
		*to = (uint8_t)c;
	} else if (c >= 0x4000 && c < 0xa000) { /* Han, nearly always */
		to[0] = (uint8_t)(0xe0 | c >> 12);
		to[1] = (uint8_t)(0x80 | (c >> 6 & 0x3f));
		to[2] = (uint8_t)(0x80 | (c & 0x3f));
		len = 3;
	} else {
		len = (size_t)utf8proc_encode_char((int32_t)c, to);
	}
	for (size_t i = 0; i < len; i++)
		n->origin[n->len + i] = origin;
	n->len += len;
}

/* Attaches to what stands before it: has a combining class, is a mark (some
 * of class 0 compose), or is a Hangul vowel or final. */
static bool attaches(int32_t c)
{
	const utf8proc_property_t *p = NULL;

	if (c < 0x300)
		return false;
	p = utf8proc_get_property(c);
	return p->combining_class || p->category == UTF8PROC_CATEGORY_MN ||
	       p->category == UTF8PROC_CATEGORY_MC ||
	       p->category == UTF8PROC_CATEGORY_ME ||
	       (c >= 0x1160 && c <= 0x11ff);
}

/* Canonical order (Unicode 3.11, D109): stable by class between class 0s. */
static void segment_sort(struct segment *s)
{
	for (size_t i = 1; i < s->n; i++) {
		int32_t c = s->c[i];
		int class = utf8proc_get_property(c)->combining_class;
		size_t at = i;

		for (; class && at > 0; at--) {
			if (utf8proc_get_property(s->c[at - 1])
				    ->combining_class <= class)
				break;
			s->c[at] = s->c[at - 1];
		}
		s->c[at] = c;
	}
}

static void segment_flush(struct segment *s, struct normal *n)
{
	utf8proc_ssize_t count = (utf8proc_ssize_t)s->n;

	reserve(n, 0);
	if (count > 1) {
		segment_sort(s);
		count = utf8proc_normalize_utf32(
			s->c, count, UTF8PROC_COMPOSE | UTF8PROC_STABLE);
	}
	for (utf8proc_ssize_t i = 0; i < count; i++)
		put(n, (uint32_t)s->c[i], s->origin);
	s->n = 0;
}

static void segment_add(struct segment *s, struct normal *n, int32_t c,
			uint32_t origin)
{
	c = (int32_t)simplify((uint32_t)c);
	if (!s->n || !attaches(c)) {
		if (s->n)
			segment_flush(s, n);
		s->origin = origin;
	}
	if (s->n <= MARKS_MAX)
		s->c[s->n++] = c;
}

/* One character the general way; returns its length in bytes. */
static size_t add_any(struct segment *s, struct normal *n, struct slice text,
		      size_t at)
{
	int32_t c = 0, all[DECOMPOSED_MAX];
	int boundary = 0;
	utf8proc_ssize_t n_all = 0;
	utf8proc_ssize_t len =
		utf8proc_iterate((const uint8_t *)text.data + at,
				 (utf8proc_ssize_t)(text.len - at), &c);

	if (len <= 0) {
		c = 0xfffd;
		len = 1;
	}
	n_all = utf8proc_decompose_char(
		c, all, DECOMPOSED_MAX,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD |
			UTF8PROC_IGNORE | UTF8PROC_STABLE,
		&boundary);
	if (n_all > DECOMPOSED_MAX)
		n_all = DECOMPOSED_MAX;
	for (utf8proc_ssize_t i = 0; i < n_all; i++)
		segment_add(s, n, all[i], (uint32_t)at);
	return (size_t)len;
}

/* The end, or a byte that no character which attaches begins with: ASCII, or
 * the first of U+4000 to U+9FFF. */
static bool stands_alone(struct slice text, size_t at)
{
	uint8_t byte = at < text.len ? (uint8_t)text.data[at] : 0;

	return byte < 0x80 || (byte >= 0xe4 && byte <= 0xe9);
}

/* An ASCII or Han character that nothing attaches to: no decomposition, no
 * search in Unicode's tables. Returns its length, 0: not such a one. */
static size_t add_plain(struct normal *n, struct slice text, size_t at)
{
	const uint8_t *p = (const uint8_t *)text.data + at;
	size_t len = *p < 0x80 ? 1 : 3;
	uint32_t c = *p;

	if (text.len - at < len || !stands_alone(text, at + len))
		return 0;
	if (len == 3) {
		if ((p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
			return 0;
		c = simplify((p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 |
			     (p[2] & 0x3fu));
	} else if (c >= 'A' && c <= 'Z') {
		c |= 0x20;
	}
	reserve(n, 0);
	put(n, c, (uint32_t)at);
	return len;
}

void normal_set(struct normal *n, struct slice original)
{
	struct segment segment = {.n = 0};

	n->len = 0;
	reserve(n, original.len);
	for (size_t at = 0, len = 0; at < original.len; at += len) {
		len = 0;
		if (stands_alone(original, at)) {
			if (segment.n)
				segment_flush(&segment, n);
			len = add_plain(n, original, at);
		}
		if (!len)
			len = add_any(&segment, n, original, at);
	}
	segment_flush(&segment, n);
	n->text[n->len] = 0;
	n->origin[n->len] = (uint32_t)original.len;
}

void normal_init(struct normal *out, struct slice original)
{
	*out = (struct normal){0};
	normal_set(out, original);
}

void normal_cut(struct normal *out, const struct normal *n, uint32_t start,
		uint32_t end)
{
	size_t from = normal_place(n, start), to = normal_place(n, end);

	out->len = 0;
	reserve(out, to - from);
	memcpy(out->text, n->text + from, to - from);
	for (size_t i = from; i < to; i++)
		out->origin[i - from] = n->origin[i] - start;
	out->len = to - from;
	out->text[out->len] = 0;
	out->origin[out->len] = end - start;
}

size_t normal_place(const struct normal *n, uint32_t origin)
{
	size_t low = 0, high = n->len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (n->origin[middle] < origin)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void normal_deinit(struct normal *n)
{
	free(n->text);
	free(n->origin);
	*n = (struct normal){0};
}
