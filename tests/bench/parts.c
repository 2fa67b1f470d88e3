/*
 * Parts: what the pipeline's parts can do alone, for pipeline.sh.
 *
 *	bench-parts fetch GATEWAY BOARD  each posting page of the folder BOARD,
 *					 one request at a time, nothing kept
 *	bench-parts gumbo BOARD		 the same pages parsed
 *	bench-parts index NDJSON INDEX	 the texts made into terms and indexed
 *
 * Each prints how many a second.
 */
#include "core/alloc.h"
#include "core/times.h"
#include "indexing.h"
#include "workers/fetch.h"
#include <glob.h>
#include <gumbo.h>
#include <jansson.h>
#include <stdio.h>

enum { COMMIT_EVERY = 500 };

static int tell(const char *name, size_t n, int64_t since_ms)
{
	double seconds = (double)(times_mono_ms() - since_ms) / 1000.0;

	printf("%-28s %7.0f a second  (%zu in %.2f s)\n", name,
	       (double)n / (seconds > 0 ? seconds : 1), n, seconds);
	return n ? 0 : 1;
}

static int pages(const char *board, glob_t *out)
{
	CLEANUP(freep) char *pattern = alloc_format("%s/jobs/*.html", board);

	return glob(pattern, 0, NULL, out);
}

/* ---- fetch ---- */

static void fetched(void *arg, struct fetch_answer *answer)
{
	*(int *)arg = answer->status;
	fetch_answer_deinit(answer);
}

static int fetch_one(struct fetch *fetch, const char *path)
{
	CLEANUP(freep)
	char *url = alloc_format("http://board.example/jobs/%s",
				 strrchr(path, '/') + 1);
	struct fetch_request request = {
		.method = "GET", .url = url, .user_agent = "jobq-bench"};
	int status = 0;
	int r = fetch_start(fetch, &request, fetched, &status);

	while (!r && !status)
		r = fetch_poll(fetch, NULL, 0, 1000);
	return status == 200 ? 0 : 1;
}

static int bench_fetch(const char *gateway, const char *board)
{
	CLEANUP(fetch_freep) struct fetch *fetch = NULL;
	struct fetch_options options = {.gateway = gateway};
	glob_t found;
	int64_t since = times_mono_ms();
	int r = fetch_new(&fetch, &options);

	if (r || pages(board, &found))
		return 1;
	for (size_t i = 0; !r && i < found.gl_pathc; i++)
		r = fetch_one(fetch, found.gl_pathv[i]);
	r = r ? r : tell("fetch only", found.gl_pathc, since);
	globfree(&found);
	return r;
}

/* ---- gumbo ---- */

static int slurp(const char *path, struct bytes *out)
{
	char part[65536];
	size_t n;
	FILE *file = fopen(path, "rb");

	if (!file)
		return 1;
	bytes_reset(out);
	while ((n = fread(part, 1, sizeof(part), file)) > 0)
		bytes_add(out, part, n);
	fclose(file);
	return 0;
}

static int bench_gumbo(const char *board)
{
	struct bytes page = {0};
	glob_t found;
	int64_t since = times_mono_ms();

	if (pages(board, &found))
		return 1;
	for (size_t i = 0; i < found.gl_pathc; i++) {
		GumboOutput *tree;

		if (slurp(found.gl_pathv[i], &page))
			return 1;
		tree = gumbo_parse_with_options(&kGumboDefaultOptions,
						page.data, page.len);
		gumbo_destroy_output(&kGumboDefaultOptions, tree);
	}
	tell("gumbo only", found.gl_pathc, since);
	globfree(&found);
	bytes_deinit(&page);
	return 0;
}

/* ---- index ---- */

static int index_line(struct textindex *index, struct tokens *tokens,
		      const char *line)
{
	json_t *posting = json_loads(line, 0, NULL);
	const char *text = json_string_value(json_object_get(posting, "text"));
	int r = text ? indexing_add(index, tokens,
				    json_integer_value(
					    json_object_get(posting, "id")),
				    text, slice_text(line))
		     : 1;

	json_decref(posting);
	return r;
}

static int bench_index(const char *ndjson, const char *path)
{
	CLEANUP(textindex_freep) struct textindex *index = NULL;
	CLEANUP(tokens_freep) struct tokens *tokens = tokens_new();
	CLEANUP(freep) char *line = NULL;
	size_t size = 0, n = 0;
	FILE *file = fopen(ndjson, "r");
	int64_t since = times_mono_ms();
	int r = !file || textindex_open_writer(&index, path);

	while (!r && getline(&line, &size, file) > 0) {
		r = index_line(index, tokens, line);
		if (++n % COMMIT_EVERY == 0 && !r)
			r = textindex_commit(index);
	}
	if (!r)
		r = textindex_commit(index);
	if (file)
		fclose(file);
	return r ? r : tell("index only", n, since);
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "fetch"))
		return bench_fetch(argv[2], argv[3]) != 0;
	if (argc == 3 && !strcmp(argv[1], "gumbo"))
		return bench_gumbo(argv[2]) != 0;
	if (argc == 4 && !strcmp(argv[1], "index"))
		return bench_index(argv[2], argv[3]) != 0;
	fprintf(stderr, "usage: bench-parts fetch GATEWAY BOARD | gumbo BOARD "
			"| index NDJSON INDEX\n");
	return 2;
}
