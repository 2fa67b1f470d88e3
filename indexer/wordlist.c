#include "indexer/wordlist.h"
#include "core/alloc.h"
#include "core/normal.h"
#include "indexer/automaton.h"

struct wordlist {
	struct listed *words;
	size_t n, cap;
	struct automaton *automaton;
};

struct wordlist *wordlist_new(void)
{
	struct wordlist *list = alloc_zero(1, sizeof(*list));

	list->automaton = automaton_new();
	return list;
}

void wordlist_free(struct wordlist *list)
{
	if (!list)
		return;
	for (size_t i = 0; i < list->n; i++)
		free(list->words[i].text);
	free(list->words);
	automaton_free(list->automaton);
	free(list);
}

void wordlist_add(struct wordlist *list, const char *word, int id)
{
	CLEANUP(normal_deinit) struct normal n = {0};

	normal_set(&n, slice_text(word));
	automaton_add(list->automaton, slice_of(n.text, n.len), id);
	if (list->n == list->cap) {
		list->cap = list->cap ? 2 * list->cap : 64;
		list->words = alloc_resize(list->words, list->cap,
					   sizeof(*list->words));
	}
	list->words[list->n++] = (struct listed){alloc_copy(n.text), id};
}

size_t wordlist_words(const struct wordlist *list, const struct listed **out)
{
	*out = list->words;
	return list->n;
}

int wordlist_add_all(struct wordlist *list, const struct yaml_file *file,
		     const struct yaml_node *words, int id)
{
	if (!words)
		return 0;
	if (words->kind != YAML_LIST)
		return yaml_fail(file, words, "expected a list of words");
	for (size_t i = 0; i < words->n; i++) {
		const struct yaml_node *word = &words->items[i];

		if (word->kind != YAML_SCALAR || !*word->text)
			return yaml_fail(file, word, "expected a word");
		wordlist_add(list, word->text, id);
	}
	return 0;
}

void wordlist_build(struct wordlist *list)
{
	automaton_build(list->automaton);
}

static int class_of(const char *const *classes, const char *name)
{
	for (int i = 0; classes[i]; i++)
		if (!strcmp(classes[i], name))
			return i;
	return WORDLIST_NOT;
}

static int add_classes(struct wordlist *list, const struct yaml_file *file,
		       const char *const *classes)
{
	const struct yaml_node *root = &file->root;
	const char *known[32] = {"version", "not"};
	size_t n = 2;

	for (size_t i = 0; classes[i] && n < 31; i++)
		known[n++] = classes[i];
	if (root->kind != YAML_MAP)
		return yaml_fail(file, root, "expected classes of words");
	for (size_t i = 0; i < n; i++)
		if (!yaml_get(root, known[i]))
			return yaml_fail(file, root, "expected \"%s\"",
					 known[i]);
	for (size_t i = 0; i < root->n; i++) {
		const char *name = root->keys[i].text;
		int r = 0;

		if (strcmp(name, "version") != 0)
			r = wordlist_add_all(list, file, &root->items[i],
					     class_of(classes, name));
		if (r)
			return r;
	}
	return yaml_known(file, root, known);
}

int wordlist_load(struct wordlist **out, const char *dir, const char *name,
		  const char *const *classes)
{
	CLEANUP(wordlist_freep) struct wordlist *list = wordlist_new();
	CLEANUP(freep) char *path = alloc_format("%s/%s", dir, name);
	CLEANUP(yaml_deinit) struct yaml_file file = {0};
	int r = yaml_load(path, &file);

	if (!r)
		r = add_classes(list, &file, classes);
	if (r)
		return r;
	wordlist_build(list);
	*out = TAKE(list);
	return 0;
}

/* ---- finding ---- */

void wordhits_take(struct wordhits *hits, struct wordhit hit)
{
	struct wordhit *last = hits->n ? &hits->items[hits->n - 1] : NULL;

	if (last && last->start == hit.start && last->end < hit.end)
		hits->n--;
	else if (last && last->end > hit.start)
		return;
	if (hits->n == hits->cap) {
		hits->cap = hits->cap ? 2 * hits->cap : 64;
		hits->items = alloc_resize(hits->items, hits->cap,
					   sizeof(*hits->items));
	}
	hits->items[hits->n++] = hit;
}

void wordhits_settle(struct wordhits *hits)
{
	size_t n = 0;

	for (size_t i = 0; i < hits->n; i++)
		if (hits->items[i].id != WORDLIST_NOT)
			hits->items[n++] = hits->items[i];
	hits->n = n;
}

struct gathering {
	struct slice text;
	struct wordhits *hits;
};

static void keep_hit(void *context, const struct automaton_hit *found)
{
	struct gathering *g = context;

	if (automaton_apart(g->text, found->start, found->end))
		wordhits_take(g->hits, (struct wordhit){found->id, found->start,
							found->end});
}

void wordlist_find(const struct wordlist *list, struct slice normal,
		   struct wordhits *out)
{
	struct gathering g = {normal, out};

	out->n = 0;
	automaton_scan(list->automaton, normal, keep_hit, &g);
	wordhits_settle(out);
}

void wordhits_deinit(struct wordhits *hits)
{
	free(hits->items);
	*hits = (struct wordhits){0};
}
