/* Lines are Set-Cookie values from one site; what is sent has no controls. */
#include "core/alloc.h"
#include "tests/fuzz/fuzz.h"
#include "workers/cookies.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char url[] = "https://a.b.example.com/x/y?z";
	CLEANUP(cookies_freep) struct cookies *jar = cookies_new();
	CLEANUP(freep) char *sent = NULL;

	while (size) {
		const uint8_t *end = memchr(data, '\n', size);
		size_t line = end ? (size_t)(end - data) : size;

		cookies_take(jar, url, slice_of(data, line), 1000);
		line += end != NULL;
		data += line;
		size -= line;
	}
	sent = cookies_header(jar, url, 1000);
	if (cookies_count(jar) > COOKIES_MAX ||
	    (sent && strpbrk(sent, "\r\n\x01\x7f")))
		abort();
	return 0;
}
