/* A robots.txt; its first line is also the target that is asked for. */
#include "core/alloc.h"
#include "tests/fuzz/fuzz.h"
#include "workers/robots.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const uint8_t *end = size ? memchr(data, '\n', size) : NULL;
	size_t line = end ? (size_t)(end - data) : size;
	CLEANUP(freep) char *target = alloc_copy_n(data, line);
	CLEANUP(robots_freep)
	struct robots *robots = robots_parse(slice_of(data, size), "jobq");
	const char *const *maps = NULL;
	size_t n = robots_sitemaps(robots, &maps);

	robots_allows(robots, target);
	robots_allows(robots, "/");
	if (!robots_allows(robots, "/robots.txt") ||
	    robots_delay_ms(robots) > ROBOTS_MAX_DELAY_MS ||
	    n > ROBOTS_MAX_SITEMAPS)
		abort();
	return 0;
}
