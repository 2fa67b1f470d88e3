#include "indexer/sectionwords.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs what stands above it */
#include <cmocka.h>

static void judges(const char *text, enum header_shape shape, bool is,
		   enum part part)
{
	struct header_kind kind = {0};

	if (sectionwords_judge(slice_text(text), shape, &kind) != is)
		fail_msg("\"%s\" is %s header", text, is ? "no" : "a");
	if (is)
		assert_int_equal(kind.part, part);
}

static void knows_headers_of_both_languages(void **state)
{
	(void)state;
	judges("岗位职责", SHAPE_PLAIN, true, PART_DUTY);
	judges("加分项(不强制)", SHAPE_PLAIN, true, PART_BONUS);
	judges("what you'll bring", SHAPE_PLAIN, true, PART_REQUIREMENT);
	judges("what we offer", SHAPE_PLAIN, true, PART_ABOUT);
	judges("bonus", SHAPE_MARKED, true, PART_BONUS);
	judges("responsibilities 职责", SHAPE_PLAIN, true, PART_DUTY);
	judges("responsibilities 要求", SHAPE_ITEM, false, PART_OTHER);
	judges("rust is nice to have", SHAPE_PLAIN, false, PART_OTHER);
}

static void some_names_need_a_numeral(void **state)
{
	struct header_kind kind;

	(void)state;
	judges("课题一", SHAPE_ITEM, true, PART_DUTY);
	judges("研究方向十二", SHAPE_PLAIN, true, PART_DUTY);
	judges("风筝研究方向三", SHAPE_PLAIN, true, PART_DUTY);
	judges("课题", SHAPE_PLAIN, false, PART_OTHER);
	judges("风筝研究方向", SHAPE_PLAIN, false, PART_OTHER);
	judges("研究方向一", SHAPE_MARKED, true, PART_DUTY);
	assert_int_equal(sectionwords_suffix(slice_text("风筝课题二"), &kind),
			 strlen("课题二"));
	assert_int_equal(kind.part, PART_DUTY);
	assert_int_equal(sectionwords_suffix(slice_text("风筝课题"), &kind), 0);
}

static void votes_by_how_a_line_begins(void **state)
{
	(void)state;
	assert_int_equal(sectionwords_vote(slice_text("负责风筝")), PART_DUTY);
	assert_int_equal(sectionwords_vote(slice_text("跟进风筝")), PART_DUTY);
	assert_int_equal(sectionwords_vote(slice_text("研究风筝")), PART_DUTY);
	assert_int_equal(sectionwords_vote(slice_text("研究生毕业")),
			 PART_REQUIREMENT);
	assert_int_equal(sectionwords_vote(slice_text("有过风筝")),
			 PART_REQUIREMENT);
	assert_int_equal(sectionwords_vote(slice_text("bring kites")),
			 PART_DUTY);
	assert_int_equal(sectionwords_vote(slice_text("you bring kites")),
			 PART_REQUIREMENT);
	assert_int_equal(sectionwords_vote(slice_text("")), PART_OTHER);
}

static void knows_a_line_that_says_what_the_job_is(void **state)
{
	(void)state;
	assert_true(sectionwords_tells_job(slice_text("该岗位将负责风筝")));
	assert_true(sectionwords_tells_job(slice_text("you'll fly kites")));
	assert_true(sectionwords_tells_job(slice_text("you will fly")));
	assert_false(sectionwords_tells_job(slice_text("设计风筝")));
	assert_false(sectionwords_tells_job(slice_text("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_headers_of_both_languages),
		cmocka_unit_test(some_names_need_a_numeral),
		cmocka_unit_test(votes_by_how_a_line_begins),
		cmocka_unit_test(knows_a_line_that_says_what_the_job_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
