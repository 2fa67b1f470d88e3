#include "query/posting.h"
#include "query/report.h"
#include "query/tally.h"

/* Links that stand in a cell itself, as in the published matrix. */
enum { LINKS = 2, AREAS_MAX = 32 };

static const char *title_of(const char *area)
{
	static const struct {
		const char *area, *title;
	} titles[] = {
		{"coding", "coding, coding agents"},
		{"roleplay", "roleplay, companion"},
		{"robotics", "robotics, embodied"},
		{"ai4science", "AI for science"},
		{"automotive", "automotive, smart cockpit"},
		{"multimodal", "multimodal, image and video"},
		{"voice", "voice, speech"},
		{"hardware", "AI hardware, wearables"},
	};

	for (size_t i = 0; i < sizeof(titles) / sizeof(*titles); i++)
		if (!strcmp(area, titles[i].area))
			return titles[i].title;
	return area;
}

static bool has_area(const Jobq__Analysis *a, const char *area)
{
	for (size_t i = 0; a && i < a->n_areas; i++)
		if (!strcmp(a->areas[i], area))
			return true;
	return false;
}

static void note_links(struct cell *cell)
{
	const char *urls[LINKS] = {"", ""};
	size_t n = 0;

	for (size_t i = 0; i < cell->n_proofs && n < LINKS; i++) {
		const char *url = posting_url(cell->proofs[i].doc);

		if (*url)
			urls[n++] = url;
	}
	if (n)
		cell_note(cell, "%s%s%s", urls[0], n > 1 ? " " : "", urls[1]);
}

static void add_cells(struct sheet *sheet, const struct tally *tally,
		      const struct reportdata *data, size_t row)
{
	for (size_t g = 0; g < data->n_groups; g++) {
		struct cell *cell = tally_cell(tally, sheet, row, g);

		if (cell->kind == CELL_FIGURE && cell->value > 0)
			note_links(cell);
	}
}

void report_areas(struct report *report, const struct reportdata *data)
{
	CLEANUP(tally_freep) struct tally *tally = tally_new(data, AREAS_MAX);
	struct sheet *sheet = report_add(
		report,
		sheet_new("areas", "Product areas by group",
			  "Postings whose title or text speaks of the area, by "
			  "its forms; up to two links stand in a cell. A zero "
			  "means none among the postings open at the moment, "
			  "not that nothing is done there."));
	const char *area;

	sheet->look = LOOK_HEAT;
	sheet->links = LINKS;
	sheet_label(sheet, "area");
	tally_columns(data, sheet);
	for (size_t k = 0; k < AREAS_MAX; k++) {
		area = reportwords_area_id(data->words, k);
		for (size_t i = 0; area && i < data->n_docs; i++)
			if (has_area(report_analysis(&data->docs[i]), area))
				tally_add(tally, k, &data->docs[i], NULL, NULL);
	}
	for (size_t k = 0; k < AREAS_MAX; k++) {
		CLEANUP(freep) char *forms = NULL;

		area = reportwords_area_id(data->words, k);
		if (!area)
			break;
		forms = reportwords_area(data->words, area);
		sheet_searched(sheet_row(sheet, title_of(area)), forms);
		add_cells(sheet, tally, data, k);
	}
}
