/* Any link of any page: [base] newline [reference]. */
#include "core/alloc.h"
#include "core/urlkey.h"
#include "tests/fuzz/fuzz.h"
#include <stdint.h>
#include <string.h>

static void look_at(const char *url)
{
	CLEANUP(freep) char *once = url_canonical(url);
	CLEANUP(freep) char *twice = once ? url_canonical(once) : NULL;
	CLEANUP(freep) char *host = url_host(url);
	CLEANUP(freep) char *target = url_target(url);
	CLEANUP(freep) char *escaped = url_escape(url);

	if (once && (!twice || strcmp(once, twice) != 0))
		abort(); /* not idempotent */
	if (once && (!host || !target || target[0] != '/'))
		abort(); /* a URL with a key has a host and a target */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(freep) char *base = alloc_copy_n(data, size);
	char *line = strchr(base, '\n');
	CLEANUP(freep) char *resolved = NULL;

	if (line)
		*line = '\0';
	look_at(base);
	resolved = url_resolve(base, line ? line + 1 : "");
	if (resolved)
		look_at(resolved);
	return 0;
}
