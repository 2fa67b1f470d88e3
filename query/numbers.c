#include "query/numbers.h"
#include "core/alloc.h"
#include <stdlib.h>

void numbers_add(struct numbers *numbers, double number)
{
	if (!(numbers->n & (numbers->n - 1)))
		numbers->items = alloc_resize(numbers->items,
					      numbers->n ? 2 * numbers->n : 1,
					      sizeof(*numbers->items));
	numbers->items[numbers->n++] = number;
}

void numbers_deinit(struct numbers *numbers)
{
	free(numbers->items);
	*numbers = (struct numbers){0};
}

double numbers_mean(const struct numbers *numbers)
{
	double sum = 0;

	for (size_t i = 0; i < numbers->n; i++)
		sum += numbers->items[i];
	return numbers->n ? sum / (double)numbers->n : 0;
}

static int by_size(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

double numbers_percentile(struct numbers *numbers, double p)
{
	double at;
	size_t low;

	if (!numbers->n)
		return 0;
	qsort(numbers->items, numbers->n, sizeof(*numbers->items), by_size);
	at = p / 100 * (double)(numbers->n - 1);
	low = (size_t)at;
	if (low + 1 >= numbers->n)
		return numbers->items[numbers->n - 1];
	return numbers->items[low] +
	       (at - (double)low) *
		       (numbers->items[low + 1] - numbers->items[low]);
}
