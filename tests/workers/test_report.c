#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/alloc.h"
#include "workers/report.h"
#include <string.h>

static Jobq__Task page(void)
{
	static Jobq__RoundId round = JOBQ__ROUND_ID__INIT;
	Jobq__Task task = JOBQ__TASK__INIT;

	round.source = (char *)"lab/html";
	task.id = 4;
	task.kind = JOBQ__TASK_KIND__TASK_PAGE;
	task.round = &round;
	return task;
}

static void begins_as_done_without_a_count(void **state)
{
	Jobq__Task task = page();
	struct report report;

	(void)state;
	report_init(&report, &task);
	assert_int_equal(report.outcome->task, 4);
	assert_int_equal(report.outcome->result, JOBQ__RESULT__RESULT_DONE);
	assert_int_equal(report.outcome->claimed, -1);
	assert_int_equal(report.n_observations, 0);
	report_deinit(&report);
}

/* How many observations an end gives, and the first one's presence. */
static size_t observed(Jobq__Task task, Jobq__Result result,
		       Jobq__Presence *presence)
{
	struct report report;
	size_t n;

	report_init(&report, &task);
	report_result(&report, result, "why",
		      "HTTP://Site.example:80/a?utm_x=1");
	n = report.n_observations;
	if (n) {
		*presence = report.observations[0]->presence;
		assert_string_equal(report.observations[0]->key,
				    "http://site.example/a");
		assert_string_equal(report.observations[0]->reason, "why");
		assert_string_equal(report.observations[0]->round->source,
				    "lab/html");
	}
	assert_string_equal(report.outcome->reason, "why");
	report_deinit(&report);
	return n;
}

static void a_gone_page_is_gone(void **state)
{
	Jobq__Presence presence = 0;

	(void)state;
	assert_int_equal(observed(page(), JOBQ__RESULT__RESULT_GONE, &presence),
			 1);
	assert_int_equal(presence, JOBQ__PRESENCE__PRESENCE_GONE);
}

static void a_failed_page_is_tentative(void **state)
{
	Jobq__Presence presence = 0;

	(void)state;
	assert_int_equal(
		observed(page(), JOBQ__RESULT__RESULT_FAILED, &presence), 1);
	assert_int_equal(presence, JOBQ__PRESENCE__PRESENCE_TENTATIVE);
}

static void a_retry_is_tentative_only_at_the_last(void **state)
{
	Jobq__Task task = page();
	Jobq__Presence presence = 0;

	(void)state;
	task.tries = REPORT_LAST_TRY - 1;
	assert_int_equal(observed(task, JOBQ__RESULT__RESULT_RETRY, &presence),
			 0);
	task.tries = REPORT_LAST_TRY;
	assert_int_equal(observed(task, JOBQ__RESULT__RESULT_RETRY, &presence),
			 1);
	assert_int_equal(presence, JOBQ__PRESENCE__PRESENCE_TENTATIVE);
}

static void what_robots_forbids_says_nothing(void **state)
{
	Jobq__Presence presence = 0;

	(void)state;
	assert_int_equal(
		observed(page(), JOBQ__RESULT__RESULT_DISALLOWED, &presence),
		0);
}

static void only_pages_speak_of_postings(void **state)
{
	Jobq__Task task = page();
	Jobq__Presence presence = 0;

	(void)state;
	task.kind = JOBQ__TASK_KIND__TASK_LISTING;
	assert_int_equal(observed(task, JOBQ__RESULT__RESULT_FAILED, &presence),
			 0);
	task.kind = JOBQ__TASK_KIND__TASK_DETAIL;
	assert_int_equal(observed(task, JOBQ__RESULT__RESULT_GONE, &presence),
			 0);
}

/* A text of `bytes`. */
static char *text_of(size_t bytes)
{
	char *text = alloc_get(bytes + 1);

	memset(text, 'x', bytes);
	text[bytes] = '\0';
	return text;
}

static void leaves_out_what_no_message_holds(void **state)
{
	enum { TASKS = 40 };
	Jobq__Task task = page();
	struct extract extract = {.claimed = -1};
	struct report report;

	(void)state;
	extract.found.items = alloc_zero(TASKS, sizeof(Jobq__Task *));
	for (size_t i = 0; i < TASKS; i++) {
		Jobq__Task *found = alloc_get(sizeof(*found));

		jobq__task__init(found);
		found->url = text_of(1 << 20);
		extract.found.items[extract.found.n++] = found;
	}
	report_init(&report, &task);
	report_extract(&report, &extract);
	assert_int_equal(report.outcome->n_found, 15);
	report_deinit(&report);
}

static void a_content_that_no_message_holds_is_not_kept(void **state)
{
	Jobq__Task task = page();
	struct extract extract = {.claimed = -1};
	Jobq__Observation *seen = alloc_get(sizeof(*seen));
	struct report report;

	(void)state;
	jobq__observation__init(seen);
	seen->complete = true;
	seen->content = alloc_get(sizeof(*seen->content));
	jobq__content__init(seen->content);
	seen->content->title = text_of(REPORT_MAX_CONTENT_BYTES + 1);
	extract.observations = alloc_zero(1, sizeof(seen));
	extract.observations[extract.n_observations++] = seen;
	report_init(&report, &task);
	report_extract(&report, &extract);
	assert_null(report.observations[0]->content);
	assert_false(report.observations[0]->complete);
	assert_true(report.outcome->contents_missing);
	report_deinit(&report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(begins_as_done_without_a_count),
		cmocka_unit_test(a_gone_page_is_gone),
		cmocka_unit_test(a_failed_page_is_tentative),
		cmocka_unit_test(a_retry_is_tentative_only_at_the_last),
		cmocka_unit_test(what_robots_forbids_says_nothing),
		cmocka_unit_test(only_pages_speak_of_postings),
		cmocka_unit_test(leaves_out_what_no_message_holds),
		cmocka_unit_test(a_content_that_no_message_holds_is_not_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
