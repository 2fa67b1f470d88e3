#include "indexer/area.h"
#include "core/alloc.h"
#include "indexer/wordlist.h"

enum {
	AREAS_MAX = 32,
	POINTS_TITLE = 4,
	POINTS_DUTY = 2,
	POINTS_OTHER = 1, /* a requirement, or a text without sections */
	POINTS_LEAST = 4,
	NEAR = 120, /* bytes, where the list item is longer */
};
enum word_kind { W_STRONG, W_WEAK };

struct area {
	char *name;
	struct wordlist *words; /* W_STRONG, W_WEAK */
	struct wordlist *near;
};
struct areas {
	struct area items[AREAS_MAX];
	size_t n;
};

/* ---- loading ---- */

static int area_fill(struct area *area, const struct yaml_file *file,
		     const struct yaml_node *node)
{
	static const char *const known[] = {"area", "strong", "weak",
					    "near", "not",    NULL};
	int r = wordlist_add_all(area->words, file, yaml_get(node, "strong"),
				 W_STRONG);

	if (!r)
		r = wordlist_add_all(area->words, file, yaml_get(node, "weak"),
				     W_WEAK);
	if (!r)
		r = wordlist_add_all(area->words, file, yaml_get(node, "not"),
				     WORDLIST_NOT);
	if (!r)
		r = wordlist_add_all(area->near, file, yaml_get(node, "near"),
				     0);
	if (r)
		return r;
	wordlist_build(area->words);
	wordlist_build(area->near);
	return yaml_known(file, node, known);
}

static int add_area(struct areas *areas, const struct yaml_file *file,
		    const struct yaml_node *node)
{
	const char *name = yaml_text(node, "area");
	struct area *area = &areas->items[areas->n];

	if (node->kind != YAML_MAP || !name)
		return yaml_fail(file, node, "expected an area with a name");
	if (areas->n == AREAS_MAX)
		return yaml_fail(file, node, "expected at most %d areas",
				 AREAS_MAX);
	areas->n++;
	area->name = alloc_copy(name);
	area->words = wordlist_new();
	area->near = wordlist_new();
	return area_fill(area, file, node);
}

static int add_areas(struct areas *areas, const struct yaml_file *file)
{
	static const char *const known[] = {"version", "areas", NULL};
	const struct yaml_node *list = yaml_get(&file->root, "areas");
	int r = 0;

	if (!list || list->kind != YAML_LIST)
		return yaml_fail(file, &file->root, "expected a list of areas");
	for (size_t i = 0; !r && i < list->n; i++)
		r = add_area(areas, file, &list->items[i]);
	return r ? r : yaml_known(file, &file->root, known);
}

int areas_load(struct areas **out, const char *dir, struct wordbook *book)
{
	CLEANUP(areas_freep)
	struct areas *areas = alloc_zero(1, sizeof(*areas));
	CLEANUP(freep) char *path = alloc_format("%s/areas.yaml", dir);
	CLEANUP(yaml_deinit) struct yaml_file file = {0};
	int r = yaml_load(path, &file);

	if (!r)
		r = add_areas(areas, &file);
	if (r)
		return r;
	for (size_t i = 0; i < areas->n; i++)
		wordbook_add(book, areas->items[i].words);
	*out = TAKE(areas);
	return 0;
}

void areas_free(struct areas *areas)
{
	if (!areas)
		return;
	for (size_t i = 0; i < areas->n; i++) {
		free(areas->items[i].name);
		wordlist_free(areas->items[i].words);
		wordlist_free(areas->items[i].near);
	}
	free(areas);
}

size_t areas_n(const struct areas *areas)
{
	return areas->n;
}

const char *areas_name(const struct areas *areas, size_t area)
{
	return areas->items[area].name;
}

/* ---- deciding ---- */

static unsigned points_of_part(enum part part)
{
	switch (part) {
	case PART_TITLE:
		return POINTS_TITLE;
	case PART_DUTY:
		return POINTS_DUTY;
	case PART_REQUIREMENT:
	case PART_OTHER:
		return POINTS_OTHER;
	default:
		return 0;
	}
}

/* Whether a word of `near` stands in the item, at most NEAR bytes away. */
static bool stands_near(const struct wordlist *near, struct slice text,
			const struct around *around, const struct wordhit *hit)
{
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};
	size_t start = around->item_start, end = around->item_end;

	if (hit->start > start + NEAR)
		start = text_character(text, hit->start - NEAR);
	if (end > hit->end + NEAR)
		end = text_character(text, hit->end + NEAR);
	wordlist_find(near, slice_of(text.data + start, end - start), &hits);
	for (size_t i = 0; i < hits.n; i++)
		if (start + hits.items[i].end <= hit->start ||
		    start + hits.items[i].start >= hit->end)
			return true;
	return false;
}

static unsigned points_in(const struct area *area,
			  const struct reading *reading, size_t place,
			  struct wordhits *hits)
{
	const struct outline_section *section = reading_section(reading, place);
	struct slice text = reading_text(section);
	unsigned points = 0;

	reading_find(reading, place, area->words, hits);
	for (size_t i = 0; i < hits->n && points < POINTS_LEAST; i++) {
		const struct wordhit *hit = &hits->items[i];
		struct around around = around_of(section, hit->start);
		unsigned more = points_of_part(around.part);

		if (more && (hit->id == W_STRONG ||
			     stands_near(area->near, text, &around, hit)))
			points += more;
	}
	return points;
}

uint32_t areas_read(const struct areas *areas, const struct reading *reading)
{
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};
	unsigned points[AREAS_MAX] = {0};
	uint32_t found = 0;

	for (size_t i = READING_TITLE; i < reading_sections(reading); i++) {
		enum part part = reading_section(reading, i)->part;

		if (part == PART_ABOUT || part == PART_BONUS)
			continue;
		for (size_t a = 0; a < areas->n; a++)
			if (points[a] < POINTS_LEAST)
				points[a] += points_in(&areas->items[a],
						       reading, i, &hits);
	}
	for (size_t a = 0; a < areas->n; a++)
		if (points[a] >= POINTS_LEAST)
			found |= UINT32_C(1) << a;
	return found;
}
