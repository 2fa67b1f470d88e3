#pragma once
/*
 * Amount: one or two sums of money as a posting writes them ("35-50K·18薪",
 * "$185K - $260K", "20万-40万/年", "350-400元/天"), with what their form tells.
 * Pure, over normal text.
 */
#include "indexer/reading.h"

enum amount_flag {
	AMOUNT_RANGE = 1,
	AMOUNT_PERIOD = 2, /* `period` is written */
	AMOUNT_SCALED = 4, /* K or 万 */
	AMOUNT_WAN = 8,
	AMOUNT_HUGE = 16,   /* millions: no pay */
	AMOUNT_DOLLAR = 32, /* a "$" that nothing tells the country of */
};
enum pay_period { PAY_MONTH, PAY_YEAR, PAY_HOUR, PAY_DAY };
struct amount {
	double low, high;
	const char *currency; /* ISO 4217, NULL: not written */
	enum pay_period period;
	double months; /* "·18薪", 0: not written */
	unsigned flags;
	uint32_t start, end;
};
/* The first amount whose digits begin at or behind `at`; false: none. */
bool amount_next(struct slice text, size_t at, struct amount *out);
/* Where no period is written behind it: looks for one before it (月薪). */
void amount_look_before(struct slice text, struct amount *amount);
