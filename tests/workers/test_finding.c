#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/alloc.h"
#include "workers/finding.h"
#include <string.h>

struct bench {
	struct finding finding;
	Jobq__SourceSpec spec;
	char *printed;
};

static int set_up(void **state)
{
	struct bench *bench = alloc_zero(1, sizeof(*bench));

	jobq__source_spec__init(&bench->spec);
	bench->spec.id = (char *)"lab/board";
	bench->spec.delay_ms = 1000;
	finding_init(&bench->finding, &bench->spec, 60000);
	*state = bench;
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	finding_deinit(&bench->finding);
	free(bench->printed);
	free(bench);
	return 0;
}

static const char *print(struct bench *bench)
{
	size_t len = 0;
	FILE *out = open_memstream(&bench->printed, &len);

	finding_print(&bench->finding, out);
	fclose(out);
	return bench->printed;
}

static void take(struct bench *bench, Jobq__Task *task, Jobq__Outcome *outcome,
		 Jobq__Content *content)
{
	Jobq__Observation seen = JOBQ__OBSERVATION__INIT;
	Jobq__Observation *observations[] = {&seen};
	struct report report = {.task = task, .outcome = outcome};

	seen.content = content;
	seen.complete = true;
	if (content) {
		report.observations = observations;
		report.n_observations = 1;
	}
	finding_take(&bench->finding, &report);
}

/* The first listing page: 20 of `claimed`, one of them whole. */
static void take_listing(struct bench *bench, int64_t claimed,
			 Jobq__Content *content)
{
	Jobq__Task task = JOBQ__TASK__INIT;
	Jobq__Outcome outcome = JOBQ__OUTCOME__INIT;

	task.seed = true;
	task.step = (char *)"listing";
	outcome.items = 20;
	outcome.claimed = claimed;
	take(bench, &task, &outcome, content);
}

static Jobq__Content content_of(const char *title)
{
	static char *locations[] = {(char *)"Shenzhen", (char *)"Beijing"};
	static Jobq__Block block = JOBQ__BLOCK__INIT, *blocks[] = {&block};
	Jobq__Content content = JOBQ__CONTENT__INIT;

	block.text = (char *)"one\n\n  two\nthree\nfour\n";
	content.title = (char *)title;
	content.url = (char *)"https://x.example/1";
	content.locations = locations;
	content.n_locations = 2;
	content.blocks = blocks;
	content.n_blocks = 1;
	return content;
}

static void prints_postings_as_they_would_be_stored(void **state)
{
	Jobq__Content content = content_of("Engineer");
	const char *text;

	take_listing(*state, 20, &content);
	text = print(*state);
	assert_non_null(strstr(text, "lab/board\n  as expected; 20 listed by 1 "
				     "page read, 20 in all"));
	assert_non_null(strstr(text, "  1. Engineer\n     "
				     "https://x.example/1\n     at: Shenzhen; "
				     "Beijing\n"));
	assert_non_null(
		strstr(text, "| one\n       |   two\n       | three\n"));
	assert_null(strstr(text, "four"));
	assert_null(strstr(text, "warning"));
}

static void lets_no_control_character_through(void **state)
{
	Jobq__Content content = content_of("a\x1b[31mb\xc2\x9bz\rc");

	take_listing(*state, 1, &content);
	assert_non_null(strstr(print(*state), "1. a[31mbzc\n"));
}

static void names_what_a_posting_lacks(void **state)
{
	Jobq__Content content = JOBQ__CONTENT__INIT;

	take_listing(*state, 1, &content);
	assert_non_null(strstr(print(*state),
			       "warning: posting 1 has no title text url "
			       "locations\n"));
}

static void warns_of_a_site_without_total_or_postings(void **state)
{
	take_listing(*state, -1, NULL);
	assert_non_null(strstr(print(*state), "the site gives no total"));
	assert_non_null(strstr(((struct bench *)*state)->printed,
			       "no posting was seen"));
}

static void warns_of_a_round_longer_than_its_deadline(void **state)
{
	Jobq__Content content = content_of("Engineer");

	take_listing(*state, 2000, &content);
	assert_non_null(strstr(print(*state),
			       "a round takes about 100 s at this delay, its "
			       "deadline is 60 s"));
}

static void a_failing_listing_is_a_problem(void **state)
{
	struct bench *bench = *state;
	Jobq__Task task = JOBQ__TASK__INIT;
	Jobq__Outcome outcome = JOBQ__OUTCOME__INIT;

	task.seed = true;
	task.step = (char *)"listing";
	task.url = (char *)"https://x.example/";
	outcome.result = JOBQ__RESULT__RESULT_FAILED;
	outcome.reason = (char *)"403 Forbidden";
	take(bench, &task, &outcome, NULL);
	assert_int_equal(bench->finding.n_problems, 1);
	assert_non_null(strstr(print(bench), "problem: listing "
					     "https://x.example/: 403 "
					     "Forbidden\n"));
}

static void a_missing_sitemap_is_none(void **state)
{
	struct bench *bench = *state;
	Jobq__Task task = JOBQ__TASK__INIT;
	Jobq__Outcome outcome = JOBQ__OUTCOME__INIT;

	task.seed = true;
	task.step = (char *)"sitemap";
	outcome.result = JOBQ__RESULT__RESULT_GONE;
	outcome.reason = (char *)"404 Not Found";
	take(bench, &task, &outcome, NULL);
	assert_int_equal(bench->finding.n_problems, 0);
	assert_int_equal(bench->finding.n_warnings, 1);
}

#define FINDING_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		FINDING_TEST(prints_postings_as_they_would_be_stored),
		FINDING_TEST(lets_no_control_character_through),
		FINDING_TEST(names_what_a_posting_lacks),
		FINDING_TEST(warns_of_a_site_without_total_or_postings),
		FINDING_TEST(warns_of_a_round_longer_than_its_deadline),
		FINDING_TEST(a_failing_listing_is_a_problem),
		FINDING_TEST(a_missing_sitemap_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
