#include "query/report_chart.h"
#include "core/alloc.h"
#include "query/markup.h"
#include <math.h>

enum {
	SERIES_MAX = 4, /* colours that are told apart */
	CATEGORIES_MAX = 40,
	WIDTH = 760,
	LABEL = 210, /* columns of the picture for names */
	VALUE = 70,  /* and for figures */
	BAR = 16,
	GAP = 10,
};

/* A sheet's plotted figures as bars: categories of series. */
struct plot {
	const struct sheet *sheet;
	size_t columns[64], n_columns; /* those plotted */
	bool turned; /* categories are the columns, series the rows */
	double max;
};

static const struct cell *cell_of(const struct plot *p, size_t category,
				  size_t series)
{
	size_t r = p->turned ? series : category;
	size_t c = p->columns[p->turned ? category : series];
	const struct sheet_row *row = &p->sheet->rows[r];

	return c < row->n_cells ? row->cells[c] : NULL;
}

static size_t n_categories(const struct plot *p)
{
	return p->turned ? p->n_columns : p->sheet->n_rows;
}

static size_t n_series(const struct plot *p)
{
	return p->turned ? p->sheet->n_rows : p->n_columns;
}

static const char *category_name(const struct plot *p, size_t i)
{
	return p->turned ? p->sheet->columns[p->columns[i]].head
			 : p->sheet->rows[i].label;
}

static const char *series_name(const struct plot *p, size_t i)
{
	return p->turned ? p->sheet->rows[i].label
			 : p->sheet->columns[p->columns[i]].head;
}

static bool plot_init(struct plot *p, const struct sheet *sheet)
{
	*p = (struct plot){.sheet = sheet};
	for (size_t c = 0; c < sheet->n_columns; c++)
		if (sheet->columns[c].plotted && p->n_columns < 64)
			p->columns[p->n_columns++] = c;
	p->turned = p->n_columns > SERIES_MAX || (sheet->n_rows <= SERIES_MAX &&
						  p->n_columns > sheet->n_rows);
	if (!sheet->n_rows || !p->n_columns || n_series(p) > SERIES_MAX ||
	    n_categories(p) > CATEGORIES_MAX)
		return false;
	for (size_t k = 0; k < n_categories(p); k++)
		for (size_t s = 0; s < n_series(p); s++) {
			const struct cell *cell = cell_of(p, k, s);

			if (cell && cell->kind == CELL_FIGURE &&
			    cell->value > p->max)
				p->max = cell->value;
		}
	return p->max > 0;
}

static void add_legend(struct bytes *out, const struct plot *p)
{
	if (n_series(p) < 2)
		return;
	bytes_add_text(out, "<ul class=\"legend\">");
	for (size_t s = 0; s < n_series(p); s++) {
		bytes_add_format(out, "<li class=\"s%zu\">", s + 1);
		markup_text(out, series_name(p, s));
		bytes_add_text(out, "</li>");
	}
	bytes_add_text(out, "</ul>");
}

static void add_bar(struct bytes *out, const struct plot *p,
		    const struct cell *cell, size_t series, double y)
{
	double room = WIDTH - LABEL - VALUE;
	bool known = cell && cell->kind == CELL_FIGURE;
	double length = known ? cell->value / p->max * room : 0;

	if (length > 0)
		bytes_add_format(out,
				 "<rect class=\"s%zu\" x=\"%d\" y=\"%.1f\" "
				 "width=\"%.1f\" height=\"%d\" rx=\"2\"/>",
				 series + 1, LABEL, y, length < 1 ? 1 : length,
				 BAR - 3);
	bytes_add_format(out, "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">",
			 known ? "value" : "value none", LABEL + length + 6,
			 y + BAR - 5);
	markup_text(out, cell ? cell->text : "");
	bytes_add_text(out, "</text>");
}

static void add_bars(struct bytes *out, const struct sheet *sheet)
{
	struct plot p;
	double y = 4, group;

	if (!plot_init(&p, sheet))
		return;
	group = BAR * (double)n_series(&p) + GAP;
	bytes_add_text(out, "<figure>");
	add_legend(out, &p);
	bytes_add_format(out,
			 "<svg class=\"bars\" viewBox=\"0 0 %d %.0f\" "
			 "role=\"img\" aria-label=\"",
			 WIDTH, group * (double)n_categories(&p) + 4);
	markup_text(out, sheet->title);
	bytes_add_text(out, "\">");
	for (size_t k = 0; k < n_categories(&p); k++, y += group) {
		bytes_add_format(
			out, "<text class=\"name\" x=\"%d\" y=\"%.1f\">",
			LABEL - 10, y + BAR * (double)n_series(&p) / 2 + 3);
		markup_text(out, category_name(&p, k));
		bytes_add_text(out, "</text>");
		for (size_t s = 0; s < n_series(&p); s++)
			add_bar(out, &p, cell_of(&p, k, s), s,
				y + BAR * (double)s);
	}
	bytes_add_text(out, "</svg></figure>");
}

/* Mainland China in degrees, and the picture that it is drawn in. */
#define WEST	    73.0
#define EAST	    136.0
#define SOUTH	    17.0
#define NORTH	    54.0
#define SHRINK	    0.81 /* of a degree of longitude at 36 N */
#define MAP_SCALE   (WIDTH / ((EAST - WEST) * SHRINK))
#define MAP_HEIGHT  ((NORTH - SOUTH) * MAP_SCALE)
#define LARGEST	    44.0  /* radius */
#define NAMED_SHARE 0.004 /* of all: smaller circles have no name */

static double map_x(const struct sheet_row *row)
{
	return (row->at[1] - WEST) * SHRINK * MAP_SCALE;
}

static double map_y(const struct sheet_row *row)
{
	return (NORTH - row->at[0]) * MAP_SCALE;
}

static double weight_of(const struct sheet *sheet, const struct sheet_row *row)
{
	for (size_t c = 0; c < sheet->n_columns && c < row->n_cells; c++)
		if (sheet->columns[c].plotted)
			return row->cells[c]->value;
	return 0;
}

static bool is_drawn(const struct sheet_row *row)
{
	return row->at[0] != 0 || row->at[1] != 0;
}

static void add_grid(struct bytes *out)
{
	for (int lon = 80; lon < EAST; lon += 10)
		bytes_add_format(
			out,
			"<path class=\"grid\" d=\"M%.1f 0V%.1f\"/><text "
			"class=\"degree\" x=\"%.1f\" y=\"%.1f\">%d° E</text>",
			(lon - WEST) * SHRINK * MAP_SCALE, MAP_HEIGHT,
			(lon - WEST) * SHRINK * MAP_SCALE + 3, MAP_HEIGHT - 4,
			lon);
	for (int lat = 20; lat < NORTH; lat += 10)
		bytes_add_format(out,
				 "<path class=\"grid\" d=\"M0 %.1fH%d\"/>"
				 "<text class=\"degree\" x=\"3\" y=\"%.1f\">"
				 "%d° N</text>",
				 (NORTH - lat) * MAP_SCALE, WIDTH,
				 (NORTH - lat) * MAP_SCALE - 3, lat);
}

static void add_circle(struct bytes *out, const struct sheet *sheet,
		       const struct sheet_row *row, double max)
{
	double weight = weight_of(sheet, row);

	bytes_add_format(out,
			 "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\">"
			 "<title>",
			 map_x(row), map_y(row), LARGEST * sqrt(weight / max));
	markup_text(out, row->label);
	bytes_add_format(out, " %.2f</title></circle>", weight);
}

/* A name stands beside its circle unless a larger city's stands there. */
static bool has_room(const struct sheet *sheet, size_t r, double max)
{
	const struct sheet_row *row = &sheet->rows[r];
	double radius = LARGEST * sqrt(weight_of(sheet, row) / max);
	double x = map_x(row) + radius, y = map_y(row);

	for (size_t i = 0; i < r; i++) {
		const struct sheet_row *other = &sheet->rows[i];
		double own = LARGEST * sqrt(weight_of(sheet, other) / max);
		double far = map_x(other) + own;

		if (is_drawn(other) && fabs(map_y(other) - y) < 13 &&
		    x < far + 95 && x + 95 > far)
			return false;
	}
	return true;
}

static void add_name(struct bytes *out, const struct sheet *sheet, size_t r,
		     double max)
{
	const struct sheet_row *row = &sheet->rows[r];
	double radius = LARGEST * sqrt(weight_of(sheet, row) / max);

	bytes_add_format(out, "<text class=\"city\" x=\"%.1f\" y=\"%.1f\">",
			 map_x(row) + radius + 4, map_y(row) + 4);
	markup_text(out, row->label);
	bytes_add_format(out, " %.1f</text>", weight_of(sheet, row));
}

static void add_map(struct bytes *out, const struct sheet *sheet)
{
	double max = 0, all = 0;

	for (size_t r = 0; r < sheet->n_rows; r++) {
		double weight = weight_of(sheet, &sheet->rows[r]);

		all += weight;
		if (is_drawn(&sheet->rows[r]) && weight > max)
			max = weight;
	}
	if (max <= 0)
		return;
	bytes_add_format(out,
			 "<figure><svg class=\"map\" viewBox=\"0 0 %d %.0f\" "
			 "role=\"img\" aria-label=\"",
			 WIDTH, MAP_HEIGHT);
	markup_text(out, sheet->title);
	bytes_add_text(out, "\">");
	add_grid(out);
	for (size_t r = 0; r < sheet->n_rows; r++)
		if (is_drawn(&sheet->rows[r]))
			add_circle(out, sheet, &sheet->rows[r], max);
	for (size_t r = 0; r < sheet->n_rows; r++)
		if (is_drawn(&sheet->rows[r]) && has_room(sheet, r, max) &&
		    weight_of(sheet, &sheet->rows[r]) >= NAMED_SHARE * all)
			add_name(out, sheet, r, max);
	bytes_add_text(out, "</svg></figure>");
}

void report_chart(struct bytes *out, const struct sheet *sheet)
{
	if (sheet->look == LOOK_BARS)
		add_bars(out, sheet);
	if (sheet->look == LOOK_MAP)
		add_map(out, sheet);
}
