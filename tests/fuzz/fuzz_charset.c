#include "tests/fuzz/fuzz.h"
#include "workers/charset.h"

/* The first byte picks what the header says; the rest always becomes UTF-8. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const types[] = {"",
					    "text/html; charset=utf-8",
					    "text/html; charset=gb2312",
					    "text/html; charset=iso-8859-1",
					    "text/html; charset=\"Big5\"",
					    "charset=no-such",
					    "text/html; charset=utf-16"};
	struct charset_hint hint = {.html = true};
	struct bytes room = {0};
	struct slice text;

	if (!size)
		return 0;
	hint.content_type =
		slice_text(types[data[0] % (sizeof(types) / sizeof(types[0]))]);
	text = charset_decode(slice_of(data + 1, size - 1), &hint, &room);
	if (!charset_is_utf8(text))
		abort();
	bytes_deinit(&room);
	return 0;
}
