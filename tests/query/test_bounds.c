#include "query/bounds.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static struct bounds years(const char *text)
{
	struct bounds b = {0};

	assert_int_equal(bounds_of_years(&b, text), 0);
	return b;
}

static struct bounds pay(const char *text)
{
	struct bounds b = {0};

	assert_int_equal(bounds_of_pay(&b, text), 0);
	return b;
}

static void expect_between(struct bounds b, uint64_t low, uint64_t high)
{
	assert_int_equal(b.kind, BOUNDS_BETWEEN);
	assert_true(b.low == low);
	assert_true(b.high == high);
}

static void years_are_whole_ones_in_months(void **state)
{
	(void)state;
	expect_between(years("3"), 36, 47);
	expect_between(years("0"), 0, 11);
	expect_between(years("3..5"), 36, 71);
	expect_between(years("..2"), 0, 35);
	expect_between(years("8.."), 96, UINT64_MAX);
	assert_int_equal(years("none").kind, BOUNDS_UNSAID);
}

static void pay_has_a_currency_where_one_is_meant(void **state)
{
	(void)state;
	expect_between(pay(">=500000"), 500000, UINT64_MAX);
	expect_between(pay("<=800000"), 0, 800000);
	expect_between(pay("500000..800000"), 500000, 800000);
	assert_string_equal(pay(">=1").currency, "");
	assert_string_equal(pay("cny>=1").currency, "CNY");
	expect_between(pay("USD100..200"), 100, 200);
	assert_int_equal(pay("yes").kind, BOUNDS_SAID);
	assert_int_equal(pay("no").kind, BOUNDS_UNSAID);
	assert_int_equal(pay("EUR").kind, BOUNDS_SAID);
	assert_string_equal(pay("EUR").currency, "EUR");
}

static void other_forms_are_refused(void **state)
{
	static const char *const bad[] = {
		"",   "x",     "5..3",
		"..", "3...5", "1..2..",
		"-1", "3 5",   "99999999999999999999"};
	static const char *const bad_pay[] = {">=", "CNY>", "CNYX>=5", "=5"};
	struct bounds b;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++) {
		assert_int_equal(bounds_of_years(&b, bad[i]), BOUNDS_E_FORM);
		assert_int_equal(bounds_of_pay(&b, bad[i]), BOUNDS_E_FORM);
	}
	for (size_t i = 0; i < sizeof(bad_pay) / sizeof(*bad_pay); i++)
		assert_int_equal(bounds_of_pay(&b, bad_pay[i]), BOUNDS_E_FORM);
	assert_int_equal(bounds_of_years(&b, "100"), BOUNDS_E_FORM);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(years_are_whole_ones_in_months),
		cmocka_unit_test(pay_has_a_currency_where_one_is_meant),
		cmocka_unit_test(other_forms_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
