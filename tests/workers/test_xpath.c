#include "core/alloc.h"
#include "workers/xpath.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static const char page[] =
	"<html><head><title>Fictive &amp; Co</title></head><body>"
	"<input id='init-data' value='{&quot;aesIv&quot;: &quot;x&quot;}'>"
	"<ul><li class=a>one <b>two</b></li><li>three</li></ul>"
	"<svg><path d='M0'/></svg><x-y:z q:r=1>odd</x-y:z></body></html>";

static void assert_gives(const char *expression, const char *expected)
{
	CLEANUP(freep) char *text = NULL;

	assert_int_equal(xpath_text(slice_text(page), expression, &text), 0);
	assert_string_equal(text, expected);
}

static void gives_texts_and_attributes(void **state)
{
	(void)state;
	assert_gives("//title", "Fictive & Co");
	assert_gives("//input[@id='init-data']/@value", "{\"aesIv\": \"x\"}");
	assert_gives("//li[@class='a']", "one two");
	assert_gives("//li[2]", "three");
}

static void gives_numbers_and_strings(void **state)
{
	(void)state;
	assert_gives("count(//li)", "2");
	assert_gives("string(//none)", "");
}

static void no_node_is_an_outcome(void **state)
{
	char *text = NULL;

	(void)state;
	assert_int_equal(xpath_text(slice_text(page), "//table", &text),
			 XPATH_E_NONE);
	assert_null(text);
}

static void too_much_work_is_an_outcome(void **state)
{
	struct bytes html = {0};
	char *text = NULL;

	(void)state;
	for (int i = 0; i < 3000; i++)
		bytes_add_text(&html, "<i></i>");
	assert_int_equal(xpath_text(slice_bytes(&html),
				    "count(//*[//*[//*[@none]]])", &text),
			 XPATH_E_LIMIT);
	bytes_deinit(&html);
}

static void wrong_expressions_are_known(void **state)
{
	(void)state;
	assert_true(xpath_valid("//a[@b='c']/@d"));
	assert_false(xpath_valid("//a[@b="));
	assert_false(xpath_valid(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_texts_and_attributes),
		cmocka_unit_test(gives_numbers_and_strings),
		cmocka_unit_test(no_node_is_an_outcome),
		cmocka_unit_test(too_much_work_is_an_outcome),
		cmocka_unit_test(wrong_expressions_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
