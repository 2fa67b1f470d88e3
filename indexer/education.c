#include "indexer/education.h"
#include "core/alloc.h"
#include "indexer/wordlist.h"

static const char *const classes[] = {"none", "college", "bachelor", "master",
				      "phd",  "wished",	 NULL};
enum { WISHED = 5, NOT_SAID = WISHED, WISH_BYTES = 30 };

struct educationwords {
	struct wordlist *list;
};

int education_load(struct educationwords **out, const char *dir,
		   struct wordbook *book)
{
	CLEANUP(education_freep)
	struct educationwords *words = alloc_zero(1, sizeof(*words));
	int r = wordlist_load(&words->list, dir, "education.yaml", classes);

	if (r)
		return r;
	wordbook_add(book, words->list);
	*out = TAKE(words);
	return 0;
}

void education_free(struct educationwords *words)
{
	if (!words)
		return;
	wordlist_free(words->list);
	free(words);
}

struct levels {
	int asked; /* the lowest of requirements and the title */
	int other; /* of a text without sections */
};

/* 硕士优先: not asked for, but wished. */
static bool is_wished(struct slice text, const struct wordhits *hits, size_t i)
{
	const struct wordhit *hit = &hits->items[i];
	const struct wordhit *next = hit + 1;

	return i + 1 < hits->n && next->id == WISHED &&
	       next->start <= hit->end + WISH_BYTES &&
	       !text_holds(text, hit->end, next->start, ",");
}

static void lower(struct levels *levels, const struct outline_section *section,
		  const struct wordhits *hits)
{
	for (size_t i = 0; i < hits->n; i++) {
		const struct wordhit *hit = &hits->items[i];
		enum part part;

		if ((hit->id >= levels->asked && hit->id >= levels->other) ||
		    is_wished(reading_text(section), hits, i))
			continue;
		part = around_of(section, hit->start).part;
		if ((part == PART_REQUIREMENT || part == PART_TITLE) &&
		    hit->id < levels->asked)
			levels->asked = hit->id;
		if (part == PART_OTHER && hit->id < levels->other)
			levels->other = hit->id;
	}
}

const char *education_read(const struct educationwords *words,
			   const struct reading *reading)
{
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};
	struct levels levels = {NOT_SAID, NOT_SAID};
	int level;

	for (size_t i = READING_TITLE; i < reading_sections(reading); i++) {
		const struct outline_section *s = reading_section(reading, i);

		if (s->part == PART_ABOUT || s->part == PART_BONUS ||
		    s->part == PART_DUTY)
			continue;
		reading_find(reading, i, words->list, &hits);
		lower(&levels, s, &hits);
	}
	level = levels.asked != NOT_SAID ? levels.asked : levels.other;
	return level == NOT_SAID ? "" : classes[level];
}
