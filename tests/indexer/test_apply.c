#include "core/alloc.h"
#include "core/pack.h"
#include "corner.h"
#include "indexer/apply.h"
#include "indexer/fold.h"
#include "indexer/rebuild.h"
#include "indexer/schema.h"
#include "indexer/textindex.h"
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>
/* after what it needs */
#include <cmocka.h>

static int open_corner(void **state)
{
	corner_set_up(state);
	corner_sources(*state, "lab", "Lab");
	return 0;
}

static void round_of(struct corner *c, int day, const char *keys)
{
	for (; *keys; keys++) {
		char key[] = {*keys, 0};
		CLEANUP(freep)
		char *title =
			alloc_format("Role %s of day %d", key, day > 2 ? 3 : 1);
		const struct sighting s = {
			.day = day, .key = key, .title = title};

		assert_int_equal(corner_see(c, NULL, &s), 0);
	}
	assert_int_equal(corner_close_round(c, NULL, day, 0), 0);
	corner_fold(c, NULL);
}

static struct apply *open_apply(struct corner *c)
{
	const struct apply_options options = {.corpus = c->corpus,
					      .path = c->index_path};
	struct apply *a = NULL;

	assert_int_equal(apply_open(&a, &options), 0);
	return a;
}

static void apply_now(struct corner *c)
{
	CLEANUP(apply_freep) struct apply *a = open_apply(c);

	assert_int_equal(apply_flush(a), 0);
	assert_int_equal(apply_cursor(a), corner_seq(c));
}

/* ---- what is in an index, as text ---- */

struct listing {
	struct textindex *index;
	struct bytes text;
};

static int tell_id(void *arg, const char *id)
{
	struct listing *l = arg;
	CLEANUP(bytes_deinit) struct bytes data = {0};

	assert_int_equal(textindex_data(l->index, id, &data), 0);
	bytes_add_format(&l->text, "%s ", id);
	for (size_t i = 0; i < data.len; i++)
		bytes_add_format(&l->text, "%02x", (uint8_t)data.data[i]);
	bytes_add_char(&l->text, '\n');
	return 0;
}

static int count_hit(void *arg, const struct textindex_hit *hit)
{
	(void)arg;
	(void)hit;
	return 0;
}

/* Every document's id and data, and how many a word finds. */
static char *tell_index(struct corner *c)
{
	struct listing l = {0};
	CLEANUP(textquery_freep)
	struct textquery *query = textquery_term("", slice_text("role"));
	struct textindex_search search = {.query = query};
	size_t total = 0;

	assert_int_equal(textindex_open_reader(&l.index, c->index_path), 0);
	assert_int_equal(
		textindex_terms(l.index, TERM_ID, SIZE_MAX, tell_id, &l), 0);
	assert_int_equal(
		textindex_run(l.index, &search, count_hit, NULL, &total), 0);
	bytes_add_format(&l.text, "role: %zu", total);
	textindex_free(l.index);
	return bytes_take(&l.text);
}

/* A rebuilt index is the judge of every other. */
static void expect_as_rebuilt(struct corner *c)
{
	CLEANUP(freep) char *grown = tell_index(c);
	CLEANUP(freep) char *rebuilt = NULL;

	assert_int_equal(rebuild_index(c->corpus, NULL, c->index_path), 0);
	rebuilt = tell_index(c);
	assert_string_equal(grown, rebuilt);
}

static void grown_step_by_step_is_as_rebuilt(void **state)
{
	struct corner *c = *state;

	round_of(c, 1, "abc");
	apply_now(c);
	round_of(c, 2, "ab"); /* c closes: values only */
	apply_now(c);
	round_of(c, 3, "abc"); /* a, b change; c comes back */
	apply_now(c);
	expect_as_rebuilt(c);
}

static void late_rounds_withdraw_and_move(void **state)
{
	struct corner *c = *state;

	round_of(c, 2, "abc");
	round_of(c, 5, "abc");
	apply_now(c);
	round_of(c, 4, "bc");
	round_of(c, 1, "ac"); /* an earlier beginning, another span id */
	apply_now(c);
	expect_as_rebuilt(c);
}

static void a_hint_is_shown_until_content_comes(void **state)
{
	struct corner *c = *state;
	const struct sighting hint = {
		.day = 1, .key = "a", .title = "Role hinted", .partial = true};
	const struct sighting other = {.day = 1,
				       .key = "a",
				       .title = "Role better",
				       .partial = true,
				       .seq = 2};

	corner_see(c, NULL, &hint);
	corner_fold(c, NULL);
	apply_now(c);
	corner_see(c, NULL, &other);
	corner_fold(c, NULL);
	apply_now(c);
	round_of(c, 2, "a");
	apply_now(c);
	expect_as_rebuilt(c);
}

static void a_company_s_new_name_reaches_its_documents(void **state)
{
	struct corner *c = *state;
	CLEANUP(freep) char *told = NULL;

	round_of(c, 1, "ab");
	round_of(c, 2, "a");
	apply_now(c);
	corner_sources(c, "lab", "Other");
	apply_now(c);
	expect_as_rebuilt(c);
	told = tell_index(c);
	assert_non_null(strstr(told, "4f74686572")); /* Other */
}

static void killed_before_the_index_s_commit_it_goes_on(void **state)
{
	struct corner *c = *state;

	round_of(c, 1, "abc");
	apply_now(c);
	for (int day = 2; day <= 4; day++) {
		struct apply *a = open_apply(c);

		round_of(c, day, day % 2 ? "abc" : "ab");
		/* two steps of one change: written, not committed */
		assert_int_equal(apply_step(a, 1), 0);
		assert_int_equal(apply_step(a, 1), 0);
		apply_free(a); /* what a kill leaves: the last commit */
		corner_reopen(c);
	}
	apply_now(c);
	expect_as_rebuilt(c);
}

static void nothing_to_do_is_idle(void **state)
{
	struct corner *c = *state;
	CLEANUP(apply_freep) struct apply *a = open_apply(c);

	assert_int_equal(apply_flush(a), 0);
	assert_int_equal(apply_step(a, 10), APPLY_E_IDLE);
}

static void set_metadata(struct corner *c, const char *key, const char *value)
{
	CLEANUP(textindex_freep) struct textindex *index = NULL;

	assert_int_equal(textindex_open_writer(&index, c->index_path), 0);
	assert_int_equal(textindex_set_metadata(index, key, slice_text(value)),
			 0);
	assert_int_equal(textindex_commit(index), 0);
}

static void another_format_is_made_anew(void **state)
{
	struct corner *c = *state;

	round_of(c, 1, "abc");
	apply_now(c);
	set_metadata(c, META_FORMAT, "999");
	set_metadata(c, META_SOURCE "gone", "x");
	apply_now(c);
	expect_as_rebuilt(c);
}

static void an_index_ahead_of_its_corpus_is_made_anew(void **state)
{
	struct corner *c = *state;
	CLEANUP(apply_freep) struct apply *a = NULL;

	round_of(c, 1, "abc");
	apply_now(c);
	set_metadata(c, META_CURSOR, "99999");
	a = open_apply(c);
	assert_int_equal(apply_cursor(a), corner_seq(c));
}

static void an_index_too_far_behind_is_made_anew(void **state)
{
	struct corner *c = *state;
	CLEANUP(apply_freep) struct apply *a = NULL;
	struct store_txn *txn = NULL;

	round_of(c, 1, "abc");
	apply_now(c);
	set_metadata(c, META_CURSOR, "1");
	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	assert_int_equal(corpus_trim(txn, 5, 100), 0);
	assert_int_equal(store_commit(txn), 0);
	a = open_apply(c);
	assert_int_equal(apply_cursor(a), corner_seq(c));
}

static void a_damaged_index_is_made_anew(void **state)
{
	struct corner *c = *state;
	CLEANUP(freep) char *file = alloc_format("%s/iamglass", c->index_path);
	int fd;

	round_of(c, 1, "abc");
	apply_now(c);
	fd = open(file, O_WRONLY | O_TRUNC);
	assert_true(fd >= 0);
	assert_int_equal(write(fd, "rubbish", 7), 7);
	close(fd);
	apply_now(c);
	expect_as_rebuilt(c);
}

static void an_unfinished_rebuild_is_thrown_away(void **state)
{
	struct corner *c = *state;
	CLEANUP(freep) char *fresh = alloc_format("%s.new", c->index_path);
	CLEANUP(freep) char *file = alloc_format("%s/part", fresh);
	int fd;

	round_of(c, 1, "abc");
	apply_now(c);
	assert_int_equal(mkdir(fresh, 0700), 0);
	fd = open(file, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
	apply_now(c);
	assert_int_not_equal(access(fresh, F_OK), 0);
	expect_as_rebuilt(c);
}

static void a_rebuild_that_was_asked_for_is_made(void **state)
{
	struct corner *c = *state;
	const struct apply_options options = {
		.corpus = c->corpus, .path = c->index_path, .rebuild = true};
	CLEANUP(apply_freep) struct apply *a = NULL;
	CLEANUP(freep) char *told = NULL;

	round_of(c, 1, "abc");
	apply_now(c);
	set_metadata(c, META_SOURCE "gone", "x");
	assert_int_equal(apply_open(&a, &options), 0);
	assert_int_equal(apply_cursor(a), corner_seq(c));
}

#define FACT(f) \
	cmocka_unit_test_setup_teardown(f, open_corner, corner_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(grown_step_by_step_is_as_rebuilt),
		FACT(late_rounds_withdraw_and_move),
		FACT(a_hint_is_shown_until_content_comes),
		FACT(a_company_s_new_name_reaches_its_documents),
		FACT(killed_before_the_index_s_commit_it_goes_on),
		FACT(nothing_to_do_is_idle),
		FACT(another_format_is_made_anew),
		FACT(an_index_ahead_of_its_corpus_is_made_anew),
		FACT(an_index_too_far_behind_is_made_anew),
		FACT(a_damaged_index_is_made_anew),
		FACT(an_unfinished_rebuild_is_thrown_away),
		FACT(a_rebuild_that_was_asked_for_is_made),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
