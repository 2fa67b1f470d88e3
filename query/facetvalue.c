#include "query/facetvalue.h"
#include "core/alloc.h"
#include <stdlib.h>
#include <string.h>

const char *const facet_names[FACET_DIMENSIONS] = {
	[FACET_COMPANY] = "company", [FACET_CONCEPT] = "concept",
	[FACET_STAGE] = "stage",     [FACET_SECTION] = "section",
	[FACET_AREA] = "area",	     [FACET_FAMILY] = "family",
	[FACET_COUNTRY] = "country", [FACET_LANGUAGE] = "language",
	[FACET_CITY] = "city",
};

static void add(struct facet_list *list, const struct facet_values *values)
{
	if (list->n == list->cap) {
		list->cap = list->cap ? 2 * list->cap : 16;
		list->items = alloc_resize(list->items, list->cap,
					   sizeof(*list->items));
	}
	list->items[list->n++] = *values;
}

void facet_list_deinit(struct facet_list *list)
{
	free(list->items);
	*list = (struct facet_list){0};
}

static int compare(const void *left, const void *right)
{
	const struct facet_values *a = left, *b = right;

	for (size_t i = 0; i < FACET_DIMENSIONS; i++) {
		int order = a->of[i] && b->of[i]
				    ? strcmp(a->of[i], b->of[i])
				    : (a->of[i] != NULL) - (b->of[i] != NULL);

		if (order)
			return order;
	}
	return 0;
}

static void keep_each_once(struct facet_list *list)
{
	size_t kept = 0;

	if (list->n)
		qsort(list->items, list->n, sizeof(*list->items), compare);
	for (size_t i = 0; i < list->n; i++) {
		if (!kept || compare(&list->items[kept - 1], &list->items[i]))
			list->items[kept++] = list->items[i];
	}
	list->n = kept;
}

/* ---- what a posting has in one dimension ---- */

struct texts {
	const char **items;
	size_t n;
};

static void push(struct texts *t, const char *text)
{
	if (!text || !*text)
		return;
	t->items = alloc_resize(t->items, t->n + 1, sizeof(char *));
	t->items[t->n++] = text;
}

static void push_of_analysis(struct texts *t, const Jobq__Analysis *a,
			     enum facet_dimension dimension)
{
	switch (dimension) {
	case FACET_STAGE:
		push(t, a->stage);
		return;
	case FACET_FAMILY:
		push(t, a->family);
		return;
	case FACET_SECTION:
		push(t, "title");
		for (size_t i = 0; i < a->n_sections; i++)
			push(t, a->sections[i]->kind);
		return;
	case FACET_AREA:
		for (size_t i = 0; i < a->n_areas; i++)
			push(t, a->areas[i]);
		return;
	default:
		break;
	}
	for (size_t i = 0; i < a->n_cities; i++)
		push(t, dimension == FACET_CITY ? a->cities[i]->city
						: a->cities[i]->country);
}

static struct texts texts_of(const Jobq__SpanDoc *doc,
			     enum facet_dimension dimension)
{
	struct texts t = {0};

	if (dimension == FACET_COMPANY)
		push(&t, doc->company);
	else if (dimension == FACET_LANGUAGE)
		push(&t, doc->language);
	else if (doc->analysis)
		push_of_analysis(&t, doc->analysis, dimension);
	if (!t.n) {
		t.items = alloc_resize(t.items, 1, sizeof(char *));
		t.items[t.n++] = "";
	}
	return t;
}

/* Every combination so far with every value of one more dimension. */
static void multiply(struct facet_list *list, size_t place,
		     const struct texts *texts)
{
	size_t n = list->n;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 1; k < texts->n; k++) {
			struct facet_values more = list->items[i];

			more.of[place] = texts->items[k];
			add(list, &more);
		}
		list->items[i].of[place] = texts->items[0];
	}
	keep_each_once(list);
}

/* ---- what its mentions have ---- */

struct places { /* in the order asked; SIZE_MAX: not asked */
	size_t concept, stage, section;
};

static size_t place_of(enum facet_dimension dimension,
		       const enum facet_dimension *by, size_t n_by)
{
	for (size_t i = 0; i < n_by; i++) {
		if (by[i] == dimension)
			return i;
	}
	return SIZE_MAX;
}

static void set(struct facet_values *values, size_t place, const char *text)
{
	if (place != SIZE_MAX)
		values->of[place] = text;
}

/* As the question's terms have it: in an about section a mention counts only
 * where sections are told apart. */
static void add_mentions(struct facet_list *list, const Jobq__Analysis *a,
			 const struct places *p)
{
	for (size_t i = 0; a && i < a->n_mentions; i++) {
		const Jobq__Mention *m = a->mentions[i];
		bool none = !strcmp(m->stage, "none");
		struct facet_values values = {{NULL}};

		if (m->negated ||
		    (p->section == SIZE_MAX && !strcmp(m->section, "about")))
			continue;
		set(&values, p->stage, none ? "unclear" : m->stage);
		set(&values, p->section, m->section);
		set(&values, p->concept, m->concept);
		add(list, &values);
		for (size_t k = 0; k < m->n_families; k++) {
			set(&values, p->concept, m->families[k]);
			add(list, &values);
		}
	}
	keep_each_once(list);
}

static void begin(struct facet_list *list, const Jobq__SpanDoc *doc,
		  const struct places *p)
{
	struct facet_values none = {{NULL}};

	list->n = 0;
	if (p->concept != SIZE_MAX)
		add_mentions(list, doc->analysis, p);
	if (list->n)
		return;
	if (p->concept != SIZE_MAX) {
		set(&none, p->concept, "");
		set(&none, p->stage, "");
		set(&none, p->section, "");
	}
	add(list, &none);
}

void facet_list_set(struct facet_list *out, const Jobq__SpanDoc *doc,
		    const enum facet_dimension *by, size_t n_by)
{
	const struct places p = {
		.concept = place_of(FACET_CONCEPT, by, n_by),
		.stage = place_of(FACET_STAGE, by, n_by),
		.section = place_of(FACET_SECTION, by, n_by),
	};

	begin(out, doc, &p);
	for (size_t i = 0; i < n_by; i++) {
		struct texts texts;

		if (p.concept != SIZE_MAX &&
		    (i == p.concept || i == p.stage || i == p.section))
			continue;
		texts = texts_of(doc, by[i]);
		multiply(out, i, &texts);
		free(texts.items);
	}
}
