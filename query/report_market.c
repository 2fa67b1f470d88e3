#include "query/report.h"
#include "query/tally.h"
#include <string.h>

static const char *const families[] = {"b2b_sales", "marketing"};
static const char *const titles[] = {"B2B sales", "marketing"};

static void add_shares(struct report *report, const struct tally *tally,
		       const struct reportdata *data)
{
	struct sheet *sheet = report_add(
		report, sheet_new("market-mix", "The mix of the two",
				  "B2B sales and marketing as shares of both "
				  "together."));

	sheet->look = LOOK_BARS;
	sheet_label(sheet, "role family");
	tally_columns(data, sheet);
	for (size_t r = 0; r < 2; r++) {
		sheet_row(sheet, titles[r]);
		for (size_t g = 0; g < data->n_groups; g++) {
			size_t all =
				tally_n(tally, 0, g) + tally_n(tally, 1, g);
			struct cell *cell;

			if (tally_why(data, g)) {
				sheet_unknown(sheet, tally_why(data, g));
				continue;
			}
			cell = sheet_share(sheet, (double)tally_n(tally, r, g),
					   (double)all);
			if (all)
				tally_prove(tally, cell, r, g);
		}
	}
}

void report_market(struct report *report, const struct reportdata *data)
{
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, 2);
	struct sheet *sheet = report_add(
		report,
		sheet_new("market", "Going to market",
			  "Postings whose role family is B2B sales (finding "
			  "and selling to business customers, with presales "
			  "and solutions) or marketing. A lab whose parent "
			  "sells for it shows none of it here."));

	sheet->look = LOOK_HEAT;
	sheet_label(sheet, "role family");
	tally_columns(data, sheet);
	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		for (size_t r = 0; a && r < 2; r++)
			if (!strcmp(a->family, families[r]))
				tally_add(tally, r, &data->docs[i], NULL, NULL);
	}
	for (size_t r = 0; r < 2; r++) {
		CLEANUP(freep)
		char *forms = reportwords_family(data->words, families[r]);

		sheet_searched(sheet_row(sheet, titles[r]), forms);
		tally_cells(tally, sheet, r);
	}
	add_shares(report, tally, data);
}
