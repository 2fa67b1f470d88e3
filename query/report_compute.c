#include "core/alloc.h"
#include "query/mentioned.h"
#include "query/quotelist.h"
#include "query/report.h"
#include "query/tally.h"

static const char *const signals[] = {
	"wt.procurement",  "wt.cloud_rental", "wt.datacentre",
	"wt.dc_selfbuilt", "wt.dc_ops",	      "wt.foreign_cloud",
};
enum { SIGNALS = 6, BUY_CLOUD = SIGNALS, BUY_CENTRE, HYBRID, ROWS };

static const char *const pair_titles[] = {
	"buying cloud compute",
	"buying data-centre capacity",
	"rented and self-built in one sentence",
};

/* The counted mention of `first` in whose sentence `second` stands as well. */
static const Jobq__Mention *together(const Jobq__Analysis *a, const char *first,
				     const char *second)
{
	for (size_t i = 0; a && i < a->n_mentions; i++) {
		const Jobq__Mention *m = a->mentions[i];

		if (!mention_counts(m) || !mention_is(m, first))
			continue;
		for (size_t k = 0; k < a->n_mentions; k++)
			if (k != i && mention_counts(a->mentions[k]) &&
			    mention_is(a->mentions[k], second) &&
			    a->mentions[k]->in_section == m->in_section &&
			    !strcmp(a->mentions[k]->sentence, m->sentence))
				return m;
	}
	return NULL;
}

static void add_mention(struct tally *tally, size_t row,
			const struct report_doc *doc, const Jobq__Mention *m)
{
	if (m)
		tally_add(tally, row, doc, mention_text(m), m->section);
}

static void count(struct tally *tally, const struct reportdata *data)
{
	for (size_t i = 0; i < data->n_docs; i++) {
		const struct report_doc *d = &data->docs[i];
		const Jobq__Analysis *a = report_analysis(d);

		for (size_t r = 0; r < SIGNALS; r++)
			add_mention(tally, r, d, mention_best(a, signals[r]));
		add_mention(tally, BUY_CLOUD, d,
			    together(a, "wt.procurement", "wt.cloud_rental"));
		add_mention(tally, BUY_CENTRE, d,
			    together(a, "wt.procurement", "wt.datacentre"));
		add_mention(tally, HYBRID, d,
			    together(a, "wt.cloud_rental", "wt.datacentre"));
	}
}

static void add_counts(struct report *report, const struct tally *tally,
		       const struct reportdata *data)
{
	struct sheet *sheet = report_add(
		report,
		sheet_new("compute", "Procurement and data centres",
			  "Postings with a counted mention of buying compute, "
			  "of rented cloud compute, of data centres, of "
			  "building one's own and of running them, of compute "
			  "on foreign clouds; and those in which two of the "
			  "first three stand in one sentence."));

	sheet->look = LOOK_HEAT;
	sheet_label(sheet, "signal");
	tally_columns(data, sheet);
	for (size_t r = 0; r < ROWS; r++) {
		CLEANUP(freep) char *name = NULL;
		CLEANUP(freep) char *forms = NULL;

		if (r >= SIGNALS) {
			sheet_row(sheet, pair_titles[r - SIGNALS]);
			tally_cells(tally, sheet, r);
			continue;
		}
		name = reportwords_name(data->words, signals[r]);
		forms = reportwords_concept(data->words, signals[r]);
		sheet_searched(sheet_row(sheet, name), forms);
		tally_cells(tally, sheet, r);
	}
}

static void add_quotes(struct report *report, const struct reportdata *data)
{
	quotelist_add(report, data,
		      &(struct quotelist){
			      .name = "compute-quotes",
			      .title = "The sentences",
			      .rule = "One sentence for each posting and "
				      "signal that it names itself, with the "
				      "posting's cities.",
			      .label = "signal",
			      .concepts = signals,
			      .n_concepts = SIGNALS,
		      });
}

void report_compute(struct report *report, const struct reportdata *data)
{
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, ROWS);

	count(tally, data);
	add_counts(report, tally, data);
	add_quotes(report, data);
}
