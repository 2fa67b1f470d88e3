#include "query/table.h"
#include "core/alloc.h"

enum { TABLE_GAP = 2 };

struct table {
	const struct table_column *columns;
	size_t n_columns;
	char **cells; /* n_cells, row by row */
	size_t n_cells;
	size_t n_rows;		 /* that are full */
	size_t n_open;		 /* cells in the row behind them */
	enum term_style *styles; /* a row each */
	size_t n_styles;
};

struct table *table_new(const struct table_column *columns)
{
	struct table *table = alloc_zero(1, sizeof(*table));

	table->columns = columns;
	while (columns[table->n_columns].head)
		table->n_columns++;
	return table;
}

void table_free(struct table *table)
{
	if (!table)
		return;
	for (size_t i = 0; i < table->n_cells; i++)
		free(table->cells[i]);
	free(table->cells);
	free(table->styles);
	free(table);
}

void table_style(struct table *table, enum term_style style)
{
	size_t row = table->n_rows;

	while (table->n_styles <= row) {
		table->styles = alloc_resize(table->styles, table->n_styles + 1,
					     sizeof(*table->styles));
		table->styles[table->n_styles++] = STYLE_PLAIN;
	}
	table->styles[row] = style;
}

void table_cell(struct table *table, const char *text)
{
	struct bytes clean = {0};

	term_clean_line(&clean, slice_text(text));
	table->cells = alloc_resize(table->cells, table->n_cells + 1,
				    sizeof(*table->cells));
	table->cells[table->n_cells++] = bytes_take(&clean);
	if (++table->n_open == table->n_columns) {
		table->n_rows++;
		table->n_open = 0;
	}
}

void table_number(struct table *table, int64_t number)
{
	CLEANUP(freep) char *text = alloc_format("%lld", (long long)number);

	table_cell(table, text);
}

size_t table_rows(const struct table *table)
{
	return table->n_rows;
}

static const char *cell(const struct table *table, size_t row, size_t column)
{
	return table->cells[row * table->n_columns + column];
}

static size_t natural_width(const struct table *table, size_t column)
{
	size_t width = term_width(slice_text(table->columns[column].head));

	for (size_t row = 0; row < table->n_rows; row++) {
		size_t own = term_width(slice_text(cell(table, row, column)));

		width = own > width ? own : width;
	}
	return width;
}

static size_t *natural_widths(const struct table *table)
{
	size_t *widths = alloc_zero(table->n_columns, sizeof(*widths));

	for (size_t c = 0; c < table->n_columns; c++)
		widths[c] = natural_width(table, c);
	return widths;
}

/* Takes a column at a time from the widest that may still give. */
static void shrink(const struct table *table, size_t *widths, size_t columns)
{
	size_t total = TABLE_GAP * (table->n_columns - 1);

	for (size_t c = 0; c < table->n_columns; c++)
		total += widths[c];
	while (total > columns) {
		size_t widest = table->n_columns;

		for (size_t c = 0; c < table->n_columns; c++) {
			size_t min = table->columns[c].min;

			if (min && widths[c] > min &&
			    (widest == table->n_columns ||
			     widths[c] > widths[widest]))
				widest = c;
		}
		if (widest == table->n_columns)
			return;
		widths[widest]--;
		total--;
	}
}

static void add_blanks(struct bytes *line, size_t n)
{
	while (n--)
		bytes_add_char(line, ' ');
}

static void add_cell(struct bytes *line, const char *text, size_t width,
		     enum table_align align)
{
	struct slice all = slice_text(text);
	size_t need = term_width(all), fits;

	if (need <= width) {
		add_blanks(line, align == TABLE_RIGHT ? width - need : 0);
		bytes_add(line, all.data, all.len);
		add_blanks(line, align == TABLE_LEFT ? width - need : 0);
		return;
	}
	fits = term_fit(all, width - 1);
	bytes_add(line, all.data, fits);
	bytes_add_text(line, "…");
	add_blanks(line, width - 1 - term_width(slice_of(all.data, fits)));
}

static void print_line(const struct term *term, struct bytes *line,
		       enum term_style style)
{
	while (line->len && line->data[line->len - 1] == ' ')
		line->len--;
	fprintf(term->to, "%s%.*s%s\n", term_begin(term, style), (int)line->len,
		line->len ? line->data : "", term_end(term, style));
	bytes_reset(line);
}

/* One line of the table; `row` n_rows is the head. */
static void print_row(const struct table *table, const struct term *term,
		      const size_t *widths, size_t row)
{
	bool head = row == table->n_rows;
	enum term_style style = STYLE_PLAIN;
	struct bytes line = {0};

	for (size_t c = 0; c < table->n_columns; c++) {
		add_blanks(&line, c ? TABLE_GAP : 0);
		add_cell(&line,
			 head ? table->columns[c].head : cell(table, row, c),
			 widths[c], table->columns[c].align);
	}
	if (head)
		style = STYLE_BOLD;
	else if (row < table->n_styles)
		style = table->styles[row];
	print_line(term, &line, style);
	bytes_deinit(&line);
}

void table_print(const struct table *table, const struct term *term)
{
	CLEANUP(freep) size_t *widths = natural_widths(table);

	shrink(table, widths, term->columns);
	print_row(table, term, widths, table->n_rows);
	for (size_t row = 0; row < table->n_rows; row++)
		print_row(table, term, widths, row);
}
