#include "board.h"
#include "core/alloc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

/* ---- presence ---- */

static void nothing_gives_nothing(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_fold(b);
	assert_int_equal(b->result.n_postings, 0);
	assert_int_equal(b->result.n_events, 0);
	assert_int_equal(b->result.n_rounds, 0);
}

static void a_listed_posting_is_added_once(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 2, "a:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
	board_expect_events(b, "added a@1");
	board_expect_states(b, "complete, complete");
}

static void a_round_that_failed_counts_its_presences(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 2, "b:1")->listing_ok = false;
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
	board_expect_spans(b, "b", "1 d2..");
	board_expect_states(b, "complete, partial");
}

static void an_open_round_counts_its_presences_only(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 2, "b:1")->closed = false;
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
	board_expect_spans(b, "b", "1 d2..");
	board_expect_states(b, "complete, open");
}

static void another_version_is_a_change(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 2, "a:2");
	board_round(b, 3, "a:1");
	board_fold(b);
	board_expect_spans(b, "a",
			   "1 d1..d2 changed, 2 d2..d3 changed, 1 d3..");
	board_expect_events(b, "added a@1, changed a@2, changed a@3");
	assert_int_equal(b->result.rounds[1].changed, 1);
}

static void listed_without_content_is_no_change(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 2, "a");
	board_round(b, 3, "a:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
	board_expect_events(b, "added a@1");
}

static void the_first_content_of_a_span_is_no_change(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a");
	board_round(b, 2, "a:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
	board_expect_events(b, "added a@1");
	assert_true(digest_equal(&b->result.events[0].after,
				 &b->result.postings[0].spans[0].version));
}

static void another_extractor_s_version_is_no_change(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_version(b, "1", "text", "x/1");
	board_version(b, "2", "text", "x/2");
	board_version(b, "3", "other", "x/2");
	board_round(b, 1, "a:1");
	board_round(b, 2, "a:2");
	board_round(b, 3, "a:3");
	board_fold(b);
	board_expect_spans(b, "a", "2 d1..d3 changed, 3 d3..");
	board_expect_events(b, "added a@1, changed a@3");
}

static void versions_that_share_an_extractor_are_compared(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_version(b, "1", "text", "x/1");
	board_version(b, "1", "text", "x/2");
	board_version(b, "2", "other", "x/2");
	board_round(b, 1, "a:1");
	board_round(b, 2, "a:2");
	board_fold(b);
	board_expect_events(b, "added a@1, changed a@2");
}

static void listed_beats_tentative_beats_gone(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "b! a! b? a? a:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
	board_expect_spans(b, "b", "1 d1..");
	assert_int_equal(b->result.rounds[1].seen, 1);
}

static void of_two_versions_in_a_round_the_greatest_counts(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:2 a:3 a:1 a");
	board_fold(b);
	board_expect_spans(b, "a", "3 d1..");
}

static void rounds_of_one_time_and_sequence_are_one(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 1, "b:1")->seq = 1;
	board_fold(b);
	board_expect_states(b, "complete");
	assert_int_equal(b->result.rounds[0].seen, 2);
}

static void the_lesser_of_two_accounts_of_a_round_counts(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();
	struct timeline_round *twin;

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "a:1");
	twin = board_round(b, 2, "a:1");
	twin->seq = 2;
	twin->listing_ok = false;
	twin->listing_why = "page 2: 503";
	board_fold(b);
	board_expect_states(b, "complete, partial");
	assert_string_equal(b->result.rounds[1].reason, "page 2: 503");
	board_expect_spans(b, "b", "1 d1..");
}

/* ---- the page itself ---- */

static void a_page_that_is_gone_closes(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "a! b:1")->listing_ok = false;
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..d2 page");
	board_expect_events(b, "added a@1, added b@1, closed a@2 page");
	assert_int_equal(b->result.events[2].last_seen_ms, TIMES_DAY_MS);
}

static void a_page_that_is_gone_and_was_none_is_nothing(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 x!");
	board_fold(b);
	board_expect_spans(b, "x", "");
	board_expect_states(b, "complete");
}

static void a_failed_page_keeps_its_posting_open(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "a? b:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
	board_expect_states(b, "complete, complete");
	assert_int_equal(b->result.rounds[1].n_unseen, 1);
}

static void a_failed_page_opens_nothing_and_spoils_the_listing(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 2, "a:1 x? y?");
	board_fold(b);
	board_expect_spans(b, "x", "");
	board_expect_spans(b, "b", "1 d1..");
	board_expect_states(b, "complete, partial");
	assert_string_equal(b->result.rounds[1].reason,
			    "2 failed pages may be a posting's");
}

static void a_failed_page_of_a_missing_posting_clears_it(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1")->authoritative = false;
	board_round(b, 2, "b:1")->authoritative = false;
	board_round(b, 3, "a? b:1")->authoritative = false;
	board_round(b, 4, "b:1")->authoritative = false;
	board_fold(b);
	board_expect_spans(b, "a", "1 d1.. missing d4");
}

/* ---- equal times ---- */

static void of_versions_at_one_moment_the_last_stands(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 1, "a:2");
	board_fold(b);
	board_expect_spans(b, "a", "2 d1..");
	board_expect_events(b, "added a@1");
}

static void a_change_undone_at_the_same_moment_is_none(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1");
	board_round(b, 2, "a:2");
	board_round(b, 2, "a:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
	board_expect_events(b, "added a@1");
}

static void opened_and_closed_at_one_moment_is_kept(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1");
	board_round(b, 1, "b:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..d1 listing");
	board_round(b, 1, "a:1 b:1");
	board_fold(b);
	board_expect_spans(b, "a", "1 d1..");
}

/* ---- re-posted ---- */

static void a_closed_posting_s_text_under_a_new_key_is_a_repost(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_version(b, "1", "same", "x");
	board_version(b, "2", "same", "x");
	board_round(b, 1, "a:1 z:9");
	board_round(b, 2, "b:2 z:9");
	board_fold(b);
	board_expect_events(b, "added a@1, added z@1, closed a@2 listing, "
			       "added b@2, reposted b@2 of a");
}

static void an_open_posting_s_text_is_no_repost(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_version(b, "1", "same", "x");
	board_round(b, 1, "a:1");
	board_round(b, 2, "a:1 b:1");
	board_fold(b);
	board_expect_events(b, "added a@1, added b@2");
}

static void a_repost_is_known_when_the_closure_is_confirmed(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_version(b, "1", "same", "x");
	board_round(b, 1, "a:1 z:9")->authoritative = false;
	board_round(b, 2, "b:1 z:9")->authoritative = false;
	board_fold(b);
	board_expect_events(b, "added a@1, added z@1, added b@2");
	board_round(b, 3, "b:1 z:9")->authoritative = false;
	board_fold(b);
	board_expect_events(b, "added a@1, added z@1, closed a@2 confirmed, "
			       "added b@2, reposted b@2 of a");
}

static void no_text_is_no_repost(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_version(b, "1", "", "x");
	board_round(b, 1, "a:1 z:9");
	board_round(b, 2, "b:1 z:9");
	board_fold(b);
	board_expect_events(b, "added a@1, added z@1, closed a@2 listing, "
			       "added b@2");
}

static void of_several_earlier_ones_the_last_closed_is_named(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_version(b, "1", "same", "x");
	board_round(b, 1, "a:1 c:1 z:9");
	board_round(b, 2, "a:1 z:9");
	board_round(b, 3, "z:9");
	board_round(b, 4, "b:1 z:9");
	board_fold(b);
	assert_int_equal(b->result.n_events, 7);
	assert_int_equal(b->result.events[6].kind,
			 JOBQ__EVENT_KIND__EVENT_REPOSTED);
	assert_int_equal(b->result.events[6].other.bytes[0], 'a');
}

/* The example of docs/timeline.md. */
static void the_worked_example_is_so(void **state)
{
	CLEANUP(board_freep) struct board *b = board_new();

	(void)state;
	board_round(b, 1, "a:1 b:1 c:1 d:1");
	board_round(b, 2, "a:2 c:1 d:1");
	board_round(b, 3, "")->listing_ok = false;
	board_round(b, 4, "a:2 c? d:1");
	board_round(b, 5, "a:2");
	board_round(b, 6, "a:2 c! d:1");
	for (size_t i = 0; i < b->n_rounds; i++)
		b->rounds[i].authoritative = false;
	board_fold(b);
	board_expect_states(b,
			    "complete, complete, failed, complete, complete, "
			    "complete");
	board_expect_spans(b, "a", "1 d1..d2 changed, 2 d2..");
	board_expect_spans(b, "b", "1 d1..d2 confirmed");
	board_expect_spans(b, "c", "1 d1..d6 page");
	board_expect_spans(b, "d", "1 d1..");
	board_expect_events(
		b, "added a@1, added b@1, added c@1, added d@1, "
		   "changed a@2, closed b@2 confirmed, closed c@6 page");
	assert_int_equal(b->result.events[6].last_seen_ms, 2 * TIMES_DAY_MS);
}

#define FACT(f) cmocka_unit_test(f)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FACT(nothing_gives_nothing),
		FACT(a_listed_posting_is_added_once),
		FACT(a_round_that_failed_counts_its_presences),
		FACT(an_open_round_counts_its_presences_only),
		FACT(another_version_is_a_change),
		FACT(listed_without_content_is_no_change),
		FACT(the_first_content_of_a_span_is_no_change),
		FACT(another_extractor_s_version_is_no_change),
		FACT(versions_that_share_an_extractor_are_compared),
		FACT(listed_beats_tentative_beats_gone),
		FACT(of_two_versions_in_a_round_the_greatest_counts),
		FACT(rounds_of_one_time_and_sequence_are_one),
		FACT(the_lesser_of_two_accounts_of_a_round_counts),
		FACT(a_page_that_is_gone_closes),
		FACT(a_page_that_is_gone_and_was_none_is_nothing),
		FACT(a_failed_page_keeps_its_posting_open),
		FACT(a_failed_page_opens_nothing_and_spoils_the_listing),
		FACT(a_failed_page_of_a_missing_posting_clears_it),
		FACT(of_versions_at_one_moment_the_last_stands),
		FACT(a_change_undone_at_the_same_moment_is_none),
		FACT(opened_and_closed_at_one_moment_is_kept),
		FACT(a_closed_posting_s_text_under_a_new_key_is_a_repost),
		FACT(an_open_posting_s_text_is_no_repost),
		FACT(a_repost_is_known_when_the_closure_is_confirmed),
		FACT(no_text_is_no_repost),
		FACT(of_several_earlier_ones_the_last_closed_is_named),
		FACT(the_worked_example_is_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
