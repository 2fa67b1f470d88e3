#include "core/alloc.h"
#include "query/numbers.h"
#include "query/report.h"
#include "query/tally.h"

/* Postings whose pay may stand in one percentile. */
struct band {
	size_t group;
	const char *currency, *period; /* borrowed of the docs */
};
struct bands {
	struct band *items;
	size_t n;
};

static bool usable(const Jobq__Analysis *a)
{
	return a && a->pay && !a->pay->doubtful && *a->pay->currency &&
	       a->pay->high > 0;
}

static bool in_band(const struct report_doc *doc, const struct band *band)
{
	const Jobq__Analysis *a = report_analysis(doc);

	return doc->group == band->group && usable(a) &&
	       !strcmp(a->pay->currency, band->currency) &&
	       !strcmp(a->pay->period, band->period);
}

static int by_place(const void *a, const void *b)
{
	const struct band *x = a, *y = b;
	int r = (x->group > y->group) - (x->group < y->group);

	if (!r)
		r = strcmp(x->currency, y->currency);
	return r ? r : strcmp(x->period, y->period);
}

static struct bands bands_of(const struct reportdata *data)
{
	struct bands bands = {0};

	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);
		size_t k = 0;

		while (k < bands.n && !in_band(&data->docs[i], &bands.items[k]))
			k++;
		if (k < bands.n || !usable(a))
			continue;
		bands.items = alloc_resize(bands.items, bands.n + 1,
					   sizeof(*bands.items));
		bands.items[bands.n++] = (struct band){
			data->docs[i].group, a->pay->currency, a->pay->period};
	}
	if (bands.n)
		qsort(bands.items, bands.n, sizeof(*bands.items), by_place);
	return bands;
}

/* Of the postings that stand in the row's third cell. */
static struct cell *add_percentile(struct sheet *sheet, double value)
{
	struct cell *cell = sheet_figure(sheet, value, 0);

	cell_rest_on(cell, 2);
	return cell;
}

static void add_band(struct sheet *sheet, const struct reportdata *data,
		     const struct band *band)
{
	struct numbers low = {0}, high = {0}, year = {0};
	struct cell *cell;

	sheet_row(sheet, data->groups[band->group].title);
	sheet_text(sheet, band->currency);
	sheet_text(sheet, band->period);
	cell = sheet_count(sheet, 0);
	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Pay *pay;

		if (!in_band(&data->docs[i], band))
			continue;
		pay = report_analysis(&data->docs[i])->pay;
		numbers_add(&low, pay->low);
		numbers_add(&high, pay->high);
		if (pay->year_high > 0)
			numbers_add(&year,
				    (pay->year_low + pay->year_high) / 2);
		cell_prove(cell, data->docs[i].doc, pay->quote, NULL);
	}
	cell->value = (double)low.n;
	free(cell->text);
	cell->text = alloc_format("%zu", low.n);
	add_percentile(sheet, numbers_percentile(&low, 25));
	add_percentile(sheet, numbers_percentile(&low, 50));
	add_percentile(sheet, numbers_percentile(&high, 50));
	add_percentile(sheet, numbers_percentile(&high, 75));
	if (year.n)
		add_percentile(sheet, numbers_percentile(&year, 50))->of =
			year.n;
	else
		sheet_unknown(sheet, "not said how often a year");
	numbers_deinit(&low);
	numbers_deinit(&high);
	numbers_deinit(&year);
}

static void add_bands(struct report *report, const struct reportdata *data)
{
	struct bands bands = bands_of(data);
	size_t posted = 0, doubtful = 0;
	struct sheet *sheet = report_add(
		report,
		sheet_new("pay", "Posted pay",
			  "Posted, not paid: the ranges as postings state "
			  "them, by currency and period, never mixed. Figures "
			  "outside what can be (a yearly one in a monthly "
			  "field) are left out. The yearly median is of the "
			  "middles of ranges, by the months that the posting "
			  "states, else 12."));

	sheet_label(sheet, "group");
	sheet_column(sheet, "currency");
	sheet_column(sheet, "per");
	sheet_column(sheet, "postings");
	sheet_column(sheet, "low, 25th pct.");
	sheet_column(sheet, "low, median");
	sheet_column(sheet, "high, median");
	sheet_column(sheet, "high, 75th pct.");
	sheet_column(sheet, "year, median");
	for (size_t i = 0; i < bands.n; i++)
		add_band(sheet, data, &bands.items[i]);
	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		posted += usable(a);
		doubtful += a && a->pay && !usable(a);
	}
	sheet_note(sheet,
		   "%zu of %zu postings read state pay; %zu more were left out "
		   "as doubtful.",
		   posted, data->n_read, doubtful);
	free(bands.items);
}

/* The published shares of campus and technical pay, in CNY. */
enum share {
	BELOW_20K,
	BELOW_30K,
	ABOVE_50K,
	YEAR_TECHNICAL,
	YEAR_ALL,
	SHARES
};
static const char *const share_titles[] = {
	"campus, month below 20,000 CNY",
	"campus, month below 30,000 CNY",
	"campus, month above 50,000 CNY",
	"technical staff, year above 500,000 CNY",
	"all roles, year above 500,000 CNY",
};

/* The posting is among those a share is of; *in: it is in the share. */
static bool in_share(const struct reportdata *data,
		     const struct report_doc *doc, enum share which, bool *in)
{
	const Jobq__Analysis *a = report_analysis(doc);
	double month, year;

	if (!usable(a) || strcmp(a->pay->currency, "CNY") != 0)
		return false;
	month = (a->pay->low + a->pay->high) / 2;
	year = (a->pay->year_low + a->pay->year_high) / 2;
	if (which >= YEAR_TECHNICAL) {
		*in = year > 500000;
		return a->pay->year_high > 0 &&
		       (which == YEAR_ALL || report_technical(data, doc));
	}
	*in = which == BELOW_20K   ? month < 20000
	      : which == BELOW_30K ? month < 30000
				   : month > 50000;
	return a->campus && !strcmp(a->pay->period, "month");
}

/* Proves `cell` by the postings of a share, or by those that are in it. */
static size_t prove_share(struct cell *cell, const struct reportdata *data,
			  enum share which, bool hits)
{
	size_t n = 0;
	bool in = false;

	for (size_t i = 0; i < data->n_docs; i++) {
		const struct report_doc *doc = &data->docs[i];

		if (!in_share(data, doc, which, &in) || (hits && !in))
			continue;
		if (cell)
			cell_prove(cell, doc->doc,
				   report_analysis(doc)->pay->quote, NULL);
		n++;
	}
	return n;
}

static void add_shares(struct report *report, const struct reportdata *data)
{
	struct sheet *sheet = report_add(
		report,
		sheet_new("pay-shares", "Shares of posted pay in CNY",
			  "By the middle of each posted range; of the postings "
			  "that state pay so. Interns' daily rates are no "
			  "monthly pay and are left out of the first three."));

	sheet_label(sheet, "share of");
	sheet_column(sheet, "share");
	sheet_column(sheet, "N");
	for (size_t s = 0; s < SHARES; s++) {
		enum share which = (enum share)s;
		size_t all = prove_share(NULL, data, which, false);
		size_t hits = prove_share(NULL, data, which, true);
		struct cell *share;

		sheet_row(sheet, share_titles[s]);
		share = sheet_share(sheet, (double)hits, (double)all);
		prove_share(share, data, which, true);
		prove_share(sheet_count(sheet, all), data, which, false);
	}
}

void report_pay(struct report *report, const struct reportdata *data)
{
	add_bands(report, data);
	add_shares(report, data);
}
