#include "indexer/placewords.h"
#include "core/alloc.h"
#include <stdlib.h>

static int add_place(struct placewords *w, const struct yaml_file *file,
		     const struct yaml_node *node, unsigned flags)
{
	const char *country = yaml_text(node, "country");
	const char *city = yaml_text(node, "city");
	struct placeword *item;

	if (node->kind != YAML_MAP || !country || strlen(country) != 2)
		return yaml_fail(file, node,
				 "expected a place with a country of two "
				 "letters");
	if (city && strlen(city) >= PLACE_NAME)
		return yaml_fail(file, node, "expected a shorter city");
	if (w->n == w->cap) {
		w->cap = w->cap ? 2 * w->cap : 256;
		w->items = alloc_resize(w->items, w->cap, sizeof(*w->items));
	}
	item = &w->items[w->n++];
	*item = (struct placeword){.city = alloc_copy(city), .flags = flags};
	memcpy(item->country, country, 2);
	return 0;
}

static int read_at(struct placeword *item, const struct yaml_file *file,
		   const struct yaml_node *at)
{
	char *end[2];

	if (!at)
		return 0;
	if (at->kind != YAML_LIST || at->n != 2 ||
	    at->items[0].kind != YAML_SCALAR ||
	    at->items[1].kind != YAML_SCALAR)
		return yaml_fail(file, at,
				 "expected at: [latitude, longitude]");
	item->latitude = strtod(at->items[0].text, &end[0]);
	item->longitude = strtod(at->items[1].text, &end[1]);
	if (*end[0] || *end[1] || item->latitude < -90 || item->latitude > 90 ||
	    item->longitude < -180 || item->longitude > 180)
		return yaml_fail(file, at, "expected degrees");
	item->flags |= PLACEWORD_AT;
	return 0;
}

static int add_city(struct placewords *w, const struct yaml_file *file,
		    const struct yaml_node *node, unsigned flags)
{
	static const char *const known[] = {"city",  "country",	  "at", "words",
					    "short", "districts", NULL};
	int id = (int)w->n;
	int r = add_place(w, file, node, flags);

	if (!r && !w->items[id].city)
		r = yaml_fail(file, node, "expected a city");
	if (!r)
		r = yaml_known(file, node, known);
	if (!r)
		r = read_at(&w->items[id], file, yaml_get(node, "at"));
	for (size_t i = 3; !r && known[i]; i++) {
		const struct yaml_node *words = yaml_get(node, known[i]);

		r = wordlist_add_all(w->field, file, words, id);
		if (!r && (flags & PLACEWORD_ANYWHERE) && i != 4)
			r = wordlist_add_all(w->text, file, words, id);
	}
	return r;
}

/* ", va" has an id of its own, that says so. */
static int add_country(struct placewords *w, const struct yaml_file *file,
		       const struct yaml_node *node)
{
	static const char *const known[] = {"country", "words", NULL};
	const struct yaml_node *words = yaml_get(node, "words");
	int id = (int)w->n;
	int r = add_place(w, file, node, 0);

	if (!r)
		r = add_place(w, file, node, PLACEWORD_COMMA);
	if (!r)
		r = yaml_known(file, node, known);
	if (r)
		return r;
	if (!words || words->kind != YAML_LIST)
		return yaml_fail(file, node, "expected words");
	for (size_t i = 0; i < words->n; i++) {
		const char *word = words->items[i].text;

		if (!word)
			return yaml_fail(file, &words->items[i],
					 "expected a word");
		wordlist_add(w->field, word, id + (*word == ','));
	}
	return 0;
}

static int add_list(struct placewords *w, const struct yaml_file *file,
		    const char *name)
{
	const struct yaml_node *list = yaml_get(&file->root, name);
	unsigned flags = strcmp(name, "cities") ? 0 : PLACEWORD_ANYWHERE;
	int r = 0;

	if (!list || list->kind != YAML_LIST)
		return yaml_fail(file, &file->root, "expected a list of %s",
				 name);
	for (size_t i = 0; !r && i < list->n; i++)
		r = strcmp(name, "countries")
			    ? add_city(w, file, &list->items[i], flags)
			    : add_country(w, file, &list->items[i]);
	return r;
}

static int add_behind(struct placewords *w, const struct yaml_file *file)
{
	const struct yaml_node *list = yaml_get(&file->root, "behind");

	if (!list || list->kind != YAML_LIST)
		return yaml_fail(file, &file->root, "expected a list behind");
	w->behind = alloc_zero(list->n + 1, sizeof(*w->behind));
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i].kind != YAML_SCALAR)
			return yaml_fail(file, &list->items[i],
					 "expected a word");
		w->behind[i] = alloc_copy(list->items[i].text);
	}
	return 0;
}

static int add_all(struct placewords *w, const struct yaml_file *file)
{
	static const char *const known[] = {"version",	 "cities", "more",
					    "countries", "not",	   "behind",
					    "nowhere",	 "cues",   NULL};
	const struct yaml_node *root = &file->root;
	int r = yaml_known(file, root, known);

	for (size_t i = 1; !r && i < 4; i++)
		r = add_list(w, file, known[i]);
	if (!r)
		r = wordlist_add_all(w->field, file, yaml_get(root, "not"),
				     WORDLIST_NOT);
	if (!r)
		r = wordlist_add_all(w->text, file, yaml_get(root, "not"),
				     WORDLIST_NOT);
	if (!r)
		r = wordlist_add_all(w->nowhere, file,
				     yaml_get(root, "nowhere"), 0);
	if (!r)
		r = wordlist_add_all(w->cues, file, yaml_get(root, "cues"), 0);
	return r ? r : add_behind(w, file);
}

int places_load(struct placewords **out, const char *dir, struct wordbook *book)
{
	CLEANUP(places_freep)
	struct placewords *w = alloc_zero(1, sizeof(*w));
	CLEANUP(freep) char *path = alloc_format("%s/places.yaml", dir);
	CLEANUP(yaml_deinit) struct yaml_file file = {0};
	int r = yaml_load(path, &file);

	w->field = wordlist_new();
	w->text = wordlist_new();
	w->cues = wordlist_new();
	w->nowhere = wordlist_new();
	if (!r && file.root.kind != YAML_MAP)
		r = yaml_fail(&file, &file.root, "expected lists of places");
	if (!r)
		r = add_all(w, &file);
	if (r)
		return r;
	wordlist_build(w->field);
	wordlist_build(w->text);
	wordlist_build(w->cues);
	wordlist_build(w->nowhere);
	wordbook_add(book, w->cues);
	*out = TAKE(w);
	return 0;
}

void places_free(struct placewords *w)
{
	if (!w)
		return;
	for (size_t i = 0; i < w->n; i++)
		free(w->items[i].city);
	free(w->items);
	for (size_t i = 0; w->behind && w->behind[i]; i++)
		free(w->behind[i]);
	free(w->behind);
	wordlist_free(w->field);
	wordlist_free(w->text);
	wordlist_free(w->cues);
	wordlist_free(w->nowhere);
	free(w);
}

bool places_at(const struct placewords *w, const char *city, double *latitude,
	       double *longitude)
{
	for (size_t i = 0; i < w->n; i++) {
		const struct placeword *item = &w->items[i];

		if (!item->city || !(item->flags & PLACEWORD_AT) ||
		    strcmp(item->city, city) != 0)
			continue;
		*latitude = item->latitude;
		*longitude = item->longitude;
		return true;
	}
	return false;
}
