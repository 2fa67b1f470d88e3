#include "core/alloc.h"
#include "core/fail.h"
#include "indexer/schema.h"
#include "indexer/textindex.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* An index in the test's directory, and the documents a search gave. */
struct rig {
	char *path;
	struct textindex *writer;
	struct bytes found; /* data of the hits, one behind the other */
	size_t total;
};

static int set_up(void **state)
{
	struct rig *rig = alloc_zero(1, sizeof(*rig));
	void *dir = NULL;

	if (tempdir_setup(&dir))
		return -1;
	rig->path = dir;
	*state = rig;
	return textindex_open_writer(&rig->writer, rig->path);
}

static int tear_down(void **state)
{
	struct rig *rig = *state;
	void *dir = rig->path;

	textindex_free(rig->writer);
	bytes_deinit(&rig->found);
	free(rig);
	return tempdir_teardown(&dir);
}

/* Words at positions 0, 1, ...; data is the id's last character. */
static void put(struct rig *rig, const char *id, const char *words,
		uint64_t value, const char *board)
{
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	CLEANUP(freep) char *text = alloc_copy(words);
	char *rest = NULL;
	uint32_t position = 0;

	for (char *word = strtok_r(text, " ", &rest); word;
	     word = strtok_r(NULL, " ", &rest))
		textdoc_posting(doc, "", slice_text(word), position++);
	textdoc_term(doc, TERM_TYPE, slice_text("span"));
	textdoc_value(doc, VALUE_FROM, value);
	textdoc_value_bytes(doc, VALUE_BOARD, slice_text(board));
	textdoc_data(doc, slice_text(id + strlen(id) - 1));
	assert_int_equal(textindex_replace(rig->writer, id, doc), 0);
}

static int collect(void *arg, const struct textindex_hit *hit)
{
	bytes_add(arg, hit->data.data, hit->data.len);
	return 0;
}

/* Runs on the writer, which sees what it wrote; owns the query. */
static const char *run(struct rig *rig, struct textindex_search search,
		       struct textquery *query)
{
	search.query = query;
	bytes_reset(&rig->found);
	bytes_add(&rig->found, "", 0);
	assert_int_equal(textindex_run(rig->writer, &search, collect,
				       &rig->found, &rig->total),
			 0);
	textquery_free(query);
	return rig->found.data;
}

/* In order of VALUE_FROM. */
static const char *find(struct rig *rig, struct textquery *query)
{
	return run(rig,
		   (struct textindex_search){.order = ORDER_VALUE_UP,
					     .slot = VALUE_FROM},
		   query);
}

static struct textquery *word(const char *text)
{
	return textquery_term("", slice_text(text));
}

static void three(struct rig *rig)
{
	put(rig, "Qs1", "gpu kernel engineer", 10, "x");
	put(rig, "Qs2", "kernel gpu engineer", 20, "x");
	put(rig, "Qs3", "sales lead", 30, "y");
}

static void finds_terms(void **state)
{
	struct rig *rig = *state;

	three(rig);
	assert_string_equal(find(rig, word("engineer")), "12");
	assert_string_equal(find(rig, word("none")), "");
	assert_int_equal(rig->total, 0);
}

static void joins_queries(void **state)
{
	struct rig *rig = *state;

	three(rig);
	assert_string_equal(
		find(rig, textquery_and(word("gpu"), word("kernel"))), "12");
	assert_string_equal(find(rig, textquery_or(word("lead"), word("gpu"))),
			    "123");
	assert_string_equal(
		find(rig, textquery_not(word("gpu"), word("kernel"))), "");
	assert_string_equal(
		find(rig, textquery_filter(word("gpu"), textquery_all())),
		"12");
	assert_string_equal(find(rig, textquery_nothing()), "");
	assert_string_equal(find(rig, NULL), "123");
}

static void leaves_out_a_null_operand(void **state)
{
	struct rig *rig = *state;

	three(rig);
	assert_null(textquery_and(NULL, NULL));
	assert_string_equal(find(rig, textquery_and(NULL, word("lead"))), "3");
	assert_string_equal(find(rig, textquery_or(word("lead"), NULL)), "3");
	assert_string_equal(find(rig, textquery_not(NULL, word("lead"))), "12");
	assert_string_equal(find(rig, textquery_not(word("lead"), NULL)), "3");
	assert_string_equal(find(rig, textquery_filter(NULL, word("gpu"))),
			    "12");
}

static void finds_a_phrase_at_consecutive_positions(void **state)
{
	const struct slice near[] = {slice_text("gpu"), slice_text("kernel")};
	const struct slice far[] = {slice_text("gpu"), slice_text("engineer")};
	struct rig *rig = *state;

	three(rig);
	assert_string_equal(find(rig, textquery_phrase("", near, 2)), "1");
	assert_string_equal(find(rig, textquery_phrase("", far, 2)), "2");
	assert_string_equal(find(rig, textquery_phrase("", far, 0)), "");
}

static void finds_by_a_terms_beginning(void **state)
{
	const struct slice phrase[] = {slice_text("3"), slice_text("年")};
	struct rig *rig = *state;

	put(rig, "Qs1", "3 年以 以上", 1, "");
	put(rig, "Qs2", "3 年", 2, "");
	put(rig, "Qs3", "年 3 以年", 3, "");
	assert_string_equal(find(rig, textquery_wildcard("", slice_text("年"))),
			    "123");
	assert_string_equal(find(rig, textquery_phrase_wildcard("", phrase, 2)),
			    "12");
	assert_string_equal(
		find(rig, textquery_phrase_wildcard("Q", phrase, 2)), "");
}

static void finds_a_range_of_values(void **state)
{
	struct rig *rig = *state;

	three(rig);
	put(rig, "Qs4", "far", UINT64_MAX, "");
	assert_string_equal(find(rig, textquery_range(VALUE_FROM, 10, 20)),
			    "12");
	assert_string_equal(
		find(rig, textquery_range(VALUE_FROM, 21, UINT64_MAX)), "34");
	assert_string_equal(find(rig, textquery_range(VALUE_FROM, 20, 10)), "");
	/* a document without the value is in no range */
	assert_string_equal(
		find(rig, textquery_range(VALUE_POSTED, 0, UINT64_MAX)), "");
}

static void orders_by_a_value(void **state)
{
	struct textindex_search search = {.order = ORDER_VALUE_DOWN,
					  .slot = VALUE_FROM};
	struct rig *rig = *state;

	put(rig, "Qs1", "a", 256, "");
	put(rig, "Qs2", "a", 3, "");
	put(rig, "Qs3", "a", UINT64_MAX, "");
	assert_string_equal(run(rig, search, NULL), "312");
	search.order = ORDER_VALUE_UP;
	assert_string_equal(run(rig, search, NULL), "213");
}

static void ranks_by_relevance(void **state)
{
	struct textindex_search search = {.order = ORDER_RELEVANCE};
	struct rig *rig = *state;

	put(rig, "Qs1", "rust and many other words", 1, "");
	put(rig, "Qs2", "rust rust rust", 1, "");
	put(rig, "Qs3", "nothing of it", 1, "");
	assert_string_equal(run(rig, search, word("rust")), "21");
}

static void gives_one_of_each_board(void **state)
{
	struct textindex_search search = {
		.order = ORDER_VALUE_UP, .slot = VALUE_FROM, .collapse = true};
	struct rig *rig = *state;

	three(rig);
	put(rig, "Qs4", "gpu", 40, "");
	put(rig, "Qs5", "gpu", 50, ""); /* without a board: on its own */
	assert_string_equal(run(rig, search, NULL), "1345");
	assert_int_equal(rig->total, 4);
}

static void gives_a_page_and_the_whole_total(void **state)
{
	struct textindex_search search = {.order = ORDER_VALUE_UP,
					  .slot = VALUE_FROM,
					  .offset = 1,
					  .limit = 2};
	struct rig *rig = *state;
	char id[8];

	for (unsigned i = 0; i < 9; i++) {
		snprintf(id, sizeof(id), "Qs%u", i);
		put(rig, id, i % 2 ? "odd" : "even", i, i < 6 ? "b" : "c");
	}
	assert_string_equal(run(rig, search, word("odd")), "35");
	assert_int_equal(rig->total, 4);
	search.collapse = true;
	search.offset = 0;
	search.limit = 1;
	assert_string_equal(run(rig, search, NULL), "0");
	assert_int_equal(rig->total, 2);
	search.offset = 100;
	assert_string_equal(run(rig, search, NULL), "");
	assert_int_equal(rig->total, 2);
}

static int stop_at_second(void *arg, const struct textindex_hit *hit)
{
	bytes_add(arg, hit->data.data, hit->data.len);
	return ((struct bytes *)arg)->len == 2 ? 77 : 0;
}

static void stops_when_told(void **state)
{
	struct textindex_search search = {.order = ORDER_VALUE_UP,
					  .slot = VALUE_FROM};
	struct rig *rig = *state;

	three(rig);
	assert_int_equal(textindex_run(rig->writer, &search, stop_at_second,
				       &rig->found, NULL),
			 77);
	assert_string_equal(rig->found.data, "12");
}

static void replaces_by_id(void **state)
{
	struct rig *rig = *state;

	three(rig);
	put(rig, "Qs1", "chemist", 5, "");
	assert_string_equal(find(rig, NULL), "123");
	assert_string_equal(find(rig, word("gpu")), "2");
	assert_string_equal(find(rig, word("chemist")), "1");
}

static void updates_values_and_data_alone(void **state)
{
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	struct rig *rig = *state;

	three(rig);
	textdoc_value(doc, VALUE_FROM, 99);
	textdoc_data(doc, slice_text("new"));
	assert_int_equal(textindex_update(rig->writer, "Qs1", doc), 0);
	assert_string_equal(find(rig, word("gpu")), "2new");
	assert_string_equal(find(rig, textquery_range(VALUE_FROM, 99, 99)),
			    "new");
	textdoc_reset(doc); /* data that is not set stays */
	textdoc_value(doc, VALUE_FROM, 1);
	assert_int_equal(textindex_update(rig->writer, "Qs1", doc), 0);
	assert_string_equal(find(rig, word("gpu")), "new2");
}

static void updates_nothing_that_is_absent(void **state)
{
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	struct rig *rig = *state;

	assert_int_equal(textindex_update(rig->writer, "Qs1", doc),
			 TEXTINDEX_E_ABSENT);
}

static void deletes_by_term(void **state)
{
	struct rig *rig = *state;

	three(rig);
	assert_int_equal(textindex_delete(rig->writer, "gpu"), 0);
	assert_string_equal(find(rig, NULL), "3");
	assert_int_equal(textindex_delete(rig->writer, "gpu"), 0);
}

static void gives_data_by_id(void **state)
{
	struct rig *rig = *state;

	three(rig);
	bytes_reset(&rig->found);
	assert_int_equal(textindex_data(rig->writer, "Qs2", &rig->found), 0);
	assert_string_equal(rig->found.data, "2");
	assert_int_equal(textindex_data(rig->writer, "Qs9", &rig->found),
			 TEXTINDEX_E_ABSENT);
}

static int add_key(void *arg, const char *key)
{
	bytes_add_text(arg, key);
	return 0;
}

static void keeps_metadata(void **state)
{
	struct rig *rig = *state;

	assert_int_equal(textindex_set_metadata(rig->writer, "source:b",
						slice_text("B")),
			 0);
	assert_int_equal(textindex_set_metadata(rig->writer, "source:a",
						slice_text("A")),
			 0);
	assert_int_equal(textindex_commit(rig->writer), 0);
	assert_int_equal(
		textindex_metadata(rig->writer, "source:b", &rig->found), 0);
	assert_int_equal(textindex_metadata(rig->writer, "none", &rig->found),
			 0);
	assert_int_equal(textindex_metadata_keys(
				 rig->writer, "source:", add_key, &rig->found),
			 0);
	assert_string_equal(rig->found.data, "Bsource:asource:b");
}

static void lists_terms(void **state)
{
	struct rig *rig = *state;

	three(rig);
	assert_int_equal(
		textindex_terms(rig->writer, "Qs", 2, add_key, &rig->found), 0);
	assert_string_equal(rig->found.data, "Qs1Qs2");
}

static void finds_a_long_term(void **state)
{
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	struct rig *rig = *state;
	char one[400], two[400];

	memset(one, 'l', sizeof(one));
	memset(two, 'l', sizeof(two));
	two[399] = 'm';
	textdoc_term(doc, TERM_SOURCE, slice_of(one, sizeof(one)));
	textdoc_posting(doc, "", slice_of("a\0b", 3), 0);
	textdoc_data(doc, slice_text("long"));
	assert_int_equal(textindex_replace(rig->writer, "Qs1", doc), 0);
	assert_string_equal(
		find(rig,
		     textquery_term(TERM_SOURCE, slice_of(one, sizeof(one)))),
		"long");
	assert_string_equal(
		find(rig,
		     textquery_term(TERM_SOURCE, slice_of(two, sizeof(two)))),
		"");
	assert_string_equal(find(rig, textquery_term("", slice_of("a\0b", 3))),
			    "long");
	assert_string_equal(find(rig, textquery_term("", slice_of("a\0c", 3))),
			    "");
}

static void joins_many_queries(void **state)
{
	struct rig *rig = *state;
	struct textquery *any = NULL;
	char id[16];

	three(rig);
	for (unsigned i = 0; i < 20000; i++) {
		snprintf(id, sizeof(id), "Qs%u", i);
		any = textquery_or(any, word(id));
	}
	assert_string_equal(find(rig, any), "123");
}

static void knows_an_absent_index(void **state)
{
	struct rig *rig = *state;
	struct textindex *reader = NULL;
	CLEANUP(freep) char *none = alloc_format("%s/none", rig->path);

	assert_int_equal(textindex_open_reader(&reader, none),
			 TEXTINDEX_E_ABSENT);
	assert_int_equal(mkdir(none, 0700), 0);
	assert_int_equal(textindex_open_reader(&reader, none),
			 TEXTINDEX_E_ABSENT);
	assert_null(reader);
	assert_int_equal(rmdir(none), 0);
}

static void refuses_a_second_writer(void **state)
{
	struct rig *rig = *state;
	struct textindex *second = NULL;

	assert_true(textindex_open_writer(&second, rig->path) < 0);
	assert_null(second);
}

static void reader_counts(struct textindex *reader, size_t expected)
{
	struct textindex_search search = {.limit = 1};
	struct bytes found = {0};
	size_t total = 0;

	assert_int_equal(
		textindex_run(reader, &search, collect, &found, &total), 0);
	assert_int_equal(total, expected);
	bytes_deinit(&found);
}

/* More documents than one flush holds: what is flushed is not published. */
static void publishes_only_by_commit(void **state)
{
	CLEANUP(textindex_freep) struct textindex *reader = NULL;
	struct rig *rig = *state;
	char id[16];

	assert_int_equal(textindex_commit(rig->writer), 0);
	for (unsigned i = 0; i < 1200; i++) {
		snprintf(id, sizeof(id), "Qs%u", i);
		put(rig, id, "word", i, "");
	}
	assert_int_equal(textindex_open_reader(&reader, rig->path), 0);
	reader_counts(reader, 0);
	assert_int_equal(textindex_commit(rig->writer), 0);
	reader_counts(reader, 0); /* its snapshot */
	assert_int_equal(textindex_reopen(reader), 0);
	reader_counts(reader, 1200);
}

static void loses_what_was_not_committed(void **state)
{
	struct rig *rig = *state;

	put(rig, "Qs1", "kept", 1, "");
	assert_int_equal(textindex_commit(rig->writer), 0);
	put(rig, "Qs2", "lost", 2, "");
	textindex_free(TAKE(rig->writer));
	assert_int_equal(textindex_open_writer(&rig->writer, rig->path), 0);
	assert_string_equal(find(rig, NULL), "1");
}

static void put_large(struct rig *rig, unsigned i)
{
	static unsigned seed = 1;
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	char id[16], data[1000];

	for (size_t at = 0; at < sizeof(data); at++) /* does not compress */
		data[at] = (char)rand_r(&seed);
	snprintf(id, sizeof(id), "Qs%u", i);
	textdoc_data(doc, slice_of(data, sizeof(data)));
	assert_int_equal(textindex_replace(rig->writer, id, doc), 0);
}

/* Each commit rewrites every document, so the blocks that the reader's
 * snapshot lies in are soon used again. */
static void says_that_a_snapshot_is_gone(void **state)
{
	struct textindex_search search = {.order = ORDER_RELEVANCE};
	CLEANUP(textindex_freep) struct textindex *reader = NULL;
	struct rig *rig = *state;
	int r = 0;

	for (int commit = 0; commit < 20 && !r; commit++) {
		for (unsigned i = 0; i < 100; i++)
			put_large(rig, i);
		assert_int_equal(textindex_commit(rig->writer), 0);
		if (!reader)
			assert_int_equal(
				textindex_open_reader(&reader, rig->path), 0);
		else
			r = textindex_run(reader, &search, collect, &rig->found,
					  NULL);
	}
	assert_int_equal(r, TEXTINDEX_E_MODIFIED);
	assert_int_equal(textindex_reopen(reader), 0);
	reader_counts(reader, 100);
}

#define T(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		T(finds_terms),
		T(joins_queries),
		T(leaves_out_a_null_operand),
		T(finds_a_phrase_at_consecutive_positions),
		T(finds_by_a_terms_beginning),
		T(finds_a_range_of_values),
		T(orders_by_a_value),
		T(ranks_by_relevance),
		T(gives_one_of_each_board),
		T(gives_a_page_and_the_whole_total),
		T(stops_when_told),
		T(replaces_by_id),
		T(updates_values_and_data_alone),
		T(updates_nothing_that_is_absent),
		T(deletes_by_term),
		T(gives_data_by_id),
		T(keeps_metadata),
		T(lists_terms),
		T(finds_a_long_term),
		T(joins_many_queries),
		T(knows_an_absent_index),
		T(refuses_a_second_writer),
		T(publishes_only_by_commit),
		T(loses_what_was_not_committed),
		T(says_that_a_snapshot_is_gone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
