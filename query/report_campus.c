#include "query/report.h"
#include "query/tally.h"

enum {
	ENGINEERS,
	ENGINEERS_CAMPUS,
	TECHNICAL,
	TECHNICAL_CAMPUS,
	ALL,
	INTERNS,
	ROWS
};

static const char *campus_quote(const Jobq__Analysis *a)
{
	return *a->campus_quote ? a->campus_quote : NULL;
}

static void count(struct tally *tally, const struct reportdata *data)
{
	for (size_t i = 0; i < data->n_docs; i++) {
		const struct report_doc *d = &data->docs[i];
		const Jobq__Analysis *a = report_analysis(d);
		bool engineer = a && !strcmp(a->family, "engineering");

		if (!a)
			continue;
		tally_add(tally, ALL, d, NULL, NULL);
		if (engineer)
			tally_add(tally, ENGINEERS, d, NULL, NULL);
		if (engineer && a->campus)
			tally_add(tally, ENGINEERS_CAMPUS, d, campus_quote(a),
				  NULL);
		if (report_technical(data, d))
			tally_add(tally, TECHNICAL, d, NULL, NULL);
		if (report_technical(data, d) && a->campus)
			tally_add(tally, TECHNICAL_CAMPUS, d, campus_quote(a),
				  NULL);
		if (a->intern)
			tally_add(tally, INTERNS, d, campus_quote(a), NULL);
	}
}

static void add_share(struct sheet *sheet, const struct tally *tally,
		      size_t row, size_t of, size_t group)
{
	struct cell *cell =
		sheet_share(sheet, (double)tally_n(tally, row, group),
			    (double)tally_n(tally, of, group));

	if (cell->kind == CELL_FIGURE)
		tally_prove(tally, cell, row, group);
}

void report_campus(struct report *report, const struct reportdata *data)
{
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, ROWS);
	struct sheet *sheet = report_add(
		report,
		sheet_new("campus", "Campus postings",
			  "Campus postings (new graduates, programmes for "
			  "them, interns) as a share of the open engineering "
			  "roles, and of all technical staff; interns as a "
			  "share of all postings read."));

	sheet->look = LOOK_BARS;
	sheet_label(sheet, "group");
	sheet_column(sheet, "engineering roles");
	sheet_column(sheet, "campus");
	sheet_plotted(sheet, "share");
	sheet_column(sheet, "technical staff");
	sheet_column(sheet, "campus share");
	sheet_column(sheet, "intern share of all");
	count(tally, data);
	for (size_t g = 0; g < data->n_groups; g++) {
		sheet_row(sheet, data->groups[g].title);
		if (tally_why(data, g)) {
			for (size_t k = 0; k < ROWS; k++)
				sheet_unknown(sheet, tally_why(data, g));
			continue;
		}
		tally_cell(tally, sheet, ENGINEERS, g);
		tally_cell(tally, sheet, ENGINEERS_CAMPUS, g);
		add_share(sheet, tally, ENGINEERS_CAMPUS, ENGINEERS, g);
		tally_cell(tally, sheet, TECHNICAL, g);
		add_share(sheet, tally, TECHNICAL_CAMPUS, TECHNICAL, g);
		add_share(sheet, tally, INTERNS, ALL, g);
	}
}
