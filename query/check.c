#include "core/alloc.h"
#include "query/options.h"
#include "query/sibling.h"

/* Hands the line to `jobq-worker --check`, which fetches as a crawl would. */
int command_check(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	CLEANUP(freep) char **line = NULL;
	size_t n = 1;
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 1, SIZE_MAX, "PANEL or URL");
	if (r)
		return r;
	line = alloc_zero(3 * (o.n_own + 1) + o.n_words + 4, sizeof(*line));
	line[n++] = (char *)"--check";
	line[n++] = o.words[0];
	for (size_t i = 0; i < o.n_own; i++) {
		line[n++] = alloc_format("--%s", o.own[i].name);
		if (*o.own[i].value)
			line[n++] = (char *)o.own[i].value;
	}
	for (size_t i = 1; i < o.n_words; i++) /* --replay FILE FILE ... */
		line[n++] = o.words[i];
	return command_exit(sibling_become("jobq-worker", line));
}
