#include "query/numbers.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static struct numbers of(const double *list, size_t n)
{
	struct numbers numbers = {0};

	for (size_t i = 0; i < n; i++)
		numbers_add(&numbers, list[i]);
	return numbers;
}

static void the_mean_is_of_all(void **state)
{
	struct numbers n = of((double[]){1, 2, 6}, 3);

	(void)state;
	assert_true(numbers_mean(&n) == 3);
	numbers_deinit(&n);
}

static void a_percentile_lies_between_neighbours(void **state)
{
	struct numbers n = of((double[]){40, 10, 30, 20}, 4);

	(void)state;
	assert_true(numbers_percentile(&n, 0) == 10);
	assert_true(numbers_percentile(&n, 50) == 25);
	assert_true(numbers_percentile(&n, 100) == 40);
	numbers_deinit(&n);
}

static void of_nothing_it_is_zero(void **state)
{
	struct numbers n = {0};

	(void)state;
	assert_true(numbers_mean(&n) == 0);
	assert_true(numbers_percentile(&n, 50) == 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_mean_is_of_all),
		cmocka_unit_test(a_percentile_lies_between_neighbours),
		cmocka_unit_test(of_nothing_it_is_zero),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
