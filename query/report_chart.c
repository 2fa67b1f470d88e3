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

#define DEGREE_SHRINK 0.81 /* of a degree of longitude at 36 N */
#define MAP_MARGIN    2.5  /* degrees around the outermost cities */
#define MAP_SPAN_MIN  16.0
#define LARGEST	      44.0  /* radius */
#define NAMED_SHARE   0.004 /* of all: smaller circles have no name */
#define NAME_WIDTH    92.0  /* columns that a name takes */

/* The frame around the drawn cities, and the scale of the circles. */
struct map {
	const struct sheet *sheet;
	double west, east, south, north, scale;
	double max, all; /* weight of the largest city, of all */
};

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

static void widen(double *low, double *high)
{
	double lack = MAP_SPAN_MIN - (*high - *low);

	*low -= MAP_MARGIN + (lack > 0 ? lack / 2 : 0);
	*high += MAP_MARGIN + (lack > 0 ? lack / 2 : 0);
}

/* False where there is nothing to draw. */
static bool map_init(struct map *m, const struct sheet *sheet)
{
	*m = (struct map){.sheet = sheet,
			  .west = 180,
			  .east = -180,
			  .south = 90,
			  .north = -90};
	for (size_t r = 0; r < sheet->n_rows; r++) {
		const struct sheet_row *row = &sheet->rows[r];
		double weight = weight_of(sheet, row);

		m->all += weight;
		if (!is_drawn(row))
			continue;
		m->max = weight > m->max ? weight : m->max;
		m->south = fmin(m->south, row->at[0]);
		m->north = fmax(m->north, row->at[0]);
		m->west = fmin(m->west, row->at[1]);
		m->east = fmax(m->east, row->at[1]);
	}
	if (m->max <= 0)
		return false;
	widen(&m->south, &m->north);
	widen(&m->west, &m->east);
	m->scale = WIDTH / ((m->east - m->west) * DEGREE_SHRINK);
	return true;
}

static double map_x(const struct map *m, double longitude)
{
	return (longitude - m->west) * DEGREE_SHRINK * m->scale;
}

static double map_y(const struct map *m, double latitude)
{
	return (m->north - latitude) * m->scale;
}

static double radius_of(const struct map *m, const struct sheet_row *row)
{
	return LARGEST * sqrt(weight_of(m->sheet, row) / m->max);
}

static void add_grid(struct bytes *out, const struct map *m)
{
	double height = map_y(m, m->south);

	for (int lon = (int)ceil(m->west / 5) * 5; lon < m->east; lon += 5)
		bytes_add_format(
			out,
			"<path class=\"grid\" d=\"M%.1f 0V%.1f\"/><text "
			"class=\"degree\" x=\"%.1f\" y=\"%.1f\">%d° E</text>",
			map_x(m, lon), height, map_x(m, lon) + 3, height - 4,
			lon);
	for (int lat = (int)ceil(m->south / 5) * 5; lat < m->north; lat += 5)
		bytes_add_format(out,
				 "<path class=\"grid\" d=\"M0 %.1fH%d\"/>"
				 "<text class=\"degree\" x=\"3\" y=\"%.1f\">"
				 "%d° N</text>",
				 map_y(m, lat), WIDTH, map_y(m, lat) - 3, lat);
}

static void add_circle(struct bytes *out, const struct map *m,
		       const struct sheet_row *row)
{
	bytes_add_format(out,
			 "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"%.1f\">"
			 "<title>",
			 map_x(m, row->at[1]), map_y(m, row->at[0]),
			 radius_of(m, row));
	markup_text(out, row->label);
	bytes_add_format(out, " %.2f</title></circle>",
			 weight_of(m->sheet, row));
}

/* Where names stand already: boxes of NAME_WIDTH. */
struct names {
	double x[CATEGORIES_MAX], y[CATEGORIES_MAX];
	size_t n;
};

static bool is_free(const struct map *m, const struct names *names, size_t r,
		    double x)
{
	double y = map_y(m, m->sheet->rows[r].at[0]);

	if (x < 0 || x + NAME_WIDTH > WIDTH || names->n == CATEGORIES_MAX)
		return false;
	for (size_t i = 0; i < names->n; i++)
		if (fabs(names->y[i] - y) < 13 &&
		    fabs(names->x[i] - x) < NAME_WIDTH)
			return false;
	for (size_t i = 0; i < m->sheet->n_rows; i++) {
		const struct sheet_row *other = &m->sheet->rows[i];
		double cx = map_x(m, other->at[1]), cr = radius_of(m, other);

		/* a circle much smaller than the writing hides nothing */
		if (i != r && is_drawn(other) && cr > 7 &&
		    fabs(map_y(m, other->at[0]) - y) < cr + 5 && cx + cr > x &&
		    cx - cr < x + NAME_WIDTH)
			return false;
	}
	return true;
}

/* A name stands right of its circle or left of it, where there is room; the
 * larger cities choose first. */
static void add_name(struct bytes *out, const struct map *m, size_t r,
		     struct names *names)
{
	const struct sheet_row *row = &m->sheet->rows[r];
	double radius = radius_of(m, row), x = map_x(m, row->at[1]);
	double right = x + radius + 4, left = x - radius - 4 - NAME_WIDTH;
	bool on_right = is_free(m, names, r, right);

	if (!on_right && !is_free(m, names, r, left))
		return;
	names->x[names->n] = on_right ? right : left;
	names->y[names->n++] = map_y(m, row->at[0]);
	bytes_add_format(out, "<text class=\"city%s\" x=\"%.1f\" y=\"%.1f\">",
			 on_right ? "" : " left",
			 on_right ? right : left + NAME_WIDTH,
			 map_y(m, row->at[0]) + 4);
	markup_text(out, row->label);
	bytes_add_format(out, " %.1f</text>", weight_of(m->sheet, row));
}

static void add_map(struct bytes *out, const struct sheet *sheet)
{
	struct names names = {.n = 0};
	struct map m;

	if (!map_init(&m, sheet))
		return;
	bytes_add_format(out,
			 "<figure><svg class=\"map\" viewBox=\"0 0 %d %.0f\" "
			 "role=\"img\" aria-label=\"",
			 WIDTH, map_y(&m, m.south));
	markup_text(out, sheet->title);
	bytes_add_text(out, "\">");
	add_grid(out, &m);
	for (size_t r = 0; r < sheet->n_rows; r++)
		if (is_drawn(&sheet->rows[r]))
			add_circle(out, &m, &sheet->rows[r]);
	for (size_t r = 0; r < sheet->n_rows; r++)
		if (is_drawn(&sheet->rows[r]) &&
		    weight_of(sheet, &sheet->rows[r]) >= NAMED_SHARE * m.all)
			add_name(out, &m, r, &names);
	bytes_add_text(out, "</svg></figure>");
}

void report_chart(struct bytes *out, const struct sheet *sheet)
{
	if (sheet->look == LOOK_BARS)
		add_bars(out, sheet);
	if (sheet->look == LOOK_MAP)
		add_map(out, sheet);
}
