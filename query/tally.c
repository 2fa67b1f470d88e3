#include "query/tally.h"
#include "core/alloc.h"

struct tally_cell {
	struct proof *proofs;
	size_t n, cap;
};
struct tally {
	const struct reportdata *data;
	struct tally_cell *cells; /* row by row */
	size_t n_rows;
};

struct tally *tally_new(const struct reportdata *data, size_t n_rows)
{
	struct tally *tally = alloc_zero(1, sizeof(*tally));

	tally->data = data;
	tally->n_rows = n_rows;
	tally->cells =
		alloc_zero(n_rows * data->n_groups + 1, sizeof(*tally->cells));
	return tally;
}

void tally_free(struct tally *tally)
{
	if (!tally)
		return;
	for (size_t i = 0; i < tally->n_rows * tally->data->n_groups; i++)
		free(tally->cells[i].proofs);
	free(tally->cells);
	free(tally);
}

static struct tally_cell *cell_at(const struct tally *tally, size_t row,
				  size_t group)
{
	return &tally->cells[row * tally->data->n_groups + group];
}

void tally_add(struct tally *tally, size_t row, const struct report_doc *doc,
	       const char *quote, const char *where)
{
	struct tally_cell *cell = cell_at(tally, row, doc->group);

	if (cell->n && cell->proofs[cell->n - 1].doc == doc->doc)
		return;
	if (cell->n == cell->cap) {
		cell->cap = cell->cap ? 2 * cell->cap : 4;
		cell->proofs = alloc_resize(cell->proofs, cell->cap,
					    sizeof(*cell->proofs));
	}
	cell->proofs[cell->n++] = (struct proof){doc->doc, quote, where};
}

size_t tally_n(const struct tally *tally, size_t row, size_t group)
{
	return cell_at(tally, row, group)->n;
}

size_t tally_row(const struct tally *tally, size_t row)
{
	size_t n = 0;

	for (size_t g = 0; g < tally->data->n_groups; g++)
		n += tally_n(tally, row, g);
	return n;
}

void tally_columns(const struct reportdata *data, struct sheet *sheet)
{
	for (size_t g = 0; g < data->n_groups; g++)
		sheet_plotted(sheet, data->groups[g].title);
}

void tally_prove(const struct tally *tally, struct cell *cell, size_t row,
		 size_t group)
{
	const struct tally_cell *from = cell_at(tally, row, group);

	for (size_t i = 0; i < from->n; i++)
		cell_prove(cell, from->proofs[i].doc, from->proofs[i].quote,
			   from->proofs[i].where);
}

const char *tally_why(const struct reportdata *data, size_t group)
{
	const struct report_group *g = &data->groups[group];

	if (!g->n_comparable)
		return "no complete round of its sources near this moment";
	if (g->n_open && !g->n_read)
		return "no posting of it was analysed";
	return NULL;
}

struct cell *tally_cell(const struct tally *tally, struct sheet *sheet,
			size_t row, size_t group)
{
	const struct reportdata *data = tally->data;
	const struct report_group *g = &data->groups[group];
	const char *why = tally_why(data, group);
	size_t n = tally_n(tally, row, group);
	struct cell *cell;

	if (why)
		return sheet_unknown(sheet, why);
	cell = sheet_count(sheet, n);
	cell->of = g->n_read;
	if (!n)
		cell_note(cell, "0 of %zu postings read", g->n_read);
	tally_prove(tally, cell, row, group);
	return cell;
}

void tally_cells(const struct tally *tally, struct sheet *sheet, size_t row)
{
	for (size_t g = 0; g < tally->data->n_groups; g++)
		tally_cell(tally, sheet, row, g);
}
