#pragma once
/*
 * Table: rows for a person, in columns that fit the terminal: CJK is two
 * columns wide, what does not fit ends in "…". Cells are cleaned
 * (term_clean_line). All rows are held until table_print().
 */
#include "core/cleanup.h"
#include "query/term.h"

enum table_align { TABLE_LEFT, TABLE_RIGHT };

struct table_column {
	const char *head;
	enum table_align align;
	size_t min; /* not narrower; 0: never shortened */
};

struct table;
/* `columns` is borrowed for the table's life and ends by one without a head. */
struct table *table_new(const struct table_column *columns);
void table_free(struct table *table);
DEFINE_CLEANUP(struct table *, table_free);

/* The next cell, row by row; NULL is empty. A full row begins a new one. */
void table_cell(struct table *table, const char *text);
void table_number(struct table *table, int64_t number);
/* The style of the row that the next cell begins or is in. */
void table_style(struct table *table, enum term_style style);
size_t table_rows(const struct table *table);
void table_print(const struct table *table, const struct term *term);
