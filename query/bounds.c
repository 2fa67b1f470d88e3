#include "query/bounds.h"
#include <ctype.h>
#include <strings.h>

enum { MONTHS = 12, DIGITS_MAX = 12 };

/* Digits at *at, which moves behind them; false where there are none. */
static bool take_number(const char **at, uint64_t *out)
{
	const char *from = *at;

	for (*out = 0; isdigit((unsigned char)**at); (*at)++)
		*out = *out * 10 + (uint64_t)(**at - '0');
	return *at > from && *at - from <= DIGITS_MAX;
}

static bool take(const char **at, const char *sign)
{
	size_t len = strlen(sign);

	if (strncmp(*at, sign, len) != 0)
		return false;
	*at += len;
	return true;
}

/* "N", "N..M", "N..", "..M". */
static bool take_range(const char *at, struct bounds *b)
{
	bool low = take_number(&at, &b->low);

	if (!low)
		b->low = 0;
	if (!take(&at, "..")) {
		b->high = b->low;
		return low && !*at;
	}
	if (take_number(&at, &b->high))
		return !*at && b->low <= b->high;
	b->high = UINT64_MAX;
	return low && !*at;
}

int bounds_of_years(struct bounds *out, const char *text)
{
	struct bounds b = {.kind = BOUNDS_BETWEEN};

	if (!strcasecmp(text, "none")) {
		b.kind = BOUNDS_UNSAID;
	} else {
		if (!take_range(text, &b) || b.low > 99)
			return BOUNDS_E_FORM;
		b.low *= MONTHS;
		/* two and a half are two: whole years are asked for */
		if (b.high != UINT64_MAX)
			b.high = b.high * MONTHS + MONTHS - 1;
	}
	*out = b;
	return 0;
}

static void take_currency(const char **at, char currency[4])
{
	for (size_t i = 0; i < 3; i++) {
		if (!isalpha((unsigned char)(*at)[i]))
			return;
	}
	if (isalpha((unsigned char)(*at)[3]))
		return;
	for (size_t i = 0; i < 3; i++)
		currency[i] = (char)toupper((unsigned char)(*at)[i]);
	*at += 3;
}

static bool take_figure(const char *at, struct bounds *b)
{
	bool least = take(&at, ">=") || take(&at, "≥");
	bool most = !least && (take(&at, "<=") || take(&at, "≤"));

	if (!least && !most)
		return take_range(at, b);
	if (!take_number(&at, least ? &b->low : &b->high))
		return false;
	if (least)
		b->high = UINT64_MAX;
	return !*at;
}

int bounds_of_pay(struct bounds *out, const char *text)
{
	struct bounds b = {.kind = BOUNDS_BETWEEN};
	const char *at = text;

	if (!strcasecmp(text, "yes")) {
		b.kind = BOUNDS_SAID;
	} else if (!strcasecmp(text, "no") || !strcasecmp(text, "none")) {
		b.kind = BOUNDS_UNSAID;
	} else {
		take_currency(&at, b.currency);
		if (!*at && *b.currency)
			b.kind = BOUNDS_SAID;
		else if (!take_figure(at, &b))
			return BOUNDS_E_FORM;
	}
	*out = b;
	return 0;
}
