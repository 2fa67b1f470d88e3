#include "core/times.h"
#include "query/markup.h"
#include "query/posting.h"
#include "query/report.h"
#include "query/report_chart.h"
#include "query/report_style.h"
#include "query/zone.h"
#include <math.h>

/* The largest figure of the plotted columns: what shading is measured by. */
static double largest(const struct sheet *sheet)
{
	double max = 0;

	for (size_t r = 0; r < sheet->n_rows; r++)
		for (size_t c = 0; c < sheet->rows[r].n_cells; c++) {
			const struct cell *cell = sheet->rows[r].cells[c];

			if (sheet->columns[c].plotted && cell->value > max)
				max = cell->value;
		}
	return max;
}

static void add_links(struct bytes *out, const struct cell *cell, size_t links)
{
	size_t n = 0;

	bytes_add_text(out, "<span class=\"links\">");
	for (size_t i = 0; i < cell->n_proofs && n < links; i++) {
		const char *url = posting_url(cell->proofs[i].doc);
		char label[32];

		if (!*url)
			continue;
		snprintf(label, sizeof(label), "[%zu]", ++n);
		bytes_add_text(out, n > 1 ? " " : "");
		markup_link(out, url, label);
	}
	bytes_add_text(out, "</span>");
}

static void begin_cell(struct bytes *out, const struct sheet *sheet, size_t c,
		       const struct cell *cell, double max)
{
	bool shaded = sheet->look == LOOK_HEAT && sheet->columns[c].plotted &&
		      cell->value > 0 && max > 0;
	bool zero = cell->kind == CELL_FIGURE && cell->value == 0;

	if (cell->kind == CELL_TEXT) {
		bytes_add_text(out, "<td");
	} else {
		bytes_add_format(out, "<td class=\"f%s%s%s\"",
				 shaded ? " h" : "", zero ? " zero" : "",
				 cell->kind == CELL_UNKNOWN ? " unknown" : "");
		if (shaded)
			bytes_add_format(out, " style=\"--h:%.2f\"",
					 0.06 + 0.44 * sqrt(cell->value / max));
	}
	if (cell->note && !(sheet->links && cell->n_proofs)) {
		bytes_add_text(out, " title=\"");
		markup_text(out, cell->note);
		bytes_add_char(out, '"');
	}
	bytes_add_char(out, '>');
}

static void add_cell(struct bytes *out, const struct sheet *sheet, size_t r,
		     size_t c, double max)
{
	const struct cell *cell = sheet->rows[r].cells[c];

	size_t from = cell_evidence(&sheet->rows[r], c);
	bool linked = sheet->rows[r].cells[from]->n_proofs != 0;

	begin_cell(out, sheet, c, cell, max);
	if (linked)
		bytes_add_format(out, "<a href=\"#c-%s-%zu-%zu\">", sheet->name,
				 r, from);
	markup_text(out, cell->text);
	if (linked)
		bytes_add_text(out, "</a>");
	if (sheet->links && cell->n_proofs)
		add_links(out, cell, sheet->links);
	bytes_add_text(out, "</td>");
}

static void add_head(struct bytes *out, const struct sheet *sheet)
{
	bytes_add_text(out, "<thead><tr><th>");
	markup_text(out, sheet->label_head);
	bytes_add_text(out, "</th>");
	for (size_t c = 0; c < sheet->n_columns; c++) {
		bool figures = sheet->n_rows && c < sheet->rows[0].n_cells &&
			       sheet->rows[0].cells[c]->kind != CELL_TEXT;

		bytes_add_text(out, figures ? "<th class=\"f\">" : "<th>");
		markup_text(out, sheet->columns[c].head);
		bytes_add_text(out, "</th>");
	}
	bytes_add_text(out, "</tr></thead>");
}

static void add_table(struct bytes *out, const struct sheet *sheet)
{
	double max = largest(sheet);

	if (!sheet->n_rows)
		return;
	bytes_add_text(out, "<div class=\"scroll\"><table>");
	add_head(out, sheet);
	bytes_add_text(out, "<tbody>");
	for (size_t r = 0; r < sheet->n_rows; r++) {
		bytes_add_text(out, "<tr><th>");
		markup_text(out, sheet->rows[r].label);
		bytes_add_text(out, "</th>");
		for (size_t c = 0; c < sheet->rows[r].n_cells; c++)
			add_cell(out, sheet, r, c, max);
		bytes_add_text(out, "</tr>\n");
	}
	bytes_add_text(out, "</tbody></table></div>");
}

/* What stands behind a row, a zero above all. */
static void add_searched(struct bytes *out, const struct sheet *sheet)
{
	bool any = false;

	for (size_t r = 0; r < sheet->n_rows; r++) {
		if (!sheet->rows[r].searched)
			continue;
		if (!any)
			bytes_add_text(out, "<details><summary>What was "
					    "searched for</summary><dl>");
		any = true;
		bytes_add_text(out, "<dt>");
		markup_text(out, sheet->rows[r].label);
		bytes_add_text(out, "</dt><dd>");
		markup_text(out, sheet->rows[r].searched);
		bytes_add_text(out, "</dd>");
	}
	if (any)
		bytes_add_text(out, "</dl></details>");
}

static void add_sheet(struct bytes *out, const struct sheet *sheet)
{
	bytes_add_text(out, "<h3>");
	markup_text(out, sheet->title);
	bytes_add_text(out, "</h3><p class=\"rule\">");
	markup_text(out, sheet->rule);
	bytes_add_text(out, "</p>");
	report_chart(out, sheet);
	add_table(out, sheet);
	add_searched(out, sheet);
	if (sheet->n_notes)
		bytes_add_text(out, "<ul class=\"notes\">");
	for (size_t i = 0; i < sheet->n_notes; i++) {
		bytes_add_text(out, "<li>");
		markup_text(out, sheet->notes[i]);
		bytes_add_text(out, "</li>");
	}
	if (sheet->n_notes)
		bytes_add_text(out, "</ul>");
}

static void add_proofs(struct bytes *out, const struct sheet *sheet, size_t r,
		       size_t c)
{
	const struct cell *cell = sheet->rows[r].cells[c];

	bytes_add_format(out, "<div class=\"proof\" id=\"c-%s-%zu-%zu\"><h4>",
			 sheet->name, r, c);
	markup_text(out, sheet->title);
	bytes_add_text(out, " · ");
	markup_text(out, sheet->rows[r].label);
	bytes_add_text(out, " · ");
	markup_text(out, sheet->columns[c].head);
	bytes_add_format(out, " (%zu)</h4><ul>", cell->n_proofs);
	for (size_t i = 0; i < cell->n_proofs; i++) {
		const struct proof *proof = &cell->proofs[i];

		bytes_add_format(out, "<li><a href=\"#p-%s\">",
				 proof->doc->posting);
		markup_text(out, *posting_title(proof->doc)
					 ? posting_title(proof->doc)
					 : proof->doc->key);
		bytes_add_text(out, "</a> ");
		markup_text(out, proof->doc->company);
		if (proof->where) {
			bytes_add_text(out, " <span class=\"where\">");
			markup_text(out, proof->where);
			bytes_add_text(out, "</span>");
		}
		if (proof->quote) {
			bytes_add_text(out, " <q>");
			markup_text(out, proof->quote);
			bytes_add_text(out, "</q>");
		}
		bytes_add_text(out, "</li>");
	}
	bytes_add_text(out, "</ul></div>\n");
}

static void add_evidence(struct bytes *out, const struct report_set *set)
{
	bytes_add_text(out, "<section class=\"report\" id=\"evidence\"><h2>"
			    "Evidence</h2><p class=\"rule\">Each figure's "
			    "postings, with the words that were counted.</p>");
	for (size_t i = 0; i < set->n; i++)
		for (size_t s = 0; s < set->reports[i].n_sheets; s++) {
			const struct sheet *sheet = set->reports[i].sheets[s];

			for (size_t r = 0; r < sheet->n_rows; r++)
				for (size_t c = 0; c < sheet->rows[r].n_cells;
				     c++)
					if (sheet->rows[r].cells[c]->n_proofs)
						add_proofs(out, sheet, r, c);
		}
	bytes_add_text(out, "</section>");
}

static void add_posting(struct bytes *out, const Jobq__SpanDoc *doc)
{
	const Jobq__Archive *archive =
		doc->content ? doc->content->archive : NULL;
	const char *url = posting_url(doc);
	char day[TIMES_TEXT];

	bytes_add_format(out, "<article id=\"p-%s\"><h4>", doc->posting);
	markup_text(out, *posting_title(doc) ? posting_title(doc) : doc->key);
	bytes_add_text(out, "</h4><p>");
	markup_text(out, doc->company);
	bytes_add_format(out, " · first seen %s · <code>%s</code>",
			 zone_format_day(doc->first_seen_ms, day),
			 doc->posting);
	if (*url) {
		bytes_add_text(out, " · ");
		markup_link(out, url, url);
	}
	bytes_add_text(out, "</p><p>version <code>");
	markup_text(out, *doc->version ? doc->version : "none");
	bytes_add_text(out, "</code>");
	if (archive && *archive->file) {
		bytes_add_text(out, " · archive <code>");
		markup_text(out, archive->file);
		bytes_add_format(out, "@%llu ",
				 (unsigned long long)archive->offset);
		markup_text(out, archive->digest);
		bytes_add_text(out, "</code>");
	}
	bytes_add_text(out, "</p></article>\n");
}

static void add_postings(struct bytes *out, const struct reportdata *data)
{
	bytes_add_text(out, "<section class=\"report\" id=\"postings\"><h2>"
			    "Postings</h2><p class=\"rule\">Every posting that "
			    "was counted, its version and where the answer "
			    "lies that it was read from.</p>");
	for (size_t i = 0; i < data->n_docs; i++)
		add_posting(out, data->docs[i].doc);
	bytes_add_text(out, "</section>");
}

static void add_top(struct bytes *out, const struct report_set *set)
{
	const struct reportdata *data = set->data;
	char at[TIMES_TEXT];

	zone_format(data->ask.at_ms, at);
	bytes_add_format(out,
			 "<!doctype html>\n<html lang=\"en\"><head><meta "
			 "charset=\"utf-8\"><meta name=\"viewport\" "
			 "content=\"width=device-width,initial-scale=1\">"
			 "<meta http-equiv=\"Content-Security-Policy\" "
			 "content=\"default-src 'none'; style-src "
			 "'unsafe-inline'\"><title>Open postings, %s</title>"
			 "<style>%s</style></head><body>",
			 at, report_style);
	bytes_add_format(out,
			 "<header><div><h1>What open postings say</h1><p>%s · "
			 "%zu postings, %zu read</p><p class=\"wording\">",
			 at, data->n_docs, data->n_read);
	markup_text(out, report_wording);
	bytes_add_text(out, "</p></div></header><nav><div>");
	for (size_t i = 0; i < set->n; i++) {
		bytes_add_format(out, "<a href=\"#%s\">", set->reports[i].name);
		markup_text(out, set->reports[i].title);
		bytes_add_text(out, "</a>");
	}
	bytes_add_text(out, "<a href=\"#evidence\">Evidence</a></div></nav>"
			    "<main>");
}

void report_print_html(const struct report_set *set, FILE *to)
{
	struct bytes out = {0};

	add_top(&out, set);
	for (size_t i = 0; i < set->n; i++) {
		const struct report *report = &set->reports[i];

		bytes_add_format(&out,
				 "<section class=\"report\" id=\"%s\"><h2>",
				 report->name);
		markup_text(&out, report->title);
		bytes_add_text(&out, "</h2>");
		for (size_t s = 0; s < report->n_sheets; s++)
			add_sheet(&out, report->sheets[s]);
		bytes_add_text(&out, "</section>\n");
	}
	add_evidence(&out, set);
	add_postings(&out, set->data);
	bytes_add_text(&out, "<footer>jobq " JOBQ_VERSION
			     "</footer></main></body></html>\n");
	fwrite(out.data, 1, out.len, to);
	bytes_deinit(&out);
}
