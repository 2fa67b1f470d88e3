#include "workers/excerpt.h"
#include "core/alloc.h"
#include "workers/charset.h"

static bool is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

char *excerpt_of(struct slice text, size_t max)
{
	struct bytes out = {0};
	size_t i = 0;
	bool blank = false;

	while (i < text.len && out.len < max) {
		unsigned char c = (unsigned char)text.data[i];
		size_t n = charset_utf8_length(
			slice_of(text.data + i, text.len - i));

		if (is_blank(c)) {
			blank = out.len > 0;
			i++;
			continue;
		}
		if (blank)
			bytes_add_char(&out, ' ');
		blank = false;
		if (!n || c < 0x20 || c == 0x7f)
			bytes_add_format(&out, "\\x%02x", c);
		else
			bytes_add(&out, text.data + i, n);
		i += n ? n : 1;
	}
	if (i < text.len)
		bytes_add_text(&out, "...");
	return bytes_take(&out);
}
