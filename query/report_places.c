#include "core/alloc.h"
#include "query/report.h"
#include "query/tally.h"

/* The three hubs of the published figure. */
static const char *const hubs[] = {"Beijing", "Hangzhou", "Shanghai"};
enum { HUBS = 3 };

struct city {
	const char *name, *country; /* borrowed of the docs */
	double weight;
	size_t n;
};
struct cities {
	struct city *items;
	size_t n;
};

static struct city *city_of(struct cities *cities, const Jobq__City *city)
{
	for (size_t i = 0; i < cities->n; i++)
		if (!strcmp(cities->items[i].name, city->city) &&
		    !strcmp(cities->items[i].country, city->country))
			return &cities->items[i];
	cities->items = alloc_resize(cities->items, cities->n + 1,
				     sizeof(*cities->items));
	cities->items[cities->n] =
		(struct city){.name = city->city, .country = city->country};
	return &cities->items[cities->n++];
}

static int by_weight(const void *a, const void *b)
{
	const struct city *x = a, *y = b;

	if (x->weight != y->weight)
		return x->weight > y->weight ? -1 : 1;
	return strcmp(x->name, y->name);
}

static struct cities cities_of(const struct reportdata *data)
{
	struct cities cities = {0};

	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		for (size_t k = 0; a && k < a->n_cities; k++) {
			struct city *c = city_of(&cities, a->cities[k]);

			c->weight += a->cities[k]->weight;
			c->n++;
		}
	}
	if (cities.n)
		qsort(cities.items, cities.n, sizeof(*cities.items), by_weight);
	return cities;
}

static bool lists(const Jobq__Analysis *a, const char *city)
{
	for (size_t i = 0; a && i < a->n_cities; i++)
		if (!strcmp(a->cities[i]->city, city))
			return true;
	return false;
}

enum { ROW_PLACED, ROW_ANY, ROW_FIRST };

static void count_hubs(struct tally *tally, const struct reportdata *data)
{
	for (size_t i = 0; i < data->n_docs; i++) {
		const struct report_doc *d = &data->docs[i];
		const Jobq__Analysis *a = report_analysis(d);

		if (!a || !a->n_cities)
			continue;
		tally_add(tally, ROW_PLACED, d, NULL, NULL);
		for (size_t h = 0; h < HUBS; h++) {
			if (!lists(a, hubs[h]))
				continue;
			tally_add(tally, ROW_ANY, d, NULL, NULL);
			tally_add(tally, ROW_FIRST + h, d, NULL, NULL);
		}
	}
}

static void add_share(struct sheet *sheet, const struct tally *tally,
		      size_t row, size_t group)
{
	struct cell *cell =
		sheet_share(sheet, (double)tally_n(tally, row, group),
			    (double)tally_n(tally, ROW_PLACED, group));

	if (cell->kind == CELL_FIGURE)
		tally_prove(tally, cell, row, group);
}

static void add_hubs(struct report *report, const struct reportdata *data)
{
	CLEANUP(tally_freep)
	struct tally *tally = tally_new(data, ROW_FIRST + HUBS);
	struct sheet *sheet = report_add(
		report,
		sheet_new("hubs", "Share of the three hubs",
			  "Of the postings that state a place: those that "
			  "list at least one of Beijing, Hangzhou and "
			  "Shanghai, and those that list each. A posting in "
			  "several cities counts whole for each, so the "
			  "cities' shares may add up to more than 100 %."));

	sheet->look = LOOK_BARS;
	sheet_label(sheet, "group");
	sheet_column(sheet, "with a place");
	sheet_plotted(sheet, "any hub");
	for (size_t h = 0; h < HUBS; h++)
		sheet_plotted(sheet, hubs[h]);
	count_hubs(tally, data);
	for (size_t g = 0; g < data->n_groups; g++) {
		sheet_row(sheet, data->groups[g].title);
		if (tally_why(data, g)) {
			for (size_t k = 0; k < 2 + HUBS; k++)
				sheet_unknown(sheet, tally_why(data, g));
			continue;
		}
		tally_cell(tally, sheet, ROW_PLACED, g);
		for (size_t k = ROW_ANY; k < ROW_FIRST + HUBS; k++)
			add_share(sheet, tally, k, g);
	}
}

static void prove_city(struct cell *cell, const struct reportdata *data,
		       const struct city *city)
{
	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		for (size_t k = 0; a && k < a->n_cities; k++)
			if (!strcmp(a->cities[k]->city, city->name) &&
			    !strcmp(a->cities[k]->country, city->country))
				cell_prove(cell, data->docs[i].doc, NULL, NULL);
	}
}

static size_t placed(const struct reportdata *data)
{
	size_t n = 0;

	for (size_t i = 0; i < data->n_docs; i++) {
		const Jobq__Analysis *a = report_analysis(&data->docs[i]);

		n += a && a->n_cities;
	}
	return n;
}

static void add_city(struct sheet *sheet, const struct reportdata *data,
		     const struct city *city, size_t all)
{
	struct sheet_row *row = sheet_row(sheet, city->name);

	if (strcmp(city->country, "CN") != 0 ||
	    !reportwords_place(data->words, city->name, row->at))
		row->at[0] = row->at[1] = 0;
	sheet_text(sheet, city->country);
	prove_city(sheet_count(sheet, city->n), data, city);
	cell_rest_on(sheet_share(sheet, (double)city->n, (double)all), 1);
	cell_rest_on(sheet_figure(sheet, city->weight, 2), 1);
}

static void add_cities(struct report *report, const struct reportdata *data)
{
	struct cities cities = cities_of(data);
	size_t all = placed(data);
	double mainland = 0;
	struct sheet *sheet = report_add(
		report,
		sheet_new("cities", "Cities",
			  "Postings that list the city, their share of those "
			  "with a place, and the weight: a posting in N cities "
			  "gives 1/N to each, foreign cities among the N. "
			  "Drawn are the cities of mainland China, the area of "
			  "a circle in proportion to its weight."));

	sheet->look = LOOK_MAP;
	sheet_label(sheet, "city");
	sheet_column(sheet, "country");
	sheet_column(sheet, "postings");
	sheet_column(sheet, "share");
	sheet_plotted(sheet, "weight");
	for (size_t i = 0; i < cities.n; i++) {
		add_city(sheet, data, &cities.items[i], all);
		if (!strcmp(cities.items[i].country, "CN"))
			mainland += cities.items[i].weight;
	}
	sheet_note(sheet,
		   "All weights add up to the %zu postings with a place; %.2f "
		   "of them lie in mainland China.",
		   all, mainland);
	free(cities.items);
}

void report_places(struct report *report, const struct reportdata *data)
{
	add_hubs(report, data);
	add_cities(report, data);
}
