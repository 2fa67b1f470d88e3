/*
 * Analysis: what reading a posting costs, for analysis.sh.
 *
 *	bench-analysis cost NDJSON INDEX   beside indexing the same postings
 *	bench-analysis rules NDJSON DIR	   beside reading by the rules in DIR
 *	bench-analysis doubling		   adversarial texts of doubling size
 *
 * Counted is this process' processor time. Rounds of the two that are compared
 * alternate, and the median of each is told. Exit 1 where a ratio is above what
 * it must stay below.
 */
#include "indexer/analysis.h"
#include "core/alloc.h"
#include "indexing.h"
#include <glob.h>
#include <jansson.h>
#include <stdio.h>
#include <time.h>

enum {
	ROUNDS = 5,
	DOUBLING_ROUNDS = 5,
	COMMIT_EVERY = 500,
	POSTINGS_MAX = 100000
};

#define COST_MOST  0.10 /* of indexing */
#define RULES_MOST 1.20 /* with 1,000 more, of as they are */
#define DOUBLING_MOST                                          \
	4.0 /* 4 MB by 256 KB: the caches' share; 16 where the \
	     * time is quadratic */

static int judge(const char *name, double ratio, double most)
{
	printf("%-28s %8.3f   must stay below %.2f%s\n", name, ratio, most,
	       ratio < most ? "" : ": it does not");
	return ratio < most ? 0 : 1;
}

static double now_s(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double median(double *seconds)
{
	qsort(seconds, ROUNDS, sizeof(*seconds), by_size);
	return seconds[ROUNDS / 2];
}

/* ---- the postings ---- */

struct posting {
	Jobq__Content content;
	Jobq__Block block, *blocks[1];
	char *title, *text;
};
struct postings {
	struct posting *items;
	size_t n, bytes;
};

/* A line of the job board's generator, or of `jobq export`. */
static char *text_of(const json_t *json)
{
	const char *text = json_string_value(json_object_get(json, "text"));
	CLEANUP(bytes_deinit) struct bytes all = {0};
	json_t *section;
	size_t i;

	if (text)
		return alloc_copy(text);
	json_array_foreach(json_object_get(json, "sections"), i, section)
	{
		text = json_string_value(json_object_get(section, "text"));
		bytes_add_text(&all, text ? text : "");
	}
	return alloc_copy_n(all.data, all.len);
}

static void posting_read(struct posting *out, const json_t *json)
{
	const char *title = json_string_value(json_object_get(json, "title"));

	jobq__content__init(&out->content);
	jobq__block__init(&out->block);
	out->title = alloc_copy(title ? title : "");
	out->text = text_of(json);
	out->block.kind = (char *)"other";
	out->block.text = out->text;
	out->blocks[0] = &out->block;
	out->content.title = out->title;
	out->content.blocks = out->blocks;
	out->content.n_blocks = 1;
}

static int postings_read(struct postings *out, const char *path)
{
	CLEANUP(freep) char *line = NULL;
	FILE *file = fopen(path, "r");
	size_t size = 0;

	out->items = alloc_zero(POSTINGS_MAX, sizeof(*out->items));
	while (file && out->n < POSTINGS_MAX &&
	       getline(&line, &size, file) > 0) {
		json_t *json = json_loads(line, 0, NULL);

		if (!json)
			break;
		posting_read(&out->items[out->n], json);
		out->bytes += strlen(out->items[out->n++].text);
		json_decref(json);
	}
	if (file)
		fclose(file);
	if (!out->n)
		fprintf(stderr,
			"bench-analysis: %s: expected a posting a line\n",
			path);
	return out->n ? 0 : 1;
}

static void postings_deinit(struct postings *postings)
{
	for (size_t i = 0; i < postings->n; i++) {
		free(postings->items[i].title);
		free(postings->items[i].text);
	}
	free(postings->items);
}

/* ---- what is timed ---- */

static double read_all(const struct analyser *analyser,
		       const struct postings *postings)
{
	double since = now_s();

	for (size_t i = 0; i < postings->n; i++)
		jobq__analysis__free_unpacked(
			analyser_read(analyser, &postings->items[i].content,
				      NULL),
			NULL);
	return now_s() - since;
}

static double index_all(const struct postings *postings, const char *path,
			int round)
{
	CLEANUP(textindex_freep) struct textindex *index = NULL;
	CLEANUP(tokens_freep) struct tokens *tokens = tokens_new();
	CLEANUP(freep) char *dir = alloc_format("%s-%d", path, round);
	double since = now_s();
	int r = textindex_open_writer(&index, dir);

	for (size_t i = 0; !r && i < postings->n; i++) {
		const char *text = postings->items[i].text;

		r = indexing_add(index, tokens, (long long)i, text,
				 slice_text(text));
		if (!r && (i + 1) % COMMIT_EVERY == 0)
			r = textindex_commit(index);
	}
	if (!r)
		r = textindex_commit(index);
	return r ? -1 : now_s() - since;
}

static void tell(const char *name, double seconds,
		 const struct postings *postings)
{
	printf("%-28s %8.1f us a posting of %.1f KB\n", name,
	       seconds * 1e6 / (double)postings->n,
	       (double)postings->bytes / 1024 / (double)postings->n);
}

static int bench_cost(const char *ndjson, const char *index)
{
	CLEANUP(postings_deinit) struct postings postings = {0};
	CLEANUP(analyser_freep) struct analyser *analyser = NULL;
	CLEANUP(freep) char *dir = rules_dir();
	double reading[ROUNDS], indexing[ROUNDS], a, b;

	if (postings_read(&postings, ndjson) || analyser_new(&analyser, dir))
		return 1;
	for (int i = 0; i < ROUNDS; i++) {
		reading[i] = read_all(analyser, &postings);
		indexing[i] = index_all(&postings, index, i);
		if (indexing[i] < 0)
			return 1;
	}
	tell("analysis", a = median(reading), &postings);
	tell("indexing", b = median(indexing), &postings);
	return judge("analysis / indexing", a / b, COST_MOST);
}

static int bench_rules(const char *ndjson, const char *more)
{
	CLEANUP(postings_deinit) struct postings postings = {0};
	CLEANUP(analyser_freep) struct analyser *few = NULL;
	CLEANUP(analyser_freep) struct analyser *many = NULL;
	CLEANUP(freep) char *dir = rules_dir();
	double with_few[ROUNDS], with_many[ROUNDS], a, b;

	if (postings_read(&postings, ndjson) || analyser_new(&few, dir) ||
	    analyser_new(&many, more))
		return 1;
	for (int i = 0; i < ROUNDS; i++) {
		with_few[i] = read_all(few, &postings);
		with_many[i] = read_all(many, &postings);
	}
	tell("analysis", a = median(with_few), &postings);
	tell("with more rules", b = median(with_many), &postings);
	return judge("more rules / as they are", b / a, RULES_MOST);
}

/* ---- doubling ---- */

static void add_words(struct bytes *out, const char *path)
{
	FILE *file = fopen(path, "r");
	int c;

	while (file && (c = fgetc(file)) != EOF)
		bytes_add_char(out, strchr("[]{}:\n#", c) ? ' ' : (char)c);
	if (file)
		fclose(file);
}

/* Every form of every rule file: the words between what YAML means. */
static void add_forms(struct bytes *out)
{
	CLEANUP(freep) char *dir = rules_dir();
	CLEANUP(freep) char *pattern = alloc_format("%s/*.yaml", dir);
	glob_t found;

	if (glob(pattern, 0, NULL, &found))
		return;
	for (size_t i = 0; i < found.gl_pathc; i++)
		add_words(out, found.gl_pathv[i]);
	globfree(&found);
}

static void add_times(struct bytes *out, const char *unit, size_t bytes)
{
	while (out->len < bytes)
		bytes_add(out, unit, strlen(unit));
}

static void add_items(struct bytes *out, size_t bytes)
{
	for (size_t i = 1; out->len < bytes; i++) {
		CLEANUP(freep)
		char *item = alloc_format("%zu、熟悉CUDA或昇腾者优先；\n", i);

		bytes_add(out, item, strlen(item));
	}
}

static void add_all_forms(struct bytes *out, size_t bytes)
{
	CLEANUP(bytes_deinit) struct bytes forms = {0};

	add_forms(&forms);
	while (forms.len && out->len < bytes)
		bytes_add(out, forms.data, forms.len);
}

static void add_one_character(struct bytes *out, size_t bytes)
{
	add_times(out, "a", bytes);
}

static void add_one_han(struct bytes *out, size_t bytes)
{
	add_times(out, "昇", bytes);
}

static void add_brackets(struct bytes *out, size_t bytes)
{
	add_times(out, "（CUDA，", bytes);
}

static void add_run_together(struct bytes *out, size_t bytes)
{
	add_times(out, "任职要求：1、GPU算子2、昇腾优先", bytes);
}

static const struct adversary {
	const char *name;
	void (*add)(struct bytes *out, size_t bytes);
} adversaries[] = {
	{"list items", add_items},
	{"one letter", add_one_character},
	{"one Han character", add_one_han},
	{"every form of every rule", add_all_forms},
	{"brackets that never close", add_brackets},
	{"headers run together", add_run_together},
};

/* The least of several: what it takes when nobody else is served. */
static double read_text(const struct analyser *analyser, char *text)
{
	struct posting posting = {0};
	struct postings one = {.items = &posting, .n = 1};
	double least = 0;

	jobq__content__init(&posting.content);
	jobq__block__init(&posting.block);
	posting.block.kind = (char *)"other";
	posting.block.text = text;
	posting.blocks[0] = &posting.block;
	posting.content.title = (char *)"";
	posting.content.blocks = posting.blocks;
	posting.content.n_blocks = 1;
	for (int i = 0; i < DOUBLING_ROUNDS; i++) {
		double seconds = read_all(analyser, &one);

		least = i && least < seconds ? least : seconds;
	}
	return least;
}

/* Seconds a megabyte at sizes that double; the last as a multiple of the
 * first: about 1 where the time is linear. */
static int bench_adversary(const struct analyser *analyser,
			   const struct adversary *adversary)
{
	double first = 0, last = 0;

	printf("%-28s ", "");
	for (size_t kb = 256; kb <= 4096; kb *= 2) {
		CLEANUP(bytes_deinit) struct bytes text = {0};
		double seconds;

		adversary->add(&text, kb << 10);
		if (!text.len)
			return 1;
		bytes_add(&text, "", 1);
		seconds = read_text(analyser, (char *)text.data);
		last = seconds * 1024 / (double)kb;
		first = kb == 256 ? last : first;
		printf(" %7.3f", last);
	}
	printf("\n");
	return judge(adversary->name, last / first, DOUBLING_MOST);
}

static int bench_doubling(void)
{
	CLEANUP(analyser_freep) struct analyser *analyser = NULL;
	CLEANUP(freep) char *dir = rules_dir();

	int r = 0;

	if (analyser_new(&analyser, dir))
		return 1;
	printf("%-28s  %7s %7s %7s %7s %7s\n", "s a MB at; last / first",
	       "256 KB", "512 KB", "1 MB", "2 MB", "4 MB");
	for (size_t i = 0; i < sizeof(adversaries) / sizeof(*adversaries); i++)
		r |= bench_adversary(analyser, &adversaries[i]);
	return r;
}

int main(int argc, char **argv)
{
	if (argc == 4 && !strcmp(argv[1], "cost"))
		return bench_cost(argv[2], argv[3]);
	if (argc == 4 && !strcmp(argv[1], "rules"))
		return bench_rules(argv[2], argv[3]);
	if (argc == 2 && !strcmp(argv[1], "doubling"))
		return bench_doubling();
	fprintf(stderr,
		"usage: bench-analysis cost NDJSON INDEX | rules NDJSON "
		"DIR | doubling\n");
	return 2;
}
