#pragma once
/*
 * Pay: what a posting says that it pays, as written and for a year in the same
 * currency. Forms, traps and how a year is reckoned: docs/analysis.md, section
 * "Pay". Words: indexer/rules/pay.yaml.
 */
#include "indexer/amount.h"

struct paywords; /* immutable once loaded */
/* Adds the words that reading_find() looks for in whole sections to `book`. */
MUST_CHECK int pay_load(struct paywords **out, const char *dir,
			struct wordbook *book);
void pay_free(struct paywords *words);
DEFINE_CLEANUP(struct paywords *, pay_free);

struct pay {
	char *quote;		/* original bytes; owned */
	const char *currency;	/* ISO 4217, "": not told */
	enum pay_period period; /* of low and high */
	double low, high;	/* equal: one amount is said */
	double months;		/* of pay a year; 0: not said */
	double year_low, year_high;
	bool doubtful; /* outside what people are paid */
	bool dollar;   /* "$" alone: see pay_in_country() */
};
/* The salary field, else the text. False: no pay is posted. */
bool pay_read(const struct paywords *words, const struct reading *reading,
	      struct pay *out);
/* A bare "$" is the dollar of the country that the post is in. */
void pay_in_country(struct pay *pay, const char *country);
void pay_deinit(struct pay *pay);
const char *pay_period_name(enum pay_period period);
