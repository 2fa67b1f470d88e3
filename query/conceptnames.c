#include "query/conceptnames.h"
#include "core/alloc.h"
#include "indexer/rules.h"
#include "query/nearest.h"
#include <errno.h>

enum { ADVICE_MAX = 6 };

struct conceptnames {
	struct rules *rules;
};

int conceptnames_load(struct conceptnames **out)
{
	CLEANUP(freep) char *dir = rules_dir();
	CLEANUP(conceptnames_freep) struct conceptnames *names = NULL;
	int r;

	if (!dir)
		return -ENOENT;
	names = alloc_zero(1, sizeof(*names));
	r = rules_load(&names->rules, dir);
	if (r)
		return r;
	*out = TAKE(names);
	return 0;
}

void conceptnames_free(struct conceptnames *names)
{
	if (!names)
		return;
	rules_free(names->rules);
	free(names);
}

static const char *last_part(const char *id)
{
	const char *dot = strchr(id, '.');

	return dot ? dot + 1 : id;
}

/* In normal form (core/normal.h); caller frees. */
static char *normal_of(const char *text)
{
	CLEANUP(normal_deinit) struct normal n;
	struct bytes copy = {0};

	normal_init(&n, slice_text(text));
	bytes_add(&copy, n.text, n.len);
	return bytes_take(&copy);
}

static bool is_named(const struct concept *concept, const char *word)
{
	CLEANUP(freep) char *zh = normal_of(concept_zh(concept));
	CLEANUP(freep) char *en = normal_of(concept_en(concept));

	return !strcmp(last_part(concept_id(concept)), word) ||
	       (*zh && !strcmp(zh, word)) || (*en && !strcmp(en, word));
}

const char *conceptnames_find(const struct conceptnames *names,
			      const char *text)
{
	CLEANUP(freep) char *word = normal_of(text);
	const struct concept *const *all = NULL, *found = NULL;
	size_t n = rules_concepts(names->rules, &all);

	found = rules_concept(names->rules, word);
	for (size_t i = 0; !found && i < n; i++) {
		if (!is_named(all[i], word))
			continue;
		found = all[i];
		for (size_t k = i + 1; k < n; k++) {
			if (is_named(all[k], word))
				return NULL;
		}
	}
	return found ? concept_id(found) : NULL;
}

/* ---- what may have been meant ---- */

struct advice {
	const char *ids[ADVICE_MAX];
	size_t n;
};

static void advise(struct advice *a, const char *id)
{
	for (size_t i = 0; i < a->n; i++) {
		if (!strcmp(a->ids[i], id))
			return;
	}
	if (a->n < ADVICE_MAX)
		a->ids[a->n++] = id;
}

/* Those whose last part or names hold the word, or are held by it. */
static void advise_related(struct advice *a, const struct concept *concept,
			   const char *word)
{
	CLEANUP(freep) char *zh = normal_of(concept_zh(concept));
	CLEANUP(freep) char *en = normal_of(concept_en(concept));
	const char *id = concept_id(concept), *last = last_part(id);

	if (strstr(id, word) || strstr(zh, word) || strstr(en, word) ||
	    (strlen(last) > 2 && strstr(word, last)))
		advise(a, id);
}

/* The nearest of `names`, which belong to `all` one by one. */
static void advise_nearest(struct advice *a, const struct concept *const *all,
			   size_t n, const char *word)
{
	CLEANUP(freep)
	const char **names = alloc_zero(n + 1, sizeof(char *));
	const char *id = NULL, *last = NULL;

	for (size_t i = 0; i < n; i++)
		names[i] = concept_id(all[i]);
	id = nearest(word, names, n);
	if (id)
		advise(a, id);
	for (size_t i = 0; i < n; i++)
		names[i] = last_part(concept_id(all[i]));
	last = nearest(word, names, n);
	for (size_t i = 0; last && i < n; i++) {
		if (!strcmp(names[i], last))
			advise(a, concept_id(all[i]));
	}
}

char *conceptnames_advise(const struct conceptnames *names, const char *text)
{
	CLEANUP(freep) char *word = normal_of(text);
	const struct concept *const *all = NULL;
	struct advice advice = {.n = 0};
	struct bytes out = {0};
	size_t n = rules_concepts(names->rules, &all);

	for (size_t i = 0; i < n; i++) {
		if (is_named(all[i], word))
			advise(&advice, concept_id(all[i]));
	}
	advise_nearest(&advice, all, n, word);
	for (size_t i = 0; *word && i < n; i++)
		advise_related(&advice, all[i], word);
	bytes_add_format(&out, "concept: there is no concept \"%s\"", text);
	for (size_t i = 0; i < advice.n; i++)
		bytes_add_format(&out, "%s%s",
				 i ? ", " : "; near it: ", advice.ids[i]);
	if (!advice.n)
		bytes_add_text(&out, "; docs/rules.md lists them all");
	return bytes_take(&out);
}
