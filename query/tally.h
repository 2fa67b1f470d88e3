#pragma once
/*
 * Tally: postings counted into rows and the report's groups, each posting at
 * most once a cell, with what proves it; then laid out as rows of a sheet.
 */
#include "query/reportdata.h"

struct tally;
struct tally *tally_new(const struct reportdata *data, size_t n_rows);
void tally_free(struct tally *tally);
DEFINE_CLEANUP(struct tally *, tally_free);

/* The posting (all of one posting's calls together, in the order of the
 * data's docs). */
void tally_add(struct tally *tally, size_t row, const struct report_doc *doc,
	       const char *quote, const char *where);
size_t tally_n(const struct tally *tally, size_t row, size_t group);
size_t tally_row(const struct tally *tally, size_t row); /* over all groups */

/* A column a group. */
void tally_columns(const struct reportdata *data, struct sheet *sheet);
/* The cells of a row that was begun: one a group, which says over how many
 * postings a zero is, or that the group cannot be counted. */
void tally_cells(const struct tally *tally, struct sheet *sheet, size_t row);
/* One such cell. */
struct cell *tally_cell(const struct tally *tally, struct sheet *sheet,
			size_t row, size_t group);
/* Gives `cell` the proofs of another's place in the tally. */
void tally_prove(const struct tally *tally, struct cell *cell, size_t row,
		 size_t group);
/* Why nothing can be said of the group; NULL: something can. */
const char *tally_why(const struct reportdata *data, size_t group);
