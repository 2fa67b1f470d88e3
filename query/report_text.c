#include "core/alloc.h"
#include "query/report.h"
#include "query/table.h"

enum { LABEL_MIN = 24, CELL_MIN = 5 };

/* A note on each cell would drown the table: what cannot be said is told
 * beneath it, once a reason. */
static void print_unknown(const struct sheet *sheet, const struct term *term)
{
	const char *last = "";

	for (size_t r = 0; r < sheet->n_rows; r++)
		for (size_t c = 0; c < sheet->rows[r].n_cells; c++) {
			const struct cell *cell = sheet->rows[r].cells[c];

			if (cell->kind != CELL_UNKNOWN ||
			    !strcmp(cell->note, last))
				continue;
			fprintf(term->to, "%sn/a: %s%s\n",
				term_begin(term, STYLE_DIM), cell->note,
				term_end(term, STYLE_DIM));
			last = cell->note;
		}
}

static void print_sheet(const struct sheet *sheet, const struct term *term)
{
	CLEANUP(freep)
	struct table_column *columns =
		alloc_zero(sheet->n_columns + 2, sizeof(*columns));
	CLEANUP(table_freep) struct table *table = NULL;

	columns[0] =
		(struct table_column){sheet->label_head, TABLE_LEFT, LABEL_MIN};
	for (size_t c = 0; c < sheet->n_columns; c++) {
		bool figures = sheet->n_rows && c < sheet->rows[0].n_cells &&
			       sheet->rows[0].cells[c]->kind != CELL_TEXT;

		columns[c + 1] = (struct table_column){
			sheet->columns[c].head,
			figures ? TABLE_RIGHT : TABLE_LEFT, CELL_MIN};
	}
	table = table_new(columns);
	for (size_t r = 0; r < sheet->n_rows; r++) {
		const struct sheet_row *row = &sheet->rows[r];

		table_cell(table, row->label);
		for (size_t c = 0; c < sheet->n_columns; c++)
			table_cell(table,
				   c < row->n_cells ? row->cells[c]->text : "");
	}
	if (sheet->n_rows)
		table_print(table, term);
}

static void print_zeros(const struct sheet *sheet, const struct term *term)
{
	for (size_t r = 0; r < sheet->n_rows; r++) {
		const struct sheet_row *row = &sheet->rows[r];
		size_t of = 0;
		double sum = 0;

		for (size_t c = 0; c < row->n_cells; c++)
			if (row->cells[c]->kind == CELL_FIGURE) {
				sum += row->cells[c]->value;
				of += row->cells[c]->of;
			}
		if (sum == 0 && of && row->searched)
			fprintf(term->to,
				"%s%s: 0 of %zu postings read; searched: "
				"%s%s\n",
				term_begin(term, STYLE_DIM), row->label, of,
				row->searched, term_end(term, STYLE_DIM));
	}
}

void report_print(const struct report_set *set, FILE *to)
{
	struct term term = term_of(to);

	fprintf(to, "%s\n", report_wording);
	for (size_t i = 0; i < set->n; i++) {
		const struct report *report = &set->reports[i];

		for (size_t s = 0; s < report->n_sheets; s++) {
			const struct sheet *sheet = report->sheets[s];

			fprintf(to, "\n%s%s: %s%s\n%s\n",
				term_begin(&term, STYLE_BOLD), report->name,
				sheet->title, term_end(&term, STYLE_BOLD),
				sheet->rule);
			print_sheet(sheet, &term);
			print_zeros(sheet, &term);
			print_unknown(sheet, &term);
			for (size_t n = 0; n < sheet->n_notes; n++)
				fprintf(to, "%s\n", sheet->notes[n]);
		}
	}
}
