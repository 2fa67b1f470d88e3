#pragma once
/*
 * Bounds: the figures that years: and pay: ask for, as written by a person.
 *
 *	years:	3   3..5   3..   ..2   none	(least years of experience)
 *	pay:	yes  no  >=500000  <=800000  500000..800000, each figure with a
 *		currency in front where one is meant: CNY>=500000  (of a year)
 *
 * Pure.
 */
#include "core/bytes.h"

enum { BOUNDS_E_FORM = 1 };

enum bounds_kind {
	BOUNDS_BETWEEN, /* low <= the figure <= high */
	BOUNDS_SAID,	/* whatever it is */
	BOUNDS_UNSAID,
};
struct bounds {
	enum bounds_kind kind;
	uint64_t low, high; /* years: in months, as VALUE_YEARS */
	char currency[4];   /* ISO 4217; "": any */
};

/* BOUNDS_E_FORM: it is none of these forms. */
MUST_CHECK int bounds_of_years(struct bounds *out, const char *text);
MUST_CHECK int bounds_of_pay(struct bounds *out, const char *text);
