#pragma once
/*
 * Numbers: a list of figures and what is told of it: mean, percentiles.
 */
#include <stddef.h>

struct numbers {
	double *items;
	size_t n;
};
void numbers_add(struct numbers *numbers, double number);
void numbers_deinit(struct numbers *numbers);
/* 0 where there is none. */
double numbers_mean(const struct numbers *numbers);
/* The p-th percentile, 0 <= p <= 100, between neighbours in proportion (as R's
 * type 7 and spreadsheets do). Sorts. 0 where there is none. */
double numbers_percentile(struct numbers *numbers, double p);
