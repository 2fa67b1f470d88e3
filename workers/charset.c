#include "workers/charset.h"
#include "core/alloc.h"
#include <ctype.h>
#include <errno.h>
#include <iconv.h>
#include <strings.h>
#include <uchardet/uchardet.h>

enum {
	NAME_MAX_BYTES = 40,
	META_BYTES = 4096, /* the standard says 1024; real pages exceed it */
	DETECT_BYTES = 1 << 18, /* enough for uchardet to be sure */
};

static inline bool continues(struct slice s, size_t i)
{
	return i < s.len && ((unsigned char)s.data[i] & 0xc0) == 0x80;
}

size_t charset_utf8_length(struct slice s)
{
	unsigned char a = s.len ? (unsigned char)s.data[0] : 0xff;
	unsigned char b = s.len > 1 ? (unsigned char)s.data[1] : 0;

	if (a < 0x80)
		return 1;
	if (a < 0xc2 || a > 0xf4 || !continues(s, 1))
		return 0;
	if (a < 0xe0)
		return 2;
	if (!continues(s, 2) || (a == 0xe0 && b < 0xa0) ||
	    (a == 0xed && b > 0x9f))
		return 0;
	if (a < 0xf0)
		return 3;
	if (!continues(s, 3) || (a == 0xf0 && b < 0x90) ||
	    (a == 0xf4 && b > 0x8f))
		return 0;
	return 4;
}

struct census {
	size_t good; /* characters of more than one byte */
	size_t bad;  /* bytes that belong to none */
};

static struct census census_of(struct slice text)
{
	struct census c = {0};
	size_t i = 0;

	while (i < text.len) {
		uint64_t word;
		size_t n;

		if (text.len - i >= sizeof(word)) {
			memcpy(&word, text.data + i, sizeof(word));
			if (!(word & 0x8080808080808080u)) {
				i += sizeof(word);
				continue;
			}
		}
		n = charset_utf8_length(slice_of(text.data + i, text.len - i));
		c.good += n > 1;
		c.bad += n == 0;
		i += n ? n : 1;
	}
	return c;
}

bool charset_is_utf8(struct slice text)
{
	return !census_of(text).bad;
}

static void add_replaced(struct bytes *out, struct slice text)
{
	size_t i = 0, begin = 0;

	while (i < text.len) {
		size_t n = charset_utf8_length(
			slice_of(text.data + i, text.len - i));

		if (n) {
			i += n;
			continue;
		}
		bytes_add(out, text.data + begin, i - begin);
		bytes_add_text(out, "\xef\xbf\xbd");
		begin = ++i;
	}
	bytes_add(out, text.data + begin, i - begin);
}

void charset_mend(struct bytes *text, size_t begin)
{
	struct bytes mended = {0};
	struct slice tail;

	if (text->len <= begin)
		return;
	tail = slice_of(text->data + begin, text->len - begin);
	if (charset_is_utf8(tail))
		return;
	add_replaced(&mended, tail);
	text->len = begin;
	bytes_add(text, mended.data, mended.len);
	bytes_deinit(&mended);
}

/* False where the text is not of the encoding, or the encoding unknown. */
static bool convert(struct slice text, const char *name, struct bytes *out)
{
	iconv_t cd = iconv_open("UTF-8", name);
	char *in = (char *)text.data;
	size_t left = text.len;
	bool whole = false;

	if (cd == (iconv_t)-1)
		return false;
	bytes_reset(out);
	while (!whole) {
		char room[8192], *to = room;
		size_t free_bytes = sizeof(room);
		size_t rc = iconv(cd, &in, &left, &to, &free_bytes);

		bytes_add(out, room, (size_t)(to - room));
		if (rc == (size_t)-1 && errno != E2BIG)
			break;
		whole = rc != (size_t)-1;
	}
	iconv_close(cd);
	return whole;
}

struct alias {
	const char *said, *meant;
};

/* https://encoding.spec.whatwg.org/#names-and-labels: what pages say and what
 * browsers take it for. */
static const struct alias aliases[] = {
	{"gb2312", "GB18030"},		{"gbk", "GB18030"},
	{"gb_2312-80", "GB18030"},	{"x-gbk", "GB18030"},
	{"chinese", "GB18030"},		{"utf8", "UTF-8"},
	{"unicode-1-1-utf-8", "UTF-8"}, {"iso-8859-1", "WINDOWS-1252"},
	{"latin1", "WINDOWS-1252"},	{"ascii", "WINDOWS-1252"},
	{"us-ascii", "WINDOWS-1252"},	{"iso-8859-9", "WINDOWS-1254"},
	{"big5", "BIG5-HKSCS"},		{"x-sjis", "CP932"},
	{"shift_jis", "CP932"},		{"euc-kr", "CP949"},
};

static const char *meant_by(const char *said)
{
	for (size_t i = 0; i < sizeof(aliases) / sizeof(aliases[0]); i++)
		if (!strcasecmp(said, aliases[i].said))
			return aliases[i].meant;
	return said;
}

/* The word after "charset=" in `text`. */
static bool find_label(struct slice text, char name[NAME_MAX_BYTES])
{
	static const char label[] = "charset";
	size_t n = 0;

	for (size_t i = 0; i + sizeof(label) < text.len; i++) {
		size_t at = i + sizeof(label) - 1;

		if (strncasecmp(text.data + i, label, sizeof(label) - 1) != 0)
			continue;
		while (at < text.len && strchr(" \t\r\n=\"'", text.data[at]) &&
		       text.data[at])
			at++;
		while (at < text.len && n + 1 < NAME_MAX_BYTES &&
		       (isalnum((unsigned char)text.data[at]) ||
			(text.data[at] && strchr("-_:.", text.data[at]))))
			name[n++] = text.data[at++];
		if (n)
			break;
	}
	name[n] = 0;
	return n > 0;
}

static bool is_utf8_name(const char *name)
{
	return !strcasecmp(name, "UTF-8");
}

/* A single-byte encoding explains any bytes, so it proves nothing. */
static bool is_single_byte(const char *name)
{
	return !strncasecmp(name, "WINDOWS-125", 11) ||
	       !strncasecmp(name, "ISO-8859", 8) ||
	       !strncasecmp(name, "KOI8", 4) || !strncasecmp(name, "MAC", 3);
}

static bool detect(struct slice body, char name[NAME_MAX_BYTES])
{
	uchardet_t detector = uchardet_new();
	size_t n = body.len < DETECT_BYTES ? body.len : DETECT_BYTES;

	name[0] = 0;
	if (detector && !uchardet_handle_data(detector, body.data, n)) {
		uchardet_data_end(detector);
		strncat(name, meant_by(uchardet_get_charset(detector)),
			NAME_MAX_BYTES - 1);
	}
	if (detector)
		uchardet_delete(detector);
	return name[0] != 0;
}

/* What is said, then what is detected; a claim that proves nothing gives way
 * to a detected encoding that could have failed and did not. */
static struct slice decode_other(struct slice body, char said[][NAME_MAX_BYTES],
				 struct bytes *room)
{
	char found[NAME_MAX_BYTES];
	bool weak = false;

	for (int i = 0; i < 2; i++) {
		const char *name = meant_by(said[i]);

		weak |= is_single_byte(name);
		if (!said[i][0] || is_utf8_name(name) || is_single_byte(name))
			continue;
		if (convert(body, name, room))
			return slice_bytes(room);
	}
	if (detect(body, found) && !is_utf8_name(found) &&
	    (!weak || !is_single_byte(found)) && convert(body, found, room))
		return slice_bytes(room);
	for (int i = 0; i < 2; i++)
		if (is_single_byte(meant_by(said[i])) &&
		    convert(body, meant_by(said[i]), room))
			return slice_bytes(room);
	bytes_reset(room);
	add_replaced(room, body);
	return slice_bytes(room);
}

static bool starts(struct slice body, const char *mark, size_t n)
{
	return body.len >= n && !memcmp(body.data, mark, n);
}

struct slice charset_decode(struct slice body, const struct charset_hint *hint,
			    struct bytes *room)
{
	char said[2][NAME_MAX_BYTES] = {{0}, {0}};
	struct census c;

	if (starts(body, "\xef\xbb\xbf", 3))
		body = slice_of(body.data + 3, body.len - 3);
	else if ((starts(body, "\xff\xfe", 2) &&
		  convert(body, "UTF-16", room)) ||
		 (starts(body, "\xfe\xff", 2) && convert(body, "UTF-16", room)))
		return slice_bytes(room);
	c = census_of(body);
	find_label(hint->content_type, said[0]);
	if (hint->html)
		find_label(slice_of(body.data, body.len < META_BYTES
						       ? body.len
						       : META_BYTES),
			   said[1]);
	/* ISO-2022 and UTF-7 are ASCII bytes too, but no site sends them. */
	if (!c.bad)
		return body;
	/* Some broken bytes in what is otherwise UTF-8: other encodings do not
	 * look like UTF-8 by chance. */
	if (c.good > 8 * c.bad) {
		bytes_reset(room);
		add_replaced(room, body);
		return slice_bytes(room);
	}
	return decode_other(body, said, room);
}
