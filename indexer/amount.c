#include "indexer/amount.h"

enum { DIGITS_MAX = 12 };

#define LIST(...)                 \
	(const char *const[])     \
	{                         \
		__VA_ARGS__, NULL \
	}

static const struct {
	const char *word, *code;
} before[] = {
	{"us$", "USD"},	 {"usd$", "USD"},   {"usd", "USD"}, {"ca$", "CAD"},
	{"cad$", "CAD"}, {"cad", "CAD"},    {"c$", "CAD"},  {"au$", "AUD"},
	{"aud$", "AUD"}, {"aud", "AUD"},    {"a$", "AUD"},  {"hk$", "HKD"},
	{"hkd", "HKD"},	 {"sgd$", "SGD"},   {"sgd", "SGD"}, {"s$", "SGD"},
	{"nt$", "TWD"},	 {"twd", "TWD"},    {"r$", "BRL"},  {"nz$", "NZD"},
	{"mx$", "MXN"},	 {"$", "USD"},	    {"€", "EUR"},   {"eur", "EUR"},
	{"£", "GBP"},	 {"gbp", "GBP"},    {"¥", "CNY"},   {"rmb", "CNY"},
	{"cny", "CNY"},	 {"人民币", "CNY"}, {"₹", "INR"},   {"inr", "INR"},
	{"₩", "KRW"},	 {"krw", "KRW"},    {"jpy", "JPY"}, {"jp¥", "JPY"},
	{"chf", "CHF"},	 {"aed", "AED"},    {"zł", "PLN"},
};
static const struct {
	const char *word, *code;
} after[] = {
	{"usd", "USD"},	 {"us dollars", "USD"}, {"cad", "CAD"},
	{"eur", "EUR"},	 {"€", "EUR"},		{"gbp", "GBP"},
	{"£", "GBP"},	 {"aud", "AUD"},	{"sgd", "SGD"},
	{"hkd", "HKD"},	 {"jpy", "JPY"},	{"chf", "CHF"},
	{"inr", "INR"},	 {"aed", "AED"},	{"cny", "CNY"},
	{"rmb", "CNY"},	 {"元人民币", "CNY"},	{"人民币", "CNY"},
	{"元", "CNY"},	 {"块", "CNY"},		{"美元", "USD"},
	{"美金", "USD"}, {"港币", "HKD"},	{"港元", "HKD"},
	{"新币", "SGD"}, {"新元", "SGD"},	{"欧元", "EUR"},
	{"英镑", "GBP"}, {"日元", "JPY"},	{"円", "JPY"},
	{"pln", "PLN"},	 {"krw", "KRW"},
};
static const struct {
	const char *word;
	enum pay_period period;
} periods[] = {
	{"/yr", PAY_YEAR},	  {"/year", PAY_YEAR},
	{"per year", PAY_YEAR},	  {"per annum", PAY_YEAR},
	{"a year", PAY_YEAR},	  {"annually", PAY_YEAR},
	{"annual", PAY_YEAR},	  {"p.a", PAY_YEAR},
	{"yearly", PAY_YEAR},	  {"/年", PAY_YEAR},
	{"每年", PAY_YEAR},	  {"一年", PAY_YEAR},
	{"/ year", PAY_YEAR},	  {"/annum", PAY_YEAR},
	{"年薪", PAY_YEAR},	  {"/hr", PAY_HOUR},
	{"/hour", PAY_HOUR},	  {"per hour", PAY_HOUR},
	{"an hour", PAY_HOUR},	  {"hourly", PAY_HOUR},
	{"/ hour", PAY_HOUR},	  {"/ hr", PAY_HOUR},
	{"/小时", PAY_HOUR},	  {"/时", PAY_HOUR},
	{"每小时", PAY_HOUR},	  {"/h", PAY_HOUR},
	{"/天", PAY_DAY},	  {"/日", PAY_DAY},
	{"每天", PAY_DAY},	  {"每日", PAY_DAY},
	{"per day", PAY_DAY},	  {"/day", PAY_DAY},
	{"a day", PAY_DAY},	  {"一天", PAY_DAY},
	{"/月", PAY_MONTH},	  {"每月", PAY_MONTH},
	{"per month", PAY_MONTH}, {"/month", PAY_MONTH},
	{"/mo", PAY_MONTH},	  {"a month", PAY_MONTH},
	{"monthly", PAY_MONTH},	  {"一个月", PAY_MONTH},
	{"/ month", PAY_MONTH},
};
static const struct {
	const char *word;
	enum pay_period period;
} periods_before[] = {
	{"年薪", PAY_YEAR},	{"年包", PAY_YEAR},    {"总包", PAY_YEAR},
	{"月薪", PAY_MONTH},	{"日薪", PAY_DAY},     {"时薪", PAY_HOUR},
	{"annual", PAY_YEAR},	{"hourly", PAY_HOUR},  {"yearly", PAY_YEAR},
	{"monthly", PAY_MONTH}, {"月收入", PAY_MONTH},
};
#define N(table) (sizeof(table) / sizeof(*(table)))

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

/* "185,000", "1.4": its end, or `at` where there is none. A comma is part of
 * it before three digits alone. */
static size_t read_value(struct slice text, size_t at, double *out)
{
	size_t end = at, digits = 0;
	double value = 0, scale = 0;

	for (; end < text.len; end++) {
		char c = text.data[end];

		if (is_digit(c)) {
			value = scale ? value + (c - '0') / scale
				      : value * 10 + (c - '0');
			scale *= 10;
			digits++;
		} else if (c == ',' && !scale && digits && end + 3 < text.len &&
			   is_digit(text.data[end + 1]) &&
			   is_digit(text.data[end + 2]) &&
			   is_digit(text.data[end + 3])) {
			continue;
		} else if (c == '.' && !scale && digits && end + 1 < text.len &&
			   is_digit(text.data[end + 1])) {
			scale = 10;
		} else {
			break;
		}
		if (digits > DIGITS_MAX)
			return at;
	}
	*out = value;
	return end;
}

/* K, 千, 万, M behind a value at `at`: its length. */
static size_t read_scale(struct slice text, size_t at, double *scale,
			 unsigned *flags)
{
	static const struct {
		const char *word;
		double scale;
		unsigned flags;
	} scales[] = {
		{"k", 1e3, AMOUNT_SCALED},
		{"千", 1e3, AMOUNT_SCALED},
		{"万", 1e4, AMOUNT_SCALED | AMOUNT_WAN},
		{"w", 1e4, AMOUNT_SCALED | AMOUNT_WAN},
		{"million", 1e6, AMOUNT_HUGE},
		{"billion", 1e9, AMOUNT_HUGE},
		{"mm", 1e6, AMOUNT_HUGE},
		{"m", 1e6, AMOUNT_HUGE},
		{"bn", 1e9, AMOUNT_HUGE},
		{"b", 1e9, AMOUNT_HUGE},
		{"亿", 1e8, AMOUNT_HUGE},
	};
	for (size_t i = 0; i < N(scales); i++) {
		size_t len = strlen(scales[i].word);
		size_t start = len > 2 ? text_skip(text, at) : at;

		if (!text_at(text, start, scales[i].word) ||
		    (is_letter(scales[i].word[0]) && start + len < text.len &&
		     is_letter(text.data[start + len])))
			continue;
		*scale = scales[i].scale;
		*flags |= scales[i].flags;
		return start + len - at;
	}
	return 0;
}

/* What a currency and a period begin with, and a currency ends with: so the
 * numbers of a list, "1、" and "2.", are not looked up. */
static bool may_name(char c)
{
	return is_letter(c) || c == '$' || c == '/' ||
	       ((c & 0x80) && c != "、"[0]);
}

static size_t read_currency_before(struct slice text, size_t at,
				   struct amount *out)
{
	size_t end = text_skip_back(text, at);

	if (!end || !may_name(text.data[end - 1]))
		return at;
	for (size_t i = 0; i < N(before); i++) {
		size_t len = strlen(before[i].word);

		if (!text_before(text, end, before[i].word) ||
		    (is_letter(before[i].word[0]) && end > len &&
		     is_letter(text.data[end - len - 1])))
			continue;
		out->currency = before[i].code;
		end -= len;
		if (strcmp(before[i].word, "$") != 0)
			return end;
		/* "USD $137,000": the code says more than the sign */
		len = read_currency_before(text, end, out);
		if (len == end)
			out->flags |= AMOUNT_DOLLAR;
		return len;
	}
	return at;
}

static size_t read_currency_after(struct slice text, size_t at,
				  struct amount *out)
{
	size_t start = text_skip(text, at);

	if (start == text.len || !may_name(text.data[start]))
		return at;
	for (size_t i = 0; i < N(after); i++) {
		size_t len = strlen(after[i].word);

		if (!text_at(text, start, after[i].word) ||
		    (is_letter(after[i].word[0]) && start + len < text.len &&
		     is_letter(text.data[start + len])))
			continue;
		out->currency = after[i].code;
		out->flags &= ~(unsigned)AMOUNT_DOLLAR;
		return start + len;
	}
	return at;
}

static size_t read_period(struct slice text, size_t at, struct amount *out)
{
	size_t start = text_skip(text, at);

	if (start == text.len || !may_name(text.data[start]))
		return at;
	for (size_t i = 0; i < N(periods); i++) {
		size_t len = strlen(periods[i].word);

		if (!text_at(text, start, periods[i].word) ||
		    (start + len < text.len &&
		     is_letter(periods[i].word[len - 1]) &&
		     is_letter(text.data[start + len])))
			continue;
		out->period = periods[i].period;
		out->flags |= AMOUNT_PERIOD;
		return start + len;
	}
	return at;
}

/* "·18薪", "*16", "x15": behind an amount. */
static size_t read_months(struct slice text, size_t at, struct amount *out)
{
	size_t start = text_skip(text, at), end, next;
	double months = 0, more;
	bool marked;

	start +=
		text_any_at(text, start,
			    LIST("·", "•", "*", "x", "×", "(", ",", "・", "/"));
	marked = start > at && strchr("*x", text.data[start - 1]);
	marked |=
		text_before(text, start, "×") || text_before(text, start, "·");
	start = text_skip(text, start);
	end = read_value(text, start, &months);
	if (end == start || end > start + 2)
		return at;
	next = end + text_any_at(text, end, LIST("-", "~"));
	if (next > end && read_value(text, next, &more) > next)
		next = read_value(text, next, &more);
	next += text_any_at(text, next, LIST("薪", "个月", "months"));
	if ((next == end && !marked) || months < 12 || months > 36)
		return at;
	if (next == end && !(out->flags & AMOUNT_SCALED))
		return at;
	out->months = months;
	return next;
}

/* What separates the two sums of a range at `at`: its end, or `at`. */
static size_t read_dash(struct slice text, size_t at, size_t start)
{
	size_t mark = text_skip(text, at);
	size_t len = text_any_at(
		text, mark,
		LIST("-", "~", "–", "—", "−", "至", "到", "to ", "‐", "‑"));

	if (!len && text_any_at(text, mark, LIST("and ")) &&
	    text_holds(text, start > 24 ? start - 24 : 0, start, "between"))
		len = 4;
	if (len)
		return text_skip(text, mark + len);
	/* the dash may have been lost: "$255K  $405K" */
	return mark > at && text_any_at(text, mark, LIST("$", "€", "£", "¥"))
		       ? mark
		       : at;
}

/* The second sum of a range whose first ends at `at`. `scale` is the first
 * one's, 0 if it has none; the second's is given back. */
static size_t read_second(struct slice text, size_t at, struct amount *out,
			  double *scale)
{
	size_t dash = read_dash(text, at, out->start);
	size_t digits = dash, end, scaled;
	struct amount second = {0};
	double value = 0;

	if (dash == at)
		return at;
	while (digits < text.len && digits < dash + 8 &&
	       !is_digit(text.data[digits]))
		digits++;
	if (digits > dash &&
	    text_skip(text, dash) < read_currency_before(text, digits, &second))
		return at;
	end = read_value(text, digits, &value);
	if (end == digits)
		return at;
	scaled = end + read_scale(text, end, scale, &out->flags);
	out->high = value;
	out->flags |= AMOUNT_RANGE;
	if (second.currency && !out->currency)
		out->currency = second.currency;
	return scaled;
}

static void scale_both(struct amount *out, double first, double second)
{
	bool range = out->flags & AMOUNT_RANGE;

	if (range && second && !first && out->low <= out->high * second)
		first = second; /* 35-50K */
	out->low *= first ? first : 1;
	if (range && !second && first && out->high < out->low)
		second = first;
	out->high = range ? out->high * (second ? second : 1) : out->low;
}

static bool read_amount(struct slice text, size_t at, struct amount *out)
{
	double first = 0, second = 0;
	size_t end;

	*out = (struct amount){0};
	end = read_value(text, at, &out->low);
	if (end == at)
		return false;
	out->start = (uint32_t)read_currency_before(text, at, out);
	end += read_scale(text, end, &first, &out->flags);
	end = read_currency_after(text, end, out);
	end = read_period(text, end, out);
	end = read_second(text, end, out, &second);
	end = read_currency_after(text, end, out);
	end = read_period(text, end, out);
	end = read_months(text, end, out);
	if (end < text.len && text_at(text, end, ")"))
		end += out->months != 0;
	out->end = (uint32_t)end;
	scale_both(out, first, second);
	return true;
}

/* Whether a number begins at this digit, no part of a word or a number. */
static bool begins_number(struct slice text, size_t at)
{
	struct amount unused = {0};

	if (!at)
		return true;
	if (is_digit(text.data[at - 1]) || strchr(".,", text.data[at - 1]))
		return false;
	return !is_letter(text.data[at - 1]) ||
	       read_currency_before(text, at, &unused) < at;
}

bool amount_next(struct slice text, size_t at, struct amount *out)
{
	for (; at < text.len; at++)
		if (is_digit(text.data[at]) && begins_number(text, at) &&
		    read_amount(text, at, out))
			return true;
	return false;
}

void amount_look_before(struct slice text, struct amount *amount)
{
	size_t start = amount->start > 30 ? amount->start - 30 : 0;

	if (amount->flags & AMOUNT_PERIOD)
		return;
	for (size_t i = 0; i < N(periods_before); i++) {
		if (!text_holds(text, start, amount->start,
				periods_before[i].word))
			continue;
		amount->period = periods_before[i].period;
		amount->flags |= AMOUNT_PERIOD;
		return;
	}
}
