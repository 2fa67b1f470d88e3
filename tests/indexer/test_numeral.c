#include "indexer/numeral.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
/* cmocka needs the three above it */
#include <cmocka.h>

static void reads_what_stands_before(void **state)
{
	static const struct {
		const char *text;
		double value;
		size_t start;
	} rows[] = {
		{"3", 3, 0},	    {"x12", 12, 1},	{"1.5", 1.5, 0},
		{"三", 3, 0},	    {"十", 10, 0},	{"十五", 15, 0},
		{"二十", 20, 0},    {"二十五", 25, 0},	{"三五", 3, 0},
		{"半", 0.5, 0},	    {"five", 5, 0},	{"a two", 2, 2},
		{"five (5)", 5, 0}, {"5 (five)", 5, 0},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct numeral n;

		if (!numeral_before(slice_text(rows[i].text),
				    strlen(rows[i].text), &n) ||
		    n.value != rows[i].value || n.start != rows[i].start)
			fail_msg("%s: %g at %zu", rows[i].text, n.value,
				 n.start);
	}
}

static void refuses_what_is_none(void **state)
{
	static const char *const texts[] = {"",	 "x",	"phone", "1234567",
					    ")", "(x)", "())",	 "。"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		struct numeral n;

		assert_false(numeral_before(slice_text(texts[i]),
					    strlen(texts[i]), &n));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_stands_before),
		cmocka_unit_test(refuses_what_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
