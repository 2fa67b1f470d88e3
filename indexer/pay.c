#include "indexer/pay.h"
#include "core/alloc.h"
#include "indexer/wordlist.h"

enum { W_PAY, W_OTHER };
static const char *const classes[] = {"pay", "other", NULL};

enum {
	PAY_WITHIN = 80,   /* bytes before an amount in which pay is named */
	PAY_BEHIND = 40,   /* and behind it */
	OTHER_BEFORE = 30, /* bytes to a word for something else */
	OTHER_BEHIND = 36,
	MONTHS = 12,
	HOURS = 2080, /* 40 a week */
};
static const double DAYS = 21.75 * 12; /* paid, in a year */

struct paywords {
	struct wordlist *list;
};

int pay_load(struct paywords **out, const char *dir, struct wordbook *book)
{
	CLEANUP(pay_freep)
	struct paywords *words = alloc_zero(1, sizeof(*words));
	int r = wordlist_load(&words->list, dir, "pay.yaml", classes);

	if (r)
		return r;
	wordbook_add(book, words->list);
	*out = TAKE(words);
	return 0;
}

void pay_free(struct paywords *words)
{
	if (!words)
		return;
	wordlist_free(words->list);
	free(words);
}

const char *pay_period_name(enum pay_period period)
{
	static const char *const names[] = {"month", "year", "hour", "day"};

	return names[period];
}

/* ---- what an amount comes to ---- */

static enum pay_period guess_period(const struct amount *a)
{
	bool cny = !a->currency || !strcmp(a->currency, "CNY");

	if (a->flags & AMOUNT_PERIOD)
		return a->period;
	if (a->months)
		return PAY_MONTH;
	if (cny)
		return (a->flags & AMOUNT_WAN) && a->low >= 1e5 ? PAY_YEAR
								: PAY_MONTH;
	if (a->high < 1000)
		return PAY_HOUR;
	return a->high < 15000 ? PAY_MONTH : PAY_YEAR;
}

static bool is_doubtful(const struct pay *p)
{
	static const struct {
		double least, most;
	} cny[] = {{3e3, 150e3}, {30e3, 5e6}, {10, 1e3}, {50, 5e3}},
	  others[] = {{500, 200e3}, {10e3, 3e6}, {5, 600}, {20, 5e3}};
	bool local = !strcmp(p->currency, "CNY");
	double least = local ? cny[p->period].least : others[p->period].least;
	double most = local ? cny[p->period].most : others[p->period].most;

	if (!strcmp(p->currency, "JPY") || !strcmp(p->currency, "KRW") ||
	    !strcmp(p->currency, "INR"))
		return p->low > p->high; /* their sums have other sizes */
	return p->low < least || p->high > most || p->low > p->high;
}

static void reckon_year(struct pay *p)
{
	double times = 1;

	if (p->period == PAY_MONTH)
		times = p->months ? p->months : MONTHS;
	else if (p->period == PAY_DAY)
		times = DAYS;
	else if (p->period == PAY_HOUR)
		times = HOURS;
	p->year_low = p->low * times;
	p->year_high = p->high * times;
}

static bool is_chinese(struct slice text)
{
	for (size_t i = 0; i < text.len; i++)
		if ((unsigned char)text.data[i] >= 0xe4 &&
		    (unsigned char)text.data[i] <= 0xe9)
			return true;
	return false;
}

static void set_pay(struct pay *out, const struct outline_section *section,
		    const struct amount *a, bool chinese)
{
	struct finding at = {section, a->start, a->end};

	*out = (struct pay){.quote = finding_quote(&at),
			    .period = guess_period(a),
			    .low = a->low,
			    .high = a->high,
			    .months = a->months,
			    .dollar = a->flags & AMOUNT_DOLLAR};
	out->currency = a->currency ? a->currency : chinese ? "CNY" : "";
	reckon_year(out);
	out->doubtful = is_doubtful(out);
}

/* ---- the salary field ---- */

static bool read_field(const char *salary, bool chinese, struct pay *out)
{
	CLEANUP(normal_deinit) struct normal n = {0};
	struct outline_section section = {.text = slice_text(salary)};
	struct slice text;
	struct amount a;

	if (!salary || !*salary)
		return false;
	normal_set(&n, section.text);
	section.normal = n; /* borrowed */
	text = reading_text(&section);
	for (size_t at = 0; amount_next(text, at, &a); at = a.end) {
		if ((a.flags & AMOUNT_HUGE) || a.high < 5)
			continue;
		amount_look_before(text, &a);
		set_pay(out, &section, &a,
			chinese || is_chinese(text) ||
				(a.flags & AMOUNT_SCALED && a.months));
		return true;
	}
	return false;
}

/* ---- the text ---- */

struct searching {
	const struct reading *reading;
	size_t place; /* of the section */
	const struct outline_section *section;
	struct slice text;
	const struct paywords *list;
	struct wordhits words; /* found at the first need */
	bool found;
	size_t first; /* of the words that may be near */
};

/* How near words of pay, and of other sums, are; words go on in one line. */
static void look_around(struct searching *s, const struct amount *a, bool *pay,
			bool *other)
{
	*pay = *other = false;
	if (!s->found)
		reading_find(s->reading, s->place, s->list->list, &s->words);
	s->found = true;
	while (s->first < s->words.n &&
	       s->words.items[s->first].end + PAY_WITHIN < a->start)
		s->first++;
	for (size_t i = s->first; i < s->words.n; i++) {
		const struct wordhit *w = &s->words.items[i];
		bool behind = w->start >= a->end;
		size_t gap = behind ? w->start - a->end : a->start - w->end;

		if (!behind && w->end > a->start)
			gap = 0;
		if (behind && gap > PAY_BEHIND)
			break;
		if (w->id == W_PAY)
			*pay = true;
		else if (gap <= (behind ? OTHER_BEHIND : OTHER_BEFORE) &&
			 !text_holds(s->text, behind ? a->end : w->end,
				     behind ? w->start : a->start, "\n"))
			*other = true;
	}
}

static bool is_percent(struct slice text, const struct amount *a)
{
	size_t at = text_skip(text, a->end);

	return text_at(text, at, "%") || text_at(text, at, "+%");
}

/* A number alone is nobody's pay, nor are millions. */
static bool may_be_pay(struct slice text, const struct amount *a)
{
	return (a->currency || a->flags & (AMOUNT_RANGE | AMOUNT_SCALED)) &&
	       !(a->flags & AMOUNT_HUGE) && a->high >= 5 && a->low <= a->high &&
	       !is_percent(text, a);
}

static bool is_pay(struct searching *s, const struct amount *a)
{
	bool range = a->flags & AMOUNT_RANGE, period = a->flags & AMOUNT_PERIOD;
	bool scaled = a->flags & AMOUNT_SCALED;
	bool pay, other;

	if (a->months && scaled)
		return true;
	look_around(s, a, &pay, &other);
	if (a->currency) {
		if (other && !(pay && range))
			return false;
		if (range)
			return pay || period || a->low >= 15000;
		return pay && (period || a->low >= 15000);
	}
	if (other || !pay)
		return false;
	return (range && (scaled || period || a->low >= 1000)) ||
	       (scaled && period);
}

static bool read_section(struct searching *s, struct pay *out)
{
	struct amount a;

	s->section = reading_section(s->reading, s->place);
	s->text = reading_text(s->section);
	s->first = 0;
	s->found = false;
	for (size_t at = 0; amount_next(s->text, at, &a); at = a.end) {
		if (!may_be_pay(s->text, &a))
			continue;
		amount_look_before(s->text, &a);
		if (!is_pay(s, &a))
			continue;
		set_pay(out, s->section, &a, !a.currency);
		return true;
	}
	return false;
}

bool pay_read(const struct paywords *words, const struct reading *reading,
	      struct pay *out)
{
	struct searching s = {.reading = reading, .list = words};
	bool found = false;

	if (read_field(reading->content->salary,
		       is_chinese(reading_text(
			       reading_section(reading, READING_TITLE))),
		       out))
		return true;
	for (s.place = READING_TITLE;
	     !found && s.place < reading_sections(reading); s.place++)
		found = read_section(&s, out);
	wordhits_deinit(&s.words);
	return found;
}

void pay_in_country(struct pay *pay, const char *country)
{
	static const struct {
		const char *country, *currency;
	} dollars[] = {{"CA", "CAD"}, {"AU", "AUD"}, {"SG", "SGD"},
		       {"HK", "HKD"}, {"NZ", "NZD"}, {"TW", "TWD"}};

	if (!pay->dollar)
		return;
	for (size_t i = 0; i < sizeof(dollars) / sizeof(*dollars); i++)
		if (!strcmp(dollars[i].country, country))
			pay->currency = dollars[i].currency;
}

void pay_deinit(struct pay *pay)
{
	free(pay->quote);
	*pay = (struct pay){0};
}
