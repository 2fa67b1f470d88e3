#include "query/countries.h"

static bool is_code(struct slice s)
{
	return s.len == 2 && s.data[0] >= 'A' && s.data[0] <= 'Z' &&
	       s.data[1] >= 'A' && s.data[1] <= 'Z';
}

/* The next of them, which `list` then begins behind. */
static struct slice take(struct slice *list)
{
	const char *end = memchr(list->data, ':', list->len);
	size_t len = end ? (size_t)(end - list->data) : list->len;
	struct slice one = slice_of(list->data, len);

	len += end != NULL;
	*list = slice_of(list->data + len, list->len - len);
	return one;
}

bool countries_valid(struct slice list)
{
	if (!list.len || list.data[list.len - 1] == ':')
		return false;
	while (list.len)
		if (!is_code(take(&list)))
			return false;
	return true;
}

bool countries_have(struct slice list, const char *country)
{
	while (list.len)
		if (slice_equal(take(&list), slice_text(country)))
			return true;
	return false;
}
