#include "indexer/family.h"
#include "core/alloc.h"
#include "indexer/wordlist.h"

/* What a word is of: its id is family * WORD_KINDS + kind. */
enum word_kind { W_ROLE, W_FIELD, W_LOOSE, W_CATEGORY, W_DUTY, WORD_KINDS };
static const char *const kind_names[] = {"role", "field", "loose", "category",
					 "duty"};
enum { FAMILIES_MAX = 32, DUTY_LEAST = 2 };

struct family {
	char *name;
	bool technical;
};
struct families {
	struct family items[FAMILIES_MAX];
	size_t n;
	struct wordlist *title;	   /* role, field, loose */
	struct wordlist *category; /* category */
	struct wordlist *duty;	   /* duty */
};

/* ---- loading ---- */

static struct wordlist *list_of(struct families *f, enum word_kind kind)
{
	if (kind == W_CATEGORY)
		return f->category;
	return kind == W_DUTY ? f->duty : f->title;
}

static int add_family(struct families *f, const struct yaml_file *file,
		      const struct yaml_node *node)
{
	static const char *const known[] = {"family", "technical", "role",
					    "field",  "loose",	   "category",
					    "duty",   NULL};
	const char *name = yaml_text(node, "family");
	const char *technical = yaml_text(node, "technical");
	int r = 0;

	if (node->kind != YAML_MAP || !name)
		return yaml_fail(file, node, "expected a family with a name");
	if (!technical ||
	    (strcmp(technical, "true") != 0 && strcmp(technical, "false") != 0))
		return yaml_fail(file, node,
				 "expected technical: true or false");
	if (f->n == FAMILIES_MAX)
		return yaml_fail(file, node, "expected at most %d families",
				 FAMILIES_MAX);
	for (int kind = 0; !r && kind < WORD_KINDS; kind++)
		r = wordlist_add_all(list_of(f, (enum word_kind)kind), file,
				     yaml_get(node, kind_names[kind]),
				     (int)f->n * WORD_KINDS + kind);
	if (r)
		return r;
	f->items[f->n++] =
		(struct family){alloc_copy(name), !strcmp(technical, "true")};
	return yaml_known(file, node, known);
}

static int add_families(struct families *f, const struct yaml_file *file)
{
	static const char *const known[] = {"version", "families", "not", NULL};
	const struct yaml_node *list = yaml_get(&file->root, "families");
	const struct yaml_node *not = yaml_get(&file->root, "not");
	int r;

	if (!list || list->kind != YAML_LIST)
		return yaml_fail(file, &file->root,
				 "expected a list of families");
	r = wordlist_add_all(f->title, file, not, WORDLIST_NOT);
	for (size_t i = 0; !r && i < list->n; i++)
		r = add_family(f, file, &list->items[i]);
	return r ? r : yaml_known(file, &file->root, known);
}

int families_load(struct families **out, const char *dir)
{
	CLEANUP(families_freep) struct families *f = alloc_zero(1, sizeof(*f));
	CLEANUP(freep) char *path = alloc_format("%s/families.yaml", dir);
	CLEANUP(yaml_deinit) struct yaml_file file = {0};
	int r = yaml_load(path, &file);

	f->title = wordlist_new();
	f->category = wordlist_new();
	f->duty = wordlist_new();
	if (!r)
		r = add_families(f, &file);
	if (r)
		return r;
	wordlist_build(f->title);
	wordlist_build(f->category);
	wordlist_build(f->duty);
	*out = TAKE(f);
	return 0;
}

void families_free(struct families *families)
{
	if (!families)
		return;
	for (size_t i = 0; i < families->n; i++)
		free(families->items[i].name);
	wordlist_free(families->title);
	wordlist_free(families->category);
	wordlist_free(families->duty);
	free(families);
}

/* ---- deciding ---- */

static bool is_latin(struct slice text, uint32_t at)
{
	return !(text.data[at] & 0x80);
}

/* A Chinese title ends in what the person is, an English one begins with it
 * (before the comma): so of equal words the later counts, or the earlier. */
static bool beats(struct slice text, const struct wordhit *hit,
		  const struct wordhit *best)
{
	int kind = hit->id % WORD_KINDS;
	int best_kind = best->id % WORD_KINDS;

	if (kind != best_kind)
		return kind < best_kind;
	if (is_latin(text, hit->start))
		return false;
	/* behind a bracket or dash stands the team, not the role */
	for (uint32_t i = best->end; i < hit->start; i++)
		if (strchr("-(,|/[", text.data[i]))
			return false;
	return true;
}

static int by_title(const struct families *f, struct slice text,
		    struct wordhits *hits)
{
	const struct wordhit *best = NULL;

	wordlist_find(f->title, text, hits);
	for (size_t i = 0; i < hits->n; i++)
		if (!best || beats(text, &hits->items[i], best))
			best = &hits->items[i];
	return best ? best->id : -1;
}

/* The field says more where it says it in fewer words. */
static int by_category(const struct families *f, const struct reading *reading,
		       struct wordhits *hits)
{
	wordlist_find(f->category,
		      reading_text(reading_section(reading, READING_HEADER)),
		      hits);
	return hits->n ? hits->items[0].id : -1;
}

static int by_duty(const struct families *f, const struct reading *reading,
		   struct wordhits *hits)
{
	size_t counts[FAMILIES_MAX] = {0};
	size_t best = 0;

	for (size_t i = READING_SECTIONS; i < reading_sections(reading); i++) {
		const struct outline_section *s = reading_section(reading, i);

		if (s->part != PART_DUTY && s->part != PART_OTHER &&
		    s->part != PART_REQUIREMENT)
			continue;
		wordlist_find(f->duty, reading_text(s), hits);
		for (size_t k = 0; k < hits->n; k++)
			counts[hits->items[k].id / WORD_KINDS] +=
				s->part == PART_DUTY ? 2 : 1;
	}
	for (size_t i = 1; i < f->n; i++)
		if (counts[i] > counts[best])
			best = i;
	return counts[best] >= DUTY_LEAST ? (int)best * WORD_KINDS + W_DUTY
					  : -1;
}

const char *family_read(const struct families *f, const struct reading *reading)
{
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};
	struct slice title =
		reading_text(reading_section(reading, READING_TITLE));
	int found = by_title(f, title, &hits);
	int category = -1;

	/* a field or a loose word is a guess: the site's own category counts
	 * before the second */
	if (found < 0 || found % WORD_KINDS == W_LOOSE)
		category = by_category(f, reading, &hits);
	if (category >= 0 &&
	    (found < 0 || f->items[category / WORD_KINDS].technical))
		found = category;
	if (found < 0)
		found = by_duty(f, reading, &hits);
	return found < 0 ? "other" : f->items[found / WORD_KINDS].name;
}

bool family_technical(const struct families *f, const char *family)
{
	for (size_t i = 0; i < f->n; i++)
		if (!strcmp(f->items[i].name, family))
			return f->items[i].technical;
	return false;
}
