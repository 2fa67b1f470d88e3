#pragma once
/*
 * Sheet: a table of figures as a report makes it and four formats print it
 * (report_text.c, report_csv.c, report_json.c, report_html.c). Every figure
 * carries the postings that it was counted from, each with its words: promise
 * 7. Strings are copied; documents and quotes are borrowed from the reportdata.
 */
#include "core/records.pb-c.h"
#include <stdbool.h>
#include <stddef.h>

enum sheet_look {
	LOOK_TABLE,
	LOOK_HEAT, /* figures shaded by their size */
	LOOK_BARS, /* a bar chart of the plotted columns as well */
	LOOK_MAP,  /* a map of the rows' places and weights as well */
};
enum cell_kind {
	CELL_TEXT,
	CELL_FIGURE,
	CELL_UNKNOWN, /* cannot be said, see its note: never a zero */
};

struct proof {
	const Jobq__SpanDoc *doc;
	const char *quote; /* NULL: the posting as such */
	const char *where; /* section of the quote; NULL */
};
struct cell {
	enum cell_kind kind;
	char *text; /* as printed */
	double value;
	size_t of;  /* how many postings were looked at; 0: not said */
	char *note; /* NULL: none */
	struct proof *proofs;
	size_t n_proofs;
	size_t rests_on; /* 1 + the row's column whose postings it is made of;
			  * 0: its own */
};
struct sheet_row {
	char *label;
	char *searched;	     /* the forms behind it; NULL: not by forms */
	double at[2];	     /* LOOK_MAP: latitude and longitude */
	struct cell **cells; /* one a column */
	size_t n_cells;
};
struct sheet_column {
	char *head;
	bool plotted;
};
struct sheet {
	char *name, *title;
	char *rule; /* how each figure is made, in a sentence or two */
	enum sheet_look look;
	size_t links; /* so many of the postings' pages stand in a cell */
	char *label_head;
	struct sheet_column *columns;
	size_t n_columns;
	struct sheet_row *rows;
	size_t n_rows;
	char **notes;
	size_t n_notes;
};

struct sheet *sheet_new(const char *name, const char *title, const char *rule);
void sheet_free(struct sheet *sheet);
void sheet_label(struct sheet *sheet, const char *head); /* of the row labels */
void sheet_column(struct sheet *sheet, const char *head);
void sheet_plotted(struct sheet *sheet, const char *head);
/* Begins a row; what follows goes into it, cell by cell. */
struct sheet_row *sheet_row(struct sheet *sheet, const char *label);
void sheet_searched(struct sheet_row *row, const char *forms);
void sheet_note(struct sheet *sheet, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The next cell of the last row. */
struct cell *sheet_text(struct sheet *sheet, const char *text);
struct cell *sheet_count(struct sheet *sheet, size_t n);
struct cell *sheet_figure(struct sheet *sheet, double value, int decimals);
/* part / whole, printed as a percentage; unknown where whole is 0. */
struct cell *sheet_share(struct sheet *sheet, double part, double whole);
struct cell *sheet_unknown(struct sheet *sheet, const char *why);

void cell_prove(struct cell *cell, const Jobq__SpanDoc *doc, const char *quote,
		const char *where);
/* A mean, a share: made of the postings of the row's cell in `column`. */
void cell_rest_on(struct cell *cell, size_t column);
/* The place in the row of the cell that has the postings of cell `c`. */
size_t cell_evidence(const struct sheet_row *row, size_t c);
void cell_note(struct cell *cell, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
