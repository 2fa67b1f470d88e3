#include "core/times.h"
#include "query/report.h"
#include "query/zone.h"
#include <string.h>

static const char *state_of(const struct standing *s)
{
	if (s->comparable)
		return "comparable";
	if (!s->missing)
		return "not watched any more";
	return s->complete ? "too old" : "no complete round";
}

static void add_source(struct sheet *sheet, const struct standing *s,
		       size_t open)
{
	char at[TIMES_TEXT];
	const Jobq__RoundDoc *complete = s->complete, *newest = s->newest;
	struct cell *cell;

	sheet_row(sheet, s->source->id);
	sheet_text(sheet, sources_name(s->source));
	sheet_text(sheet, s->source->country);
	sheet_text(sheet, state_of(s));
	sheet_text(sheet,
		   complete ? zone_format(complete->round->id->time_ms, at)
			    : "none");
	cell = sheet_text(sheet, newest ? newest->state : "none");
	if (newest && *newest->reason)
		cell_note(cell, "%s", newest->reason);
	cell = sheet_count(sheet, open);
	if (!s->comparable)
		cell_note(cell, "as last known, and in no figure");
}

/* A company that no source reaches has no posting count, not zero. */
static void add_unreached(struct sheet *sheet, const Jobq__Source *s)
{
	sheet_row(sheet, s->company);
	sheet_text(sheet, sources_name(s));
	sheet_text(sheet, s->country);
	cell_note(sheet_text(sheet, "not reached"), "%s", s->unreached);
	sheet_text(sheet, "none");
	sheet_text(sheet, "none");
	sheet_unknown(sheet, "not reached by any source");
}

static void add_panel(struct report *report, const struct reportdata *data)
{
	struct sheet *sheet = report_add(
		report,
		sheet_new("panel", "Panel and rounds",
			  "A source is comparable when it has a complete or "
			  "accepted round at most max(2 x its interval, 48 h) "
			  "before the moment. Figures are over comparable "
			  "sources alone; the others are named, never zero, "
			  "and so are the companies of the panel that no "
			  "source reaches."));

	sheet_label(sheet, "source");
	sheet_column(sheet, "company");
	sheet_column(sheet, "country");
	sheet_column(sheet, "state");
	sheet_column(sheet, "complete round");
	sheet_column(sheet, "newest round");
	sheet_column(sheet, "open");
	for (size_t i = 0; i < data->standings.n; i++)
		add_source(sheet, &data->standings.items[i], data->open[i]);
	for (size_t i = 0; i < data->sources.n_unreached; i++)
		add_unreached(sheet, data->sources.unreached[i]);
}

static void note_missing(struct sheet *sheet, const struct reportdata *data)
{
	for (size_t i = 0; i < data->standings.n; i++) {
		const struct standing *s = &data->standings.items[i];

		if (s->missing)
			sheet_note(sheet,
				   "Not comparable, in no figure: %s "
				   "(%s, %s)",
				   sources_name(s->source), s->source->id,
				   state_of(s));
	}
	for (size_t i = 0; i < data->sources.n_unreached; i++)
		sheet_note(sheet, "Not reached, in no figure: %s (%s)",
			   sources_name(data->sources.unreached[i]),
			   data->sources.unreached[i]->unreached);
	if (data->n_read < data->n_docs)
		sheet_note(sheet,
			   "%zu of %zu postings have no text or analysis: "
			   "they were not searched.",
			   data->n_docs - data->n_read, data->n_docs);
}

/* While new rules are brought in, some analyses are of the older. */
static void note_rules(struct sheet *sheet, const struct reportdata *data)
{
	const char *first = NULL;
	size_t others = 0;

	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		if (!a)
			continue;
		if (!first)
			first = a->rules;
		others += strcmp(first, a->rules) != 0;
	}
	if (first)
		sheet_note(sheet, "Analysed by rules %.16s.", first);
	if (others)
		sheet_note(sheet,
			   "%zu postings by other rules: the analysis "
			   "is being renewed.",
			   others);
}

static void add_groups(struct report *report, const struct reportdata *data)
{
	struct sheet *sheet = report_add(
		report, sheet_new("open", "Open postings",
				  "Postings open at the moment, each once a "
				  "company and board; read are those whose "
				  "text was analysed."));

	sheet->look = LOOK_BARS;
	sheet_label(sheet, "group");
	sheet_column(sheet, "sources");
	sheet_column(sheet, "comparable");
	sheet_plotted(sheet, "open");
	sheet_column(sheet, "read");
	for (size_t g = 0; g < data->n_groups; g++) {
		const struct report_group *group = &data->groups[g];
		struct cell *cell;

		sheet_row(sheet, group->title);
		sheet_count(sheet, group->n_sources);
		sheet_count(sheet, group->n_comparable);
		if (!group->n_comparable) {
			sheet_unknown(sheet, "no comparable round");
			sheet_unknown(sheet, "no comparable round");
			continue;
		}
		cell = sheet_count(sheet, group->n_open);
		for (size_t i = 0; i < data->n_docs; i++)
			if (data->docs[i].group == g)
				cell_prove(cell, data->docs[i].doc, NULL, NULL);
		cell = sheet_count(sheet, group->n_read);
		for (size_t i = 0;
		     group->n_read < group->n_open && i < data->n_docs; i++)
			if (data->docs[i].group == g &&
			    report_analysis(&data->docs[i]))
				cell_prove(cell, data->docs[i].doc, NULL, NULL);
		if (group->n_read == group->n_open)
			cell_rest_on(cell, 2);
	}
	note_missing(sheet, data);
	note_rules(sheet, data);
}

void report_coverage(struct report *report, const struct reportdata *data)
{
	add_panel(report, data);
	add_groups(report, data);
}
