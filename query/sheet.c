#include "query/sheet.h"
#include "core/alloc.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct sheet *sheet_new(const char *name, const char *title, const char *rule)
{
	struct sheet *sheet = alloc_zero(1, sizeof(*sheet));

	sheet->name = alloc_copy(name);
	sheet->title = alloc_copy(title);
	sheet->rule = alloc_copy(rule);
	sheet->label_head = alloc_copy("");
	return sheet;
}

static void cell_free(struct cell *cell)
{
	free(cell->text);
	free(cell->note);
	free(cell->proofs);
	free(cell);
}

static void row_deinit(struct sheet_row *row)
{
	for (size_t i = 0; i < row->n_cells; i++)
		cell_free(row->cells[i]);
	free(row->cells);
	free(row->label);
	free(row->searched);
}

void sheet_free(struct sheet *sheet)
{
	if (!sheet)
		return;
	for (size_t i = 0; i < sheet->n_rows; i++)
		row_deinit(&sheet->rows[i]);
	for (size_t i = 0; i < sheet->n_columns; i++)
		free(sheet->columns[i].head);
	for (size_t i = 0; i < sheet->n_notes; i++)
		free(sheet->notes[i]);
	free(sheet->rows);
	free(sheet->columns);
	free(sheet->notes);
	free(sheet->name);
	free(sheet->title);
	free(sheet->rule);
	free(sheet->label_head);
	free(sheet);
}

void sheet_label(struct sheet *sheet, const char *head)
{
	free(sheet->label_head);
	sheet->label_head = alloc_copy(head);
}

static void add_column(struct sheet *sheet, const char *head, bool plotted)
{
	sheet->columns = alloc_resize(sheet->columns, sheet->n_columns + 1,
				      sizeof(*sheet->columns));
	sheet->columns[sheet->n_columns++] =
		(struct sheet_column){alloc_copy(head), plotted};
}

void sheet_column(struct sheet *sheet, const char *head)
{
	add_column(sheet, head, false);
}

void sheet_plotted(struct sheet *sheet, const char *head)
{
	add_column(sheet, head, true);
}

struct sheet_row *sheet_row(struct sheet *sheet, const char *label)
{
	sheet->rows = alloc_resize(sheet->rows, sheet->n_rows + 1,
				   sizeof(*sheet->rows));
	sheet->rows[sheet->n_rows] =
		(struct sheet_row){.label = alloc_copy(label)};
	return &sheet->rows[sheet->n_rows++];
}

void sheet_searched(struct sheet_row *row, const char *forms)
{
	free(row->searched);
	row->searched = forms && *forms ? alloc_copy(forms) : NULL;
}

static char *format_text(const char *format, va_list args)
{
	char *text = NULL;

	if (vasprintf(&text, format, args) < 0)
		abort();
	return text;
}

void sheet_note(struct sheet *sheet, const char *format, ...)
{
	va_list args;

	sheet->notes = alloc_resize(sheet->notes, sheet->n_notes + 1,
				    sizeof(*sheet->notes));
	va_start(args, format);
	sheet->notes[sheet->n_notes++] = format_text(format, args);
	va_end(args);
}

static struct cell *add_cell(struct sheet *sheet, enum cell_kind kind)
{
	struct sheet_row *row = &sheet->rows[sheet->n_rows - 1];
	struct cell *cell = alloc_zero(1, sizeof(*cell));

	cell->kind = kind;
	row->cells = alloc_resize(row->cells, row->n_cells + 1,
				  sizeof(struct cell *));
	row->cells[row->n_cells++] = cell;
	return cell;
}

struct cell *sheet_text(struct sheet *sheet, const char *text)
{
	struct cell *cell = add_cell(sheet, CELL_TEXT);

	cell->text = alloc_copy(text ? text : "");
	return cell;
}

struct cell *sheet_count(struct sheet *sheet, size_t n)
{
	struct cell *cell = add_cell(sheet, CELL_FIGURE);

	cell->value = (double)n;
	cell->text = alloc_format("%zu", n);
	return cell;
}

struct cell *sheet_figure(struct sheet *sheet, double value, int decimals)
{
	struct cell *cell = add_cell(sheet, CELL_FIGURE);

	cell->value = value;
	cell->text = alloc_format("%.*f", decimals, value);
	return cell;
}

struct cell *sheet_share(struct sheet *sheet, double part, double whole)
{
	struct cell *cell;

	if (whole <= 0)
		return sheet_unknown(sheet, "no posting to take a share of");
	cell = add_cell(sheet, CELL_FIGURE);
	cell->value = part / whole;
	cell->text = alloc_format("%.1f %%", 100 * cell->value);
	cell->of = (size_t)(whole + 0.5);
	return cell;
}

struct cell *sheet_unknown(struct sheet *sheet, const char *why)
{
	struct cell *cell = add_cell(sheet, CELL_UNKNOWN);

	cell->text = alloc_copy("n/a");
	cell->note = alloc_copy(why);
	return cell;
}

void cell_prove(struct cell *cell, const Jobq__SpanDoc *doc, const char *quote,
		const char *where)
{
	/* doubling, so that a cell over all postings stays linear */
	if (!(cell->n_proofs & (cell->n_proofs - 1)))
		cell->proofs = alloc_resize(
			cell->proofs, cell->n_proofs ? 2 * cell->n_proofs : 1,
			sizeof(*cell->proofs));
	cell->proofs[cell->n_proofs++] = (struct proof){doc, quote, where};
}

void cell_rest_on(struct cell *cell, size_t column)
{
	cell->rests_on = column + 1;
}

size_t cell_evidence(const struct sheet_row *row, size_t c)
{
	size_t on = row->cells[c]->rests_on;

	return on && on <= row->n_cells ? on - 1 : c;
}

void cell_note(struct cell *cell, const char *format, ...)
{
	va_list args;

	free(cell->note);
	va_start(args, format);
	cell->note = format_text(format, args);
	va_end(args);
}
