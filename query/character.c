#include "query/character.h"
#include <utf8proc.h>

size_t character_at(struct slice text, size_t at, int32_t *c)
{
	utf8proc_ssize_t n =
		utf8proc_iterate((const utf8proc_uint8_t *)text.data + at,
				 (utf8proc_ssize_t)(text.len - at), c);

	if (n > 0)
		return (size_t)n;
	*c = 0xfffd;
	return 1;
}
