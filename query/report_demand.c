#include "core/alloc.h"
#include "core/times.h"
#include "query/mentioned.h"
#include "query/numbers.h"
#include "query/report.h"
#include "query/tally.h"

enum { ROWS_MAX = 128 };

/* The kinds of work that a posting may ask for. */
static size_t work_of(const struct reportdata *data, const char **ids)
{
	const struct concept *const *all = NULL;
	size_t n = rules_concepts(reportwords_rules(data->words), &all);
	size_t found = 0;

	for (size_t i = 0; i < n && found < ROWS_MAX; i++)
		if (!strncmp(concept_id(all[i]), "wt.", 3))
			ids[found++] = concept_id(all[i]);
	return found;
}

/* In the title or a duty: what the job is, not what would help. */
static const Jobq__Mention *does(const Jobq__Analysis *a, const char *concept)
{
	const Jobq__Mention *m = mention_best(a, concept);

	if (m && (!strcmp(m->section, "title") || !strcmp(m->section, "duty")))
		return m;
	return NULL;
}

static double days_open(const struct reportdata *data,
			const struct report_doc *doc)
{
	return (double)(data->ask.at_ms - doc->doc->first_seen_ms) /
	       (double)TIMES_DAY_MS;
}

/* Median and third quartile of the days of a kind of work or a family. */
static void add_days(struct sheet *sheet, const struct reportdata *data,
		     const char *work, const char *family)
{
	struct numbers days = {0};

	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		if (a && ((work && does(a, work)) ||
			  (family && !strcmp(a->family, family))))
			numbers_add(&days, days_open(data, &data->docs[i]));
	}
	if (days.n) {
		cell_rest_on(
			sheet_figure(sheet, numbers_percentile(&days, 50), 0),
			data->n_groups);
		cell_rest_on(
			sheet_figure(sheet, numbers_percentile(&days, 75), 0),
			data->n_groups);
	} else {
		sheet_unknown(sheet, "no posting");
		sheet_unknown(sheet, "no posting");
	}
	numbers_deinit(&days);
}

static void add_columns(struct sheet *sheet, const struct reportdata *data)
{
	for (size_t g = 0; g < data->n_groups; g++)
		sheet_column(sheet, data->groups[g].title);
	sheet_plotted(sheet, "all");
	sheet_column(sheet, "median days");
	sheet_column(sheet, "75th pct. days");
	sheet_note(sheet, "Days since jobq first saw the posting: at least so "
			  "long open. A posting that was there when the "
			  "source was first visited may be much older.");
}

static void add_all(struct sheet *sheet, const struct tally *tally,
		    const struct reportdata *data, size_t row)
{
	struct cell *cell = sheet_count(sheet, tally_row(tally, row));

	for (size_t g = 0; g < data->n_groups; g++)
		tally_prove(tally, cell, row, g);
}

static void add_work(struct report *report, const struct reportdata *data)
{
	const char *ids[ROWS_MAX];
	size_t n = work_of(data, ids);
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, n);
	struct sheet *sheet = report_add(
		report,
		sheet_new("demand", "Open roles by specialisation",
			  "Postings that name the work in the title or a duty; "
			  "a posting may count in several rows. The demand "
			  "side alone: nothing here says how many people there "
			  "are for it."));

	sheet->look = LOOK_HEAT;
	sheet_label(sheet, "specialisation");
	add_columns(sheet, data);
	for (size_t i = 0; i < data->n_docs; i++)
		for (size_t r = 0; r < n; r++) {
			const Jobq__Mention *m =
				does(report_analysis(&data->docs[i]), ids[r]);

			if (m)
				tally_add(tally, r, &data->docs[i],
					  mention_text(m), m->section);
		}
	for (size_t r = 0; r < n; r++) {
		CLEANUP(freep)
		char *name = reportwords_name(data->words, ids[r]);
		CLEANUP(freep)
		char *forms = reportwords_concept(data->words, ids[r]);

		sheet_searched(sheet_row(sheet, name), forms);
		tally_cells(tally, sheet, r);
		add_all(sheet, tally, data, r);
		add_days(sheet, data, ids[r], NULL);
	}
}

static void add_families(struct report *report, const struct reportdata *data)
{
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, ROWS_MAX);
	struct sheet *sheet = report_add(
		report, sheet_new("demand-families", "Open roles by family",
				  "Postings by their role family; each counts "
				  "in one row."));
	const char *family;

	sheet->look = LOOK_BARS;
	sheet_label(sheet, "family");
	add_columns(sheet, data);
	for (size_t r = 0; r < ROWS_MAX; r++) {
		family = reportwords_family_id(data->words, r);
		for (size_t i = 0; family && i < data->n_docs; i++) {
			const Jobq__Analysis *a =
				report_analysis(&data->docs[i]);

			if (a && !strcmp(a->family, family))
				tally_add(tally, r, &data->docs[i], NULL, NULL);
		}
	}
	for (size_t r = 0; r < ROWS_MAX; r++) {
		family = reportwords_family_id(data->words, r);
		if (!family)
			break;
		sheet_row(sheet, family);
		tally_cells(tally, sheet, r);
		add_all(sheet, tally, data, r);
		add_days(sheet, data, NULL, family);
	}
}

void report_demand(struct report *report, const struct reportdata *data)
{
	add_work(report, data);
	add_families(report, data);
}
