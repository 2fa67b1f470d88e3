#include "indexer/language.h"
#include <stdbool.h>
#include <string.h>
#include <utf8proc.h>

struct letters {
	size_t all, han;
};

static bool is_han(utf8proc_int32_t c)
{
	return (c >= 0x4e00 && c <= 0x9fff) || (c >= 0x3400 && c <= 0x4dbf) ||
	       (c >= 0xf900 && c <= 0xfaff) || (c >= 0x20000 && c <= 0x3ffff);
}

static bool is_letter(utf8proc_int32_t c)
{
	switch (utf8proc_category(c)) {
	case UTF8PROC_CATEGORY_LU:
	case UTF8PROC_CATEGORY_LL:
	case UTF8PROC_CATEGORY_LT:
	case UTF8PROC_CATEGORY_LM:
	case UTF8PROC_CATEGORY_LO:
		return true;
	default:
		return false;
	}
}

static utf8proc_ssize_t next_character(const utf8proc_uint8_t *at,
				       utf8proc_ssize_t left,
				       utf8proc_int32_t *c)
{
	if (*at < 0x80)
		return 1;
	if (*at < 0xe4 || *at > 0xe9 || left < 3 || (at[1] & 0xc0) != 0x80 ||
	    (at[2] & 0xc0) != 0x80)
		return utf8proc_iterate(at, left, c);
	*c = (*at & 0xf) << 12 | (at[1] & 0x3f) << 6 | (at[2] & 0x3f);
	return 3;
}

static void count_letters(struct letters *n, const char *text)
{
	const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
	utf8proc_ssize_t left = (utf8proc_ssize_t)strlen(text);

	while (left > 0) {
		utf8proc_int32_t c = *at;
		utf8proc_ssize_t len = next_character(at, left, &c);

		if (len <= 0) {
			len = 1; /* a bad byte is no letter */
		} else if (c < 0x80) {
			n->all += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
		} else if (is_han(c)) {
			n->han++;
			n->all++;
		} else {
			n->all += is_letter(c);
		}
		at += len;
		left -= len;
	}
}

const char *language_of(const Jobq__Content *content)
{
	struct letters n = {0};

	if (!content)
		return "";
	count_letters(&n, content->title);
	for (size_t i = 0; i < content->n_blocks; i++)
		count_letters(&n, content->blocks[i]->text);
	if (!n.all)
		return "";
	if (n.han * 100 >= n.all * 30)
		return "zh";
	return n.han * 100 < n.all * 5 ? "en" : "mixed";
}
