#include "indexer/employment.h"
#include "core/alloc.h"
#include "indexer/wordlist.h"

/* By precedence: what is special beats what is usual ("full-time contract").
 * The last three are said in the text. */
static const char *const classes[] = {
	"postdoc",	  "part_time",	   "contract",	     "full_time",
	"part_time_text", "contract_text", "full_time_text", NULL};
enum { FIRST_TEXT = 4, NOT_SAID = 7 };
static const char *const names[] = {"postdoc",	 "part_time", "contract",
				    "full_time", "part_time", "contract",
				    "full_time", ""};

struct employmentwords {
	struct wordlist *list;
};

int employment_load(struct employmentwords **out, const char *dir,
		    struct wordbook *book)
{
	CLEANUP(employment_freep)
	struct employmentwords *words = alloc_zero(1, sizeof(*words));
	int r = wordlist_load(&words->list, dir, "employment.yaml", classes);

	if (r)
		return r;
	wordbook_add(book, words->list);
	*out = TAKE(words);
	return 0;
}

void employment_free(struct employmentwords *words)
{
	if (!words)
		return;
	wordlist_free(words->list);
	free(words);
}

/* A class that the text alone may use, or the one of the same sense that
 * fields may: its number in a text, else NOT_SAID. */
static int class_in_text(const struct outline_section *section,
			 const struct wordhit *hit)
{
	struct slice text = reading_text(section);
	enum part part;

	if (hit->id < FIRST_TEXT &&
	    !(hit->id == 3 && text_at(text, hit->start, "全职")))
		return NOT_SAID;
	part = around_of(section, hit->start).part;
	if (part == PART_ABOUT || part == PART_BONUS)
		return NOT_SAID;
	return hit->id < FIRST_TEXT ? NOT_SAID - 1 : hit->id;
}

static int best_in(const struct employmentwords *words,
		   const struct reading *reading, size_t place)
{
	const struct outline_section *section = reading_section(reading, place);
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};
	int best = NOT_SAID;

	reading_find(reading, place, words->list, &hits);
	for (size_t i = 0; i < hits.n; i++) {
		int found = hits.items[i].id;

		if (place >= READING_SECTIONS)
			found = class_in_text(section, &hits.items[i]);
		best = found < best ? found : best;
	}
	return best;
}

const char *employment_read(const struct employmentwords *words,
			    const struct reading *reading,
			    const struct campus *campus)
{
	int best = best_in(words, reading, READING_HEADER);
	int title = best_in(words, reading, READING_TITLE);

	if (campus->postdoc)
		return "postdoc";
	if (campus->intern)
		return "intern";
	best = title < best ? title : best;
	for (size_t i = READING_SECTIONS;
	     best == NOT_SAID && i < reading_sections(reading); i++)
		best = best_in(words, reading, i);
	return names[best];
}
