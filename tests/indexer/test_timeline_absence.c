#include "board.h"
#include "core/alloc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

/* "p00:1 p01:1 ..." from `first` up to but not `end`. */
static char *many(int first, int end)
{
	struct bytes out = {0};

	for (int i = first; i < end; i++)
		bytes_add_format(&out, "%sp%02d:1", i == first ? "" : " ", i);
	return bytes_take(&out);
}

static struct timeline_round *round_of_many(struct board *b, int day, int first,
					    int end)
{
	CLEANUP(freep) char *shows = many(first, end);

	return board_round(b, day, shows);
}

/* ---- absence ---- */

static void an_authoritative_listing_closes_at_once(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "a:1 b:1");
	board_round(b, 3, "b:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..d3 listing");
	assert_int_equal(b->result.postings[0].spans[0].last_seen_ms,
			 2 * TIMES_DAY_MS);
	assert_int_equal(b->result.rounds[2].closed, 1);
}

static void another_listing_needs_two_in_a_row(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "b:1")->authoritative = false;
	board_fold(b);
	board_expect_spans(b, "a", "1 d1.. missing d2");
	board_round(b, 3, "b:1")->authoritative = false;
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..d2 confirmed");
	assert_int_equal(b->result.rounds[1].closed, 0);
	assert_int_equal(b->result.rounds[2].closed, 1);
}

static void a_presence_between_two_absences_clears(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "b:1")->authoritative = false;
	board_round(b, 3, "a:1")->listing_ok = false;
	board_round(b, 4, "b:1")->authoritative = false;
	board_fold(b);
	board_expect_spans(b, "a", "1 d1.. missing d4");
}

static void a_round_that_failed_between_proves_nothing(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "b:1")->authoritative = false;
	board_round(b, 3, "")->listing_ok = false;
	board_fold(b);
	board_expect_spans(b, "a", "1 d1.. missing d2");
	board_expect_states(b, "complete, complete, failed");
}

static void a_posting_that_comes_back_is_reopened(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "b:1");
	board_round(b, 3, "a:1 b:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..d2 listing, 1 d3..");
	board_expect_events(b, "added a@1, added b@1, closed a@2 listing, "
			       "reopened a@3");
}

static void fewer_than_claimed_is_incomplete(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1")->claimed = 2;
	board_round(b, 2, "a:1 a:1")->claimed = 2;
	board_fold(b);
	board_expect_spans(b, "b", "1 d1..");
	board_expect_states(b, "complete, partial");
	assert_string_equal(b->result.rounds[1].reason,
			    "listing shows 1 of 2 postings");
}

static void an_empty_board_that_was_empty_is_complete(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "")->claimed = 0;
	board_fold(b);
	board_expect_states(b, "complete");
}

static void unseen_are_those_open_and_not_listed(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();
	struct posting_id a = board_posting("a");

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "b:1")->listing_ok = false;
	board_fold(b);
	assert_int_equal(b->result.rounds[0].n_unseen, 0);
	assert_int_equal(b->result.rounds[1].n_unseen, 1);
	assert_memory_equal(&b->result.rounds[1].unseen[0], &a, sizeof(a));
}

/* ---- suspicion ---- */

static void an_empty_round_is_suspect(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 2, "");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1.. missing d2");
	board_expect_states(b, "complete, suspect");
	board_round(b, 3, "");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..d2 confirmed");
	board_expect_states(b, "complete, suspect, complete");
}

static void too_many_at_once_are_suspect(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	round_of_many(b, 2, 52, 100);
	board_fold(b);
	board_expect_states(b, "complete, suspect");
	assert_string_equal(b->result.rounds[1].reason,
			    "would close 52 of 100 open postings "
			    "(limit 15 %)");
	board_expect_spans(b, "p00", "1 d1.. missing d2");
	assert_int_equal(b->result.rounds[1].closed, 0);
}

static void exactly_the_limit_is_believed(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	round_of_many(b, 2, 15, 100);
	round_of_many(b, 3, 28, 100);
	board_fold(b);
	board_expect_states(b, "complete, complete, suspect");
}

static void fewer_than_three_are_never_suspect(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1 c:1");
	board_round(b, 2, "a:1");
	board_fold(b);
	board_expect_states(b, "complete, complete");
	board_expect_spans(b, "b", "1 d1..d2 listing");
}

static void every_day_without_a_complete_round_allows_more(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	board_round(b, 5, "")->listing_ok = false;
	round_of_many(b, 9, 50, 100); /* 10 % + 8 * 5 % */
	board_fold(b);
	board_expect_states(b, "complete, failed, complete");
	board_expect_spans(b, "p00", "1 d1..d9 listing");
}

static void more_than_nine_tenths_is_suspect_after_any_time(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	round_of_many(b, 900, 91, 100);
	board_fold(b);
	board_expect_states(b, "complete, suspect");
}

static void a_suspect_round_is_no_complete_one_for_the_limit(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	round_of_many(b, 2, 50, 100);
	round_of_many(b, 3, 0, 80); /* 20 % in two days, not in one */
	board_fold(b);
	board_expect_states(b, "complete, suspect, complete");
}

static void the_next_round_confirms_what_a_suspect_one_missed(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	round_of_many(b, 2, 52, 100);
	round_of_many(b, 3, 30, 100); /* 22 of the 52 are back */
	board_fold(b);
	board_expect_states(b, "complete, suspect, complete");
	board_expect_spans(b, "p29", "1 d1..d2 confirmed");
	board_expect_spans(b, "p30", "1 d1..");
}

static void two_suspect_rounds_in_a_row_close_nothing(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	round_of_many(b, 2, 50, 100);
	round_of_many(b, 3, 90, 100);
	board_fold(b);
	board_expect_states(b, "complete, suspect, suspect");
	board_expect_spans(b, "p00", "1 d1.. missing d2");
	board_expect_spans(b, "p60", "1 d1.. missing d3");
}

static void an_acceptance_closes_what_a_suspect_round_missed(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	round_of_many(b, 2, 52, 100)->accepted = true;
	board_fold(b);
	board_expect_states(b, "complete, accepted");
	board_expect_spans(b, "p00", "1 d1..d2 accepted");
	board_expect_spans(b, "p52", "1 d1..");
}

static void an_accepted_round_dates_by_the_first_that_missed(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	round_of_many(b, 1, 0, 100);
	round_of_many(b, 2, 50, 100);
	round_of_many(b, 3, 90, 100)->accepted = true;
	board_fold(b);
	board_expect_spans(b, "p00", "1 d1..d2 accepted");
	board_expect_spans(b, "p60", "1 d1..d3 accepted");
}

static void accepting_a_round_that_is_not_suspect_changes_nothing(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();
	struct timeline_round *r;

	(void)state;
	board_round(b, 1, "a:1 b:1");
	r = board_round(b, 2, "b:1");
	r->authoritative = false;
	r->accepted = true;
	board_fold(b);
	board_expect_states(b, "complete, complete");
	board_expect_spans(b, "a", "1 d1.. missing d2");
}

#define FACT(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(an_authoritative_listing_closes_at_once),
		FACT(another_listing_needs_two_in_a_row),
		FACT(a_presence_between_two_absences_clears),
		FACT(a_round_that_failed_between_proves_nothing),
		FACT(a_posting_that_comes_back_is_reopened),
		FACT(fewer_than_claimed_is_incomplete),
		FACT(an_empty_board_that_was_empty_is_complete),
		FACT(unseen_are_those_open_and_not_listed),
		FACT(an_empty_round_is_suspect),
		FACT(too_many_at_once_are_suspect),
		FACT(exactly_the_limit_is_believed),
		FACT(fewer_than_three_are_never_suspect),
		FACT(every_day_without_a_complete_round_allows_more),
		FACT(more_than_nine_tenths_is_suspect_after_any_time),
		FACT(a_suspect_round_is_no_complete_one_for_the_limit),
		FACT(the_next_round_confirms_what_a_suspect_one_missed),
		FACT(two_suspect_rounds_in_a_row_close_nothing),
		FACT(an_acceptance_closes_what_a_suspect_round_missed),
		FACT(an_accepted_round_dates_by_the_first_that_missed),
		FACT(accepting_a_round_that_is_not_suspect_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
