#include "core/alloc.h"
#include "core/times.h"
#include "corner.h"
#include "indexer/derived.h"
#include "indexer/fold.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* after what it needs */
#include <cmocka.h>

static void see(struct corner *c, int day, const char *key, const char *title)
{
	const struct sighting s = {.day = day, .key = key, .title = title};

	assert_int_equal(corner_see(c, NULL, &s), 0);
}

/* A complete round of `day` that shows these keys, each with its own text. */
static void round_of(struct corner *c, int day, const char *keys)
{
	for (; *keys; keys++) {
		char key[] = {*keys, 0};
		CLEANUP(freep) char *title = alloc_format("Role %s", key);

		see(c, day, key, title);
	}
	assert_int_equal(corner_close_round(c, NULL, day, 0), 0);
}

static void expect_log(struct corner *c, const char *log)
{
	CLEANUP(freep) char *found = corner_log(c);

	assert_string_equal(found, log);
}

static void expect_told(struct corner *c, const char *part)
{
	CLEANUP(freep) char *told = corner_tell(c, NULL);

	if (!strstr(told, part))
		fail_msg("no \"%s\" in\n%s", part, told);
}

static void spans_events_and_verdicts_are_written(void **state)
{
	struct corner *c = *state;

	round_of(c, 1, "ab");
	round_of(c, 2, "b");
	corner_fold(c, NULL);
	expect_told(c, "span a 1/1..2 end 2 seen 1 miss 0 'Role a'");
	expect_told(c, "span b 1/1..0 end 0");
	expect_told(c, "round 2 complete '' 1 +0 ~0 -1 !0");
	expect_log(c, "+added b, +added a, +closed a");
	assert_int_equal(corner_count(c, DB_DIRTY), 0);
}

static void folding_again_changes_nothing(void **state)
{
	struct corner *c = *state;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	struct corpus_key key = corpus_source_key(CORNER_SOURCE);
	uint64_t seq, after;

	round_of(c, 1, "ab");
	round_of(c, 2, "b");
	corner_fold(c, NULL);
	seq = corner_seq(c);
	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	assert_int_equal(fold_source(txn, &key), 0);
	assert_int_equal(corpus_seq(txn, &after), 0);
	assert_int_equal(after, seq);
}

static void an_open_round_is_folded_while_it_runs(void **state)
{
	struct corner *c = *state;

	see(c, 1, "a", "Role A");
	corner_fold(c, NULL);
	expect_log(c, "+added a");
	assert_int_equal(corner_count(c, DB_VERDICTS), 0);
	see(c, 1, "b", "Role B");
	corner_close_round(c, NULL, 1, 0);
	corner_fold(c, NULL);
	expect_log(c, "+added a, +added b");
	assert_int_equal(corner_count(c, DB_VERDICTS), 1);
}

static void an_open_round_can_be_left_for_later(void **state)
{
	struct corner *c = *state;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	size_t n;

	see(c, 1, "a", "Role A");
	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	assert_int_equal(fold_dirty(txn, true), 0);
	assert_int_equal(store_count(txn, DB_SPANS, &n), 0);
	assert_int_equal(n, 0);
}

static void content_that_comes_later_writes_no_second_line(void **state)
{
	struct corner *c = *state;
	const struct sighting listed = {.day = 1, .key = "a"};

	corner_see(c, NULL, &listed);
	corner_fold(c, NULL);
	expect_told(c, "miss 0 -");
	see(c, 1, "a", "Role A");
	corner_fold(c, NULL);
	expect_told(c, "miss 0 'Role A'");
	expect_log(c, "+added a");
}

static void a_late_observation_withdraws_a_closure(void **state)
{
	struct corner *c = *state;

	round_of(c, 1, "ab");
	round_of(c, 2, "b");
	corner_fold(c, NULL);
	see(c, 2, "a", "Role a");
	corner_fold(c, NULL);
	expect_log(c, "+added b, +added a, +closed a, -closed a");
	expect_told(c, "span a 1/1..0 end 0");
	assert_int_equal(corner_count(c, DB_SEEN), 0);
}

static void a_late_round_between_is_put_in_its_place(void **state)
{
	struct corner *c = *state;

	round_of(c, 1, "ab");
	round_of(c, 3, "ab");
	corner_fold(c, NULL);
	round_of(c, 2, "b");
	corner_fold(c, NULL);
	expect_log(c, "+added b, +added a, +closed a, +reopened a");
	expect_told(c, "span a 1/1..2 end 2");
	expect_told(c, "span a 3/3..0 end 0");
}

static void an_earlier_beginning_moves_the_added_event(void **state)
{
	struct corner *c = *state;

	round_of(c, 5, "a");
	corner_fold(c, NULL);
	round_of(c, 4, "a");
	corner_fold(c, NULL);
	expect_log(c, "+added a, +added a, -added a");
	expect_told(c, "span a 4/4..0 end 0");
	assert_int_equal(corner_count(c, DB_SPANS), 1);
}

static void a_suspect_round_names_the_command_that_accepts_it(void **state)
{
	struct corner *c = *state;

	round_of(c, 1, "abcd");
	corner_close_round(c, NULL, 2, 0);
	corner_fold(c, NULL);
	expect_told(c, "jobq rounds accept lab/board 1970-01-03T00:00:00Z");
	expect_told(c, "span a 1/1..0 end 0 seen 0 miss 2");
	assert_int_equal(corner_accept(c, NULL, 2), 0);
	corner_fold(c, NULL);
	expect_told(c, "round 2 accepted");
	expect_told(c, "span a 1/1..2 end 4");
}

static void a_failed_round_closes_nothing(void **state)
{
	struct corner *c = *state;

	round_of(c, 1, "ab");
	corner_close_round(c, NULL, 2, ROUND_FAILED);
	corner_fold(c, NULL);
	expect_told(c, "round 2 failed 'page 1: 503' 0 +0 ~0 -0 !20");
	expect_told(c, "span a 1/1..0 end 0");
}

/* ---- the order in which it comes ---- */

enum { STEPS = 60 };

struct step {
	struct sighting seen; /* key NULL: the round of that day is closed */
	int flags;
};

static uint64_t random_state;

static uint64_t random_below(uint64_t n)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (random_state * UINT64_C(2685821657736338717) >> 33) % n;
}

static void random_steps(struct step *steps)
{
	static const char *const keys[] = {"a", "b", "c", "d"};
	static const char *const titles[] = {NULL, "One", "Two"};
	static const char *const files[] = {"f1", "f2"};

	for (int i = 0; i < STEPS; i++) {
		struct sighting *s = &steps[i].seen;

		*s = (struct sighting){.day = 1 + (int)random_below(6)};
		steps[i].flags = (int)(s->day % 4 == 3 ? ROUND_FAILED : 0) |
				 (s->day % 2 ? ROUND_LINKS : 0);
		if (!random_below(5))
			continue;
		s->key = keys[random_below(4)];
		s->presence = (enum _Jobq__Presence)(random_below(8) / 6 *
						     random_below(3));
		if (s->presence)
			continue;
		s->title = titles[random_below(3)];
		s->file = files[random_below(2)];
	}
}

static void shuffle(struct step *steps)
{
	for (size_t i = STEPS; i > 1; i--) {
		size_t k = random_below(i);
		struct step t = steps[i - 1];

		steps[i - 1] = steps[k];
		steps[k] = t;
	}
}

/* Puts the steps in, folding now and then, and tells what came of it. */
static char *play(struct corner *c, const struct step *steps, uint64_t every)
{
	struct store_txn *txn = NULL;
	char *told;

	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	for (int i = 0; i < STEPS; i++) {
		if (steps[i].seen.key)
			corner_see(c, txn, &steps[i].seen);
		else
			corner_close_round(c, txn, steps[i].seen.day,
					   steps[i].flags);
		if (every && !random_below(every))
			corner_fold(c, txn);
	}
	corner_fold(c, txn);
	told = corner_tell(c, txn);
	store_abort(txn);
	return told;
}

static void order_and_moment_of_folding_do_not_matter(void **state)
{
	random_state = 1 + (uint64_t)seed_take();
	for (int i = 0; i < 300; i++) {
		struct step steps[STEPS];
		CLEANUP(freep) char *first = NULL;
		CLEANUP(freep) char *second = NULL;

		random_steps(steps);
		first = play(*state, steps, 0);
		shuffle(steps);
		second = play(*state, steps, 1 + random_below(10));
		assert_string_equal(first, second);
	}
}

/* ---- crash points ---- */

static void a_corpus_reopened_after_every_step_is_the_same(void **state)
{
	struct corner *c = *state;
	struct corner undisturbed;
	CLEANUP(freep) char *first = NULL;
	CLEANUP(freep) char *second = NULL;
	struct step steps[STEPS];

	random_state = 7;
	random_steps(steps);
	corner_open(&undisturbed);
	for (int i = 0; i < STEPS; i++) {
		struct corner *both[] = {c, &undisturbed};

		for (int k = 0; k < 2; k++) {
			if (steps[i].seen.key)
				corner_see(both[k], NULL, &steps[i].seen);
			else
				corner_close_round(both[k], NULL,
						   steps[i].seen.day,
						   steps[i].flags);
		}
		corner_reopen(c); /* before and after its fold */
		corner_fold(c, NULL);
		corner_reopen(c);
	}
	corner_fold(&undisturbed, NULL);
	first = corner_tell(&undisturbed, NULL);
	second = corner_tell(c, NULL);
	corner_close(&undisturbed);
	assert_string_equal(first, second);
}

/* ---- differences ---- */

struct seen_changes {
	struct bytes text;
};

static int note_change(void *arg, const struct derived_change *change)
{
	struct seen_changes *s = arg;

	bytes_add_format(&s->text, "%c%.*s ",
			 !change->old.data   ? '+'
			 : !change->now.data ? '-'
					     : '~',
			 (int)change->key.len, change->key.data);
	return 0;
}

static void only_differences_are_told(void **state)
{
	struct corner *c = *state;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(derived_deinit) struct derived rows = {0};
	struct seen_changes seen = {{0}};
	struct derived_diff diff = {.db = DB_LOG,
				    .prefix = slice_text("k"),
				    .head = 1,
				    .each = note_change,
				    .arg = &seen};
	static const char *const old[] = {"k1", "k2", "k3", "other"};

	assert_int_equal(store_begin(c->corpus, STORE_WRITE, &txn), 0);
	for (int i = 0; i < 4; i++)
		assert_int_equal(store_put(txn, DB_LOG, slice_text(old[i]),
					   slice_text("Hx")),
				 0);
	derived_add(&rows, slice_text("k4"), slice_text("x"));
	derived_add(&rows, slice_text("k3"), slice_text("y"));
	derived_add(&rows, slice_text("k1"), slice_text("x"));
	diff.txn = txn;
	assert_int_equal(derived_compare(&diff, &rows), 0);
	assert_string_equal(seen.text.data, "-k2 ~k3 +k4 ");
	bytes_deinit(&seen.text);
}

static void damaged_rows_are_faults(void **state)
{
	struct fold_span span;
	struct fold_line line;

	(void)state;
	assert_true(fold_read_span(slice_text("k"), slice_text("v"), &span) <
		    0);
	assert_true(fold_read_line(slice_text("v"), &line) < 0);
}

#define FACT(f) \
	cmocka_unit_test_setup_teardown(f, corner_set_up, corner_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(spans_events_and_verdicts_are_written),
		FACT(folding_again_changes_nothing),
		FACT(an_open_round_is_folded_while_it_runs),
		FACT(an_open_round_can_be_left_for_later),
		FACT(content_that_comes_later_writes_no_second_line),
		FACT(a_late_observation_withdraws_a_closure),
		FACT(a_late_round_between_is_put_in_its_place),
		FACT(an_earlier_beginning_moves_the_added_event),
		FACT(a_suspect_round_names_the_command_that_accepts_it),
		FACT(a_failed_round_closes_nothing),
		FACT(order_and_moment_of_folding_do_not_matter),
		FACT(a_corpus_reopened_after_every_step_is_the_same),
		FACT(only_differences_are_told),
		FACT(damaged_rows_are_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
