#include "indexer/listmark.h"

enum { DIGITS_MAX = 2 };

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool has(const struct normal *n, size_t at, size_t end, const char *what)
{
	return at <= end &&
	       slice_starts(slice_of(n->text + at, end - at), what);
}

static size_t past_spaces(const struct normal *n, size_t at, size_t end)
{
	while (at < end && (n->text[at] == ' ' || n->text[at] == '\t'))
		at++;
	return at;
}

static bool bullet(const struct normal *n, size_t at, size_t end,
		   struct listmark *out)
{
	static const char *const signs[] = {"•", "·", "●", "▪", "■",
					    "◆", "○", "‣", "⁃", "–",
					    "—", "★", "➢", "✔", "✓"};
	char c = n->text[at];

	*out = (struct listmark){.start = at};
	if ((c == '-' || c == '*' || c == '+') && at + 1 < end &&
	    (n->text[at + 1] == ' ' || n->text[at + 1] == '\t')) {
		out->style = LISTMARK_BULLET;
		out->end = past_spaces(n, at + 1, end);
		return true;
	}
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (has(n, at, end, signs[i])) {
			out->style = LISTMARK_BULLET;
			out->end = past_spaces(n, at + strlen(signs[i]), end);
			return true;
		}
	return false;
}

/* Numbers that are one character: where each run of them begins, how many they
 * are, and the first. */
static const struct {
	uint32_t from;
	unsigned n, number;
} signs[] = {
	{0x2460, 20, 1},  /* ① */
	{0x2488, 20, 1},  /* ⒈ */
	{0x24ea, 1, 0},	  /* ⓪ */
	{0x3251, 15, 21}, /* ㉑ */
	{0x32b1, 15, 36}, /* ㊱ */
};

bool listmark_sign(const struct marked_text *text, size_t at, size_t *end,
		   unsigned *number)
{
	const struct normal *n = text->normal;
	uint32_t from = n->origin[at], sign = 0;
	const uint8_t *p = (const uint8_t *)text->original.data + from;

	if (from + 3 > text->original.len || (p[0] != 0xe2 && p[0] != 0xe3))
		return false;
	sign = (p[0] & 0xfu) << 12 | (p[1] & 0x3fu) << 6 | (p[2] & 0x3fu);
	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (sign < signs[i].from || sign - signs[i].from >= signs[i].n)
			continue;
		*number = signs[i].number + (sign - signs[i].from);
		for (*end = at; *end < n->len && n->origin[*end] == from;)
			++*end;
		return true;
	}
	return false;
}

static bool circled(const struct marked_text *text, size_t at,
		    struct listmark *out)
{
	if (!listmark_sign(text, at, &out->end, &out->number) || !out->number ||
	    text->normal->text[out->end - 1] == '.') /* ⒈ is as 1. */
		return false;
	out->style = LISTMARK_CIRCLE;
	return true;
}

static size_t number_at(const struct normal *n, size_t at, size_t end,
			unsigned *number)
{
	size_t digits = 0;

	for (*number = 0; at + digits < end && digits < DIGITS_MAX + 1 &&
			  is_digit(n->text[at + digits]);
	     digits++)
		*number = *number * 10 + (unsigned)(n->text[at + digits] - '0');
	return digits > DIGITS_MAX ? 0 : digits;
}

/* 一、 to 十、 */
static bool han(const struct normal *n, size_t at, size_t end,
		struct listmark *out)
{
	static const char *const numerals[] = {"一", "二", "三", "四", "五",
					       "六", "七", "八", "九", "十"};

	for (unsigned i = 0; i < 10; i++)
		if (has(n, at, end, numerals[i]) &&
		    (has(n, at + 3, end, "、") || has(n, at + 3, end, "."))) {
			out->style = LISTMARK_HAN;
			out->number = i + 1;
			out->end = at + 3 + (n->text[at + 3] == '.' ? 1 : 3);
			return true;
		}
	return false;
}

/* What stands after the number at [at, after). */
static bool closed_by(const struct normal *n, size_t after, size_t end,
		      struct listmark *out)
{
	bool open = n->text[out->start] == '(';

	if (has(n, after, end, ")")) {
		out->style = LISTMARK_CLOSED;
		out->end = after + 1;
	} else if (open) {
		return false;
	} else if (has(n, after, end, "、")) {
		out->style = LISTMARK_COMMA;
		out->end = after + 3;
	} else if (has(n, after, end, ",") && after + 1 < end &&
		   !is_digit(n->text[after + 1])) {
		out->style = LISTMARK_COMMA;
		out->end = after + 1;
	} else if ((has(n, after, end, ".") || has(n, after, end, ":")) &&
		   (after + 1 >= end || !is_digit(n->text[after + 1]))) {
		out->style = LISTMARK_DOT;
		out->end = after + 1;
	}
	return out->style != LISTMARK_NONE;
}

bool listmark_at(const struct marked_text *text, size_t at, size_t end,
		 struct listmark *out)
{
	const struct normal *n = text->normal;
	size_t digits = 0, first = at;

	*out = (struct listmark){.start = at};
	if (at >= end)
		return false;
	if (is_digit(n->text[at]) || n->text[at] == '(') {
		if (circled(text, at, out))
			goto found;
		first += n->text[at] == '(';
		digits = number_at(n, first, end, &out->number);
		if (!digits || !closed_by(n, first + digits, end, out))
			return false;
	} else if (!han(n, at, end, out)) {
		return bullet(n, at, end, out);
	}
found:
	out->end = past_spaces(n, out->end, end);
	return true;
}

bool listmark_bare(const struct marked_text *text, size_t at, size_t end,
		   unsigned number, struct listmark *out)
{
	static const char *const counted[] = {"年", "月", "天", "个", "位",
					      "名", "次", "周", "小", "日",
					      "万", "千", "倍", "号", "级"};
	const struct normal *n = text->normal;
	size_t len = number >= 10 ? 2 : 1;
	char c = 0;

	if (number > 99 || at + len >= end)
		return false;
	if ((number >= 10 && n->text[at] != (char)('0' + number / 10)) ||
	    n->text[at + len - 1] != (char)('0' + number % 10))
		return false;
	c = n->text[at + len];
	for (size_t i = 0; i < sizeof(counted) / sizeof(*counted); i++)
		if (has(n, at + len, end, counted[i]))
			return false;
	if (!is_digit(c) && !((uint8_t)c >= 0xe4 && (uint8_t)c <= 0xe9) &&
	    !(c >= 'a' && c <= 'z'))
		return false;
	*out = (struct listmark){at, at + len, LISTMARK_BARE, number};
	return true;
}

/* Emoji, arrows, boxes, 【: what decorates a header. */
static size_t ornament(const struct normal *n, size_t at, size_t end)
{
	const uint8_t *p = (const uint8_t *)n->text + at;

	if (at + 3 <= end && p[0] == 0xe2 && p[1] >= 0x86 && p[1] <= 0xaf)
		return 3;
	if (at + 3 <= end && (has(n, at, end, "【") || has(n, at, end, "「")))
		return 3;
	if (at + 4 <= end && p[0] == 0xf0 && p[1] == 0x9f)
		return 4;
	return 0;
}

size_t listmark_skip(const struct normal *n, size_t at, size_t end)
{
	while (at < end) {
		char c = n->text[at];
		size_t len = ornament(n, at, end);

		if (c == ' ' || c == '\t' || c == '#' || c == '*' || c == '_' ||
		    c == '>' || c == '[' || c == '`' || c == '~' || c == '|')
			len = 1;
		if (!len)
			break;
		at += len;
	}
	return at;
}
