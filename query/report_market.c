#include "core/alloc.h"
#include "query/mentioned.h"
#include "query/quotelist.h"
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

static bool is_segment(const struct concept *concept)
{
	return !strcmp(concept_group(concept), "customer");
}

/* Ids of the concepts that are kinds of customers; borrowed of the rules.
 * Caller frees the list. */
static const char **segments_of(const struct reportdata *data, size_t *n)
{
	const struct concept *const *all = NULL;
	size_t n_all = rules_concepts(reportwords_rules(data->words), &all);
	const char **ids = alloc_zero(n_all + 1, sizeof(char *));

	*n = 0;
	for (size_t i = 0; i < n_all; i++)
		if (is_segment(all[i]))
			ids[(*n)++] = concept_id(all[i]);
	return ids;
}

static void count_segments(struct tally *tally, const struct reportdata *data,
			   const char *const *ids, size_t n)
{
	for (size_t i = 0; i < data->n_docs; i++)
		for (size_t k = 0; k < n; k++) {
			const Jobq__Mention *m = mention_best(
				report_analysis(&data->docs[i]), ids[k]);

			if (m)
				tally_add(tally, k, &data->docs[i],
					  mention_text(m), m->section);
		}
}

static void add_customers(struct report *report, const struct reportdata *data,
			  const char *const *ids, size_t n)
{
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, n);
	struct sheet *sheet = report_add(
		report,
		sheet_new("customers", "Who is sold to",
			  "Postings with a counted mention of a kind of "
			  "customer, whatever the role: who is to be found, "
			  "sold to or served. Where a candidate comes from, "
			  "who regulates and who pays a subsidy is none."));

	sheet->look = LOOK_HEAT;
	sheet_label(sheet, "customers");
	tally_columns(data, sheet);
	count_segments(tally, data, ids, n);
	for (size_t k = 0; k < n; k++) {
		CLEANUP(freep)
		char *name = reportwords_name(data->words, ids[k]);
		CLEANUP(freep)
		char *forms = reportwords_concept(data->words, ids[k]);

		sheet_searched(sheet_row(sheet, name), forms);
		tally_cells(tally, sheet, k);
	}
}

static void add_segments(struct report *report, const struct reportdata *data)
{
	size_t n;
	CLEANUP(freep) const char **ids = segments_of(data, &n);

	add_customers(report, data, ids, n);
	quotelist_add(report, data,
		      &(struct quotelist){
			      .name = "customer-quotes",
			      .title = "The sentences",
			      .rule = "One sentence for each posting and kind "
				      "of customer that it names itself, with "
				      "the posting's cities.",
			      .label = "customers",
			      .concepts = ids,
			      .n_concepts = n,
		      });
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
	add_segments(report, data);
}
