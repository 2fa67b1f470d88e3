#include "core/alloc.h"
#include "query/mentioned.h"
#include "query/report.h"
#include "query/tally.h"

static const char *const stages[] = {"research", "optimisation", "production",
				     "none"};
static const char *const sections[] = {"title", "duty", "requirement", "bonus",
				       "other"};
enum { STAGES = 4, SECTIONS = 5 };

struct chips {
	const char **ids; /* borrowed of the rules */
	size_t n;
};

/* A chip or its software stack. */
static bool is_chip(const char *id)
{
	return !strncmp(id, "hw.", 3) || !strncmp(id, "sw.", 3);
}

static struct chips chips_of(const struct reportdata *data)
{
	const struct concept *const *all = NULL;
	size_t n = rules_concepts(reportwords_rules(data->words), &all);
	struct chips chips = {alloc_zero(n + 1, sizeof(char *)), 0};

	for (size_t i = 0; i < n; i++)
		if (is_chip(concept_id(all[i])))
			chips.ids[chips.n++] = concept_id(all[i]);
	return chips;
}

static void add_matrix(struct report *report, const struct reportdata *data,
		       const struct chips *chips)
{
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, chips->n);
	struct sheet *sheet = report_add(
		report,
		sheet_new("chips", "Chips and their software by group",
			  "Postings with at least one counted mention of the "
			  "concept or of one that implies it, in the title, a "
			  "duty, a requirement, a bonus or an unnamed section. "
			  "Blurbs, negations, own products, comparators and "
			  "what is to be replaced do not count."));

	sheet->look = LOOK_HEAT;
	sheet_label(sheet, "concept");
	tally_columns(data, sheet);
	for (size_t i = 0; i < data->n_docs; i++)
		for (size_t c = 0; c < chips->n; c++) {
			const Jobq__Mention *m = mention_best(
				report_analysis(&data->docs[i]), chips->ids[c]);

			if (m)
				tally_add(tally, c, &data->docs[i],
					  mention_text(m), m->section);
		}
	for (size_t c = 0; c < chips->n; c++) {
		CLEANUP(freep)
		char *name = reportwords_name(data->words, chips->ids[c]);
		CLEANUP(freep)
		char *forms = reportwords_concept(data->words, chips->ids[c]);

		sheet_searched(sheet_row(sheet, name), forms);
		tally_cells(tally, sheet, c);
	}
}

static size_t place_in(const char *const *list, size_t n, const char *word)
{
	size_t i = 0;

	while (i < n && strcmp(list[i], word) != 0)
		i++;
	return i;
}

/* The mentions of one concept, a row a (section, stage). */
static void count_places(struct tally *tally, const struct reportdata *data,
			 const char *concept)
{
	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		for (size_t j = 0; a && j < a->n_mentions; j++) {
			const Jobq__Mention *m = a->mentions[j];
			size_t s = place_in(sections, SECTIONS, m->section);
			size_t k = place_in(stages, STAGES, m->stage);

			if (s < SECTIONS && k < STAGES && mention_counts(m) &&
			    mention_is(m, concept))
				tally_add(tally, s * STAGES + k, &data->docs[i],
					  mention_text(m), m->section);
		}
	}
}

static void add_places(struct sheet *sheet, const struct reportdata *data,
		       const char *concept)
{
	CLEANUP(tally_freep)
	struct tally *tally = tally_new(data, (size_t)SECTIONS * STAGES);
	CLEANUP(freep) char *name = reportwords_name(data->words, concept);

	count_places(tally, data, concept);
	for (size_t g = 0; g < data->n_groups; g++)
		for (size_t s = 0; s < SECTIONS; s++) {
			size_t n = 0;

			for (size_t k = 0; k < STAGES; k++)
				n += tally_n(tally, s * STAGES + k, g);
			if (!n)
				continue;
			sheet_row(sheet, name);
			sheet_text(sheet, data->groups[g].title);
			sheet_text(sheet, sections[s]);
			for (size_t k = 0; k < STAGES; k++)
				tally_cell(tally, sheet, s * STAGES + k, g);
		}
}

static void add_stages(struct report *report, const struct reportdata *data,
		       const struct chips *chips)
{
	struct sheet *sheet = report_add(
		report,
		sheet_new("chip-stages", "Chips by section and stage",
			  "Postings by the section and the stage of the "
			  "mention's own clause; one posting may stand in "
			  "several cells. Only what was found is listed: the "
			  "table above has the zeros."));

	sheet->look = LOOK_HEAT;
	sheet_label(sheet, "concept");
	sheet_column(sheet, "group");
	sheet_column(sheet, "section");
	for (size_t k = 0; k < STAGES; k++)
		sheet_plotted(sheet, stages[k]);
	for (size_t c = 0; c < chips->n; c++)
		add_places(sheet, data, chips->ids[c]);
}

/* A mention that says that the foreign product shall go speaks for the
 * domestic side. */
static const Jobq__Mention *domestic(const Jobq__Analysis *a)
{
	const Jobq__Mention *best = mention_best(a, "hw.domestic");

	for (size_t i = 0; a && !best && i < a->n_mentions; i++)
		if (!strcmp(a->mentions[i]->relation, "replaces") &&
		    !a->mentions[i]->negated &&
		    strcmp(a->mentions[i]->section, "about") != 0)
			best = a->mentions[i];
	return best;
}

static void note_both(struct sheet *sheet, const struct tally *tally,
		      const struct reportdata *data)
{
	struct bytes names = {0};

	for (size_t g = 0; g < data->n_groups; g++)
		if (tally_n(tally, 0, g) && tally_n(tally, 1, g))
			bytes_add_format(&names, "%s%s", names.len ? ", " : "",
					 data->groups[g].title);
	sheet_note(sheet, "On both tracks: %s.",
		   names.len ? names.data : "none");
	bytes_deinit(&names);
}

static void add_tracks(struct report *report, const struct reportdata *data)
{
	static const char *const rows[] = {"Nvidia", "domestic chips",
					   "both in one posting"};
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, 3);
	struct sheet *sheet = report_add(
		report,
		sheet_new("tracks", "Two tracks",
			  "Nvidia: postings that name Nvidia hardware or its "
			  "software (CUDA, TensorRT-LLM and others). Domestic: "
			  "a Chinese accelerator, its software, or the wish to "
			  "replace a foreign one. A group with both kinds at "
			  "the same moment is on both tracks."));

	sheet->look = LOOK_BARS;
	sheet_label(sheet, "track");
	tally_columns(data, sheet);
	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);
		const Jobq__Mention *nvidia = mention_best(a, "hw.nvidia");
		const Jobq__Mention *own = domestic(a);

		if (nvidia)
			tally_add(tally, 0, &data->docs[i],
				  mention_text(nvidia), nvidia->section);
		if (own)
			tally_add(tally, 1, &data->docs[i], mention_text(own),
				  own->section);
		if (nvidia && own)
			tally_add(tally, 2, &data->docs[i], mention_text(own),
				  own->section);
	}
	for (size_t r = 0; r < 3; r++) {
		sheet_row(sheet, rows[r]);
		tally_cells(tally, sheet, r);
	}
	note_both(sheet, tally, data);
}

static void add_claims(struct report *report, const struct reportdata *data)
{
	struct sheet *sheet = report_add(
		report,
		sheet_new("chip-claims", "Claims of what was done",
			  "Sentences that say in the past tense what was done "
			  "with a chip, wherever they stand: a company's claim "
			  "about itself, and no skill that is asked for."));

	sheet_label(sheet, "concept");
	sheet_column(sheet, "group");
	sheet_column(sheet, "posting");
	sheet_column(sheet, "sentence");
	for (size_t i = 0; i < data->n_docs; i++) {
		const struct report_doc *d = &data->docs[i];
		const Jobq__Analysis *a = report_analysis(d);

		for (size_t k = 0; a && k < a->n_mentions; k++) {
			const Jobq__Mention *m = a->mentions[k];

			if (strcmp(m->relation, "done") != 0 || m->negated ||
			    !is_chip(m->concept))
				continue;
			sheet_row(sheet, m->concept);
			sheet_text(sheet, data->groups[d->group].title);
			sheet_text(sheet, d->doc->content
						  ? d->doc->content->title
						  : "");
			cell_prove(sheet_text(sheet, mention_text(m)), d->doc,
				   mention_text(m), m->section);
		}
	}
	if (!sheet->n_rows)
		sheet_note(sheet, "None among %zu postings read.",
			   data->n_read);
}

void report_chips(struct report *report, const struct reportdata *data)
{
	struct chips chips = chips_of(data);

	add_tracks(report, data);
	add_matrix(report, data, &chips);
	add_stages(report, data, &chips);
	add_claims(report, data);
	free(chips.ids);
}
