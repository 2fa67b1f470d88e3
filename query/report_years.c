#include "query/numbers.h"
#include "query/report.h"
#include "query/tally.h"

/* The three estimators; docs/report.md tells why none is "the" mean. */
enum estimator { ZERO_FILL, EXPLICIT, EXPLICIT_OR_CAMPUS, ESTIMATORS };

static const char *const names[] = {
	"zero-fill",
	"explicit",
	"explicit or campus = 0",
};

/* What a posting gives to an estimator; false: it is left out. */
static bool years_of(const Jobq__Analysis *a, enum estimator which,
		     double *years)
{
	bool stated = a->years && a->years->known &&
		      !strcmp(a->years->kind, "explicit");
	bool campus =
		a->campus || (a->years && !strcmp(a->years->kind, "campus"));

	*years = stated ? a->years->min : 0;
	switch (which) {
	case ZERO_FILL:
		return true;
	case EXPLICIT:
		return stated;
	default:
		return stated || campus;
	}
}

static void add_means(struct sheet *sheet, const struct reportdata *data,
		      size_t group, enum estimator which)
{
	struct numbers numbers = {0};
	struct cell *mean, *n;
	double years = 0;

	for (size_t i = 0; i < data->n_docs; i++)
		if (data->docs[i].group == group &&
		    report_technical(data, &data->docs[i]) &&
		    years_of(report_analysis(&data->docs[i]), which, &years))
			numbers_add(&numbers, years);
	mean = numbers.n ? sheet_figure(sheet, numbers_mean(&numbers), 2)
			 : sheet_unknown(sheet, "no posting to average over");
	mean->of = numbers.n;
	cell_rest_on(mean, 2 * (size_t)which + 1);
	n = sheet_count(sheet, numbers.n);
	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		if (data->docs[i].group == group &&
		    report_technical(data, &data->docs[i]) &&
		    years_of(a, which, &years))
			cell_prove(n, data->docs[i].doc,
				   a->years && *a->years->quote
					   ? a->years->quote
					   : NULL,
				   NULL);
	}
	numbers_deinit(&numbers);
}

void report_years(struct report *report, const struct reportdata *data)
{
	struct sheet *sheet = report_add(
		report,
		sheet_new("years", "Mean of the least years asked for",
			  "Over postings for technical staff. Zero-fill: a "
			  "posting that states none counts as 0. Explicit: "
			  "only postings that state a figure. Explicit or "
			  "campus = 0: those and campus postings, as 0; the "
			  "rest is left out. Of a range the lower bound, of "
			  "two languages the Chinese one. N stands beside "
			  "each: three different numbers, never \"the\" "
			  "mean."));

	sheet->look = LOOK_BARS;
	sheet_label(sheet, "group");
	for (size_t e = 0; e < ESTIMATORS; e++) {
		sheet_plotted(sheet, names[e]);
		sheet_column(sheet, "N");
	}
	for (size_t g = 0; g < data->n_groups; g++) {
		sheet_row(sheet, data->groups[g].title);
		for (size_t e = 0; e < ESTIMATORS; e++) {
			if (!tally_why(data, g)) {
				add_means(sheet, data, g, (enum estimator)e);
				continue;
			}
			sheet_unknown(sheet, tally_why(data, g));
			sheet_unknown(sheet, tally_why(data, g));
		}
	}
}
