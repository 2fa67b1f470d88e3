#include "indexer/linevote.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs what stands above it */
#include <cmocka.h>

struct cuts {
	struct {
		size_t at;
		enum part part;
	} items[16];
	size_t n;
};

static void keep(void *context, size_t at, enum part part)
{
	struct cuts *cuts = context;

	assert_true(cuts->n < 16);
	cuts->items[cuts->n].at = at;
	cuts->items[cuts->n++].part = part;
}

/* What the text's first `bytes` are cut in. */
static struct cuts cuts_of(const char *text, size_t bytes)
{
	CLEANUP(normal_deinit) struct normal n = {0};
	struct marked_text marked = {&n, slice_text(text)};
	struct cuts cuts = {.n = 0};

	normal_set(&n, marked.original);
	linevote_cut(&marked, bytes, keep, &cuts);
	for (size_t i = 0; i < cuts.n; i++)
		assert_true(!cuts.items[i].at ||
			    n.text[cuts.items[i].at - 1] == '\n');
	return cuts;
}

static void judges_a_list_by_the_majority(void **state)
{
	const char *text = "1. design kites\n2. fly kites\n3. build kites\n";
	struct cuts cuts = cuts_of(text, strlen(text));

	(void)state;
	assert_int_equal(cuts.n, 1);
	assert_int_equal(cuts.items[0].at, 0);
	assert_int_equal(cuts.items[0].part, PART_DUTY);
}

static void cuts_a_list_where_it_turns(void **state)
{
	const char *tasks = "1. design kites\n2. build kites\n";
	char text[256];
	struct cuts cuts;

	(void)state;
	snprintf(text, sizeof(text), "%s3. strong arms\n4. able to run\n",
		 tasks);
	cuts = cuts_of(text, strlen(text));
	assert_int_equal(cuts.n, 2);
	assert_int_equal(cuts.items[0].part, PART_DUTY);
	assert_int_equal(cuts.items[1].at, strlen(tasks));
	assert_int_equal(cuts.items[1].part, PART_REQUIREMENT);
}

/* Wherever a header ends the text, no cut lies inside a line. */
static void stands_an_end_in_mid_line(void **state)
{
	const char *text = "1、负责风筝\n2、设计风筝\n3、熟悉风筝\n4、有风筝\n";

	(void)state;
	for (size_t end = 0; end <= strlen(text); end++)
		(void)cuts_of(text, end);
}

static void tells_prose_by_its_length(void **state)
{
	const char *text =
		"short\na line that is long enough to be prose, is it"
		"\n";
	CLEANUP(normal_deinit) struct normal n = {0};

	(void)state;
	normal_set(&n, slice_text(text));
	assert_true(linevote_has_prose(&n, n.len));
	assert_false(linevote_has_prose(&n, 30));
	assert_false(linevote_has_prose(&n, 0));
}

static void finds_the_line_that_says_what_the_job_is(void **state)
{
	const char *text = "we fly\n  you will fly\n";
	CLEANUP(normal_deinit) struct normal n = {0};
	size_t at = 99;

	(void)state;
	normal_set(&n, slice_text(text));
	assert_false(linevote_find_job(&n, 7, &at));
	assert_int_equal(at, 99);
	assert_true(linevote_find_job(&n, n.len, &at));
	assert_int_equal(at, 7);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(judges_a_list_by_the_majority),
		cmocka_unit_test(cuts_a_list_where_it_turns),
		cmocka_unit_test(stands_an_end_in_mid_line),
		cmocka_unit_test(tells_prose_by_its_length),
		cmocka_unit_test(finds_the_line_that_says_what_the_job_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
