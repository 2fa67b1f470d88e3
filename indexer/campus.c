#include "indexer/campus.h"
#include "core/alloc.h"
#include "indexer/wordlist.h"

enum {
	AFTER = 36, /* bytes behind a year's 届 in which a student is named */
	NEAR = 120, /* of a clause, around a graduate */
};

enum word_class {
	C_TITLE,
	C_INTERN,
	C_POSTDOC,
	C_EXPERIENCED,
	C_PROGRAMME,
	C_TEXT,
	C_INTERN_TEXT,
	C_GRADUATE,
	C_ACCEPTED,
	C_REFUSED,
	C_WAIVED,
	C_URL,
};
static const char *const classes[] = {
	"title",  "intern",	 "postdoc",  "experienced", "programme",
	"text",	  "intern_text", "graduate", "accepted",    "refused",
	"waived", "url",	 NULL};

struct campuswords {
	struct wordlist *list;
};

int campus_load(struct campuswords **out, const char *dir,
		struct wordbook *book)
{
	CLEANUP(campus_freep)
	struct campuswords *words = alloc_zero(1, sizeof(*words));
	int r = wordlist_load(&words->list, dir, "campus.yaml", classes);

	if (r)
		return r;
	wordbook_add(book, words->list);
	*out = TAKE(words);
	return 0;
}

void campus_free(struct campuswords *words)
{
	if (!words)
		return;
	wordlist_free(words->list);
	free(words);
}

struct judging {
	const struct campuswords *words;
	const struct outline_section *section;
	struct slice text;
	struct wordhits hits;
	bool experienced;
	struct campus *out;
};

static void say_campus(struct judging *j, uint32_t start, uint32_t end)
{
	struct campus *out = j->out;

	if (!out->campus)
		out->at = (struct finding){j->section, start, end};
	out->campus = true;
}

static void say_novice(struct judging *j, enum novice novice,
		       const struct finding *at)
{
	if (j->out->novice >= novice)
		return;
	j->out->novice = novice;
	j->out->novice_at = *at;
}

/* ---- header fields and the title ---- */

static void judge_head(struct judging *j, const struct wordhit *hit)
{
	struct finding at = {j->section, hit->start, hit->end};

	switch (hit->id) {
	case C_INTERN:
		j->out->intern = true;
		/* fall through */
	case C_TITLE:
	case C_PROGRAMME:
	case C_GRADUATE:
	case C_TEXT:
		say_campus(j, hit->start, hit->end);
		j->out->by_header = true;
		break;
	case C_POSTDOC:
		j->out->postdoc = true;
		break;
	case C_EXPERIENCED:
		j->experienced |= j->section->n_clauses == 0;
		break;
	case C_WAIVED:
		say_novice(j, NOVICE_WAIVED, &at);
		break;
	default:
		break;
	}
}

/* ---- the text ---- */

/* Whether a word of the class stands in the clause, or begins right behind. */
static bool clause_holds(const struct judging *j, const struct around *around,
			 size_t from, enum word_class word_class)
{
	for (size_t i = from; i < j->hits.n; i++) {
		const struct wordhit *hit = &j->hits.items[i];

		if (hit->start >= around->clause_end)
			break;
		if (hit->id == (int)word_class)
			return true;
	}
	return false;
}

static void judge_graduate(struct judging *j, size_t place)
{
	const struct wordhit *hit = &j->hits.items[place];
	struct around around = around_of(j->section, hit->start);
	struct finding at = {j->section, hit->start, hit->end};
	size_t first = place;

	if (hit->start > around.clause_start + NEAR)
		around.clause_start = hit->start - NEAR;
	if (around.clause_end > hit->end + NEAR)
		around.clause_end = hit->end + NEAR;
	while (first && j->hits.items[first - 1].start >= around.clause_start)
		first--;
	if (around.part == PART_BONUS || around.part == PART_DUTY ||
	    clause_holds(j, &around, first, C_REFUSED))
		return;
	finding_extend(&at, around.clause_end, AFTER);
	if (clause_holds(j, &around, first, C_ACCEPTED)) {
		say_novice(j, NOVICE_ACCEPTED, &at);
		return;
	}
	if (j->experienced)
		return;
	say_novice(j, NOVICE_ASKED, &at);
	say_campus(j, hit->start, hit->end);
}

static void judge_word(struct judging *j, size_t place)
{
	const struct wordhit *hit = &j->hits.items[place];
	struct finding at = {j->section, hit->start, hit->end};
	enum part part = around_of(j->section, hit->start).part;

	if (part == PART_BONUS)
		return;
	if (hit->id == C_GRADUATE) {
		judge_graduate(j, place);
	} else if (hit->id == C_WAIVED) {
		if (part != PART_ABOUT)
			say_novice(j, NOVICE_WAIVED, &at);
	} else if (!j->experienced &&
		   (hit->id == C_PROGRAMME || hit->id == C_TEXT ||
		    hit->id == C_INTERN_TEXT)) {
		if (part != PART_DUTY)
			say_campus(j, hit->start, hit->end);
		j->out->intern |= hit->id == C_INTERN_TEXT && part != PART_DUTY;
	} else if (hit->id == C_URL) {
		say_campus(j, hit->start, hit->end);
	}
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Whether who is meant by a class ("2027届") is named behind it. */
static bool names_students(struct slice text, size_t at)
{
	static const char *const students[] = {
		"毕业", "应届", "本科", "硕",	"博",	"校招", "同学", "学生",
		"实习", "在读", "在校", "秋招", "春招", "校园", "生",	NULL};

	if (text_any_at(text, at,
			(const char *const[]){"以前", "及以前", "之前", NULL}))
		return false;
	for (size_t i = at; i < text.len && i < at + AFTER; i++)
		if (text_any_at(text, i, students))
			return true;
	return false;
}

/* The class "2027届" or "27届", "2027年毕业", that ends at `end`, which the
 * mark begins at `mark`. */
static bool read_class(struct slice text, size_t mark, size_t *start)
{
	size_t at = text_skip_back(text, mark);
	size_t digits = 0;

	while (digits < at && digits < 5 &&
	       is_digit(text.data[at - digits - 1]))
		digits++;
	*start = at - digits;
	if (text_before(text, *start, "第"))
		return false;
	if (digits == 4)
		return text_at(text, *start, "20") &&
		       text.data[*start + 2] > '1';
	return digits == 2 &&
	       (text.data[*start] == '2' || text.data[*start] == '3');
}

static void judge_class(struct judging *j, size_t mark, size_t end)
{
	struct finding at = {j->section, 0, (uint32_t)end};
	struct around around;
	size_t start;

	if (!read_class(j->text, mark, &start))
		return;
	around = around_of(j->section, (uint32_t)start);
	if (around.part == PART_BONUS || around.part == PART_DUTY ||
	    (j->experienced && around.part != PART_TITLE))
		return;
	if (around.part != PART_TITLE && text_at(j->text, mark, "届") &&
	    !names_students(j->text, end))
		return;
	at.start = (uint32_t)start;
	say_campus(j, at.start, at.end);
	finding_extend(&at, around.clause_end, AFTER);
	say_novice(j, NOVICE_ASKED, &at);
	if (around.part == PART_TITLE)
		j->out->by_header = true;
}

static void judge_classes(struct judging *j)
{
	for (size_t i = 0; i + 3 <= j->text.len; i++) {
		if (j->text.data[i] != "届"[0] && j->text.data[i] != "年"[0])
			continue;
		if (text_at(j->text, i, "届"))
			judge_class(j, i, i + strlen("届"));
		else if (text_at(j->text, i, "年毕业") &&
			 !text_at(j->text, i, "年毕业设计"))
			judge_class(j, i, i + strlen("年毕业"));
	}
}

/* ---- */

static void judge_section(struct judging *j, const struct reading *reading,
			  size_t place)
{
	j->section = reading_section(reading, place);
	j->text = reading_text(j->section);
	reading_find(reading, place, j->words->list, &j->hits);
	for (size_t i = 0; i < j->hits.n; i++) {
		if (place < READING_SECTIONS)
			judge_head(j, &j->hits.items[i]);
		else
			judge_word(j, i);
	}
	judge_classes(j);
}

static void judge_url(struct judging *j, const char *url)
{
	CLEANUP(normal_deinit) struct normal n = {0};

	if (!url || !*url || j->out->campus)
		return;
	normal_set(&n, slice_text(url));
	wordlist_find(j->words->list, slice_of(n.text, n.len), &j->hits);
	for (size_t i = 0; i < j->hits.n; i++) {
		const struct wordhit *hit = &j->hits.items[i];

		if (hit->id != C_URL || j->out->campus)
			continue;
		j->out->campus = j->out->by_header = true;
		j->out->url_cue = alloc_copy_n(n.text + hit->start,
					       hit->end - hit->start);
	}
}

void campus_read(const struct campuswords *words, const struct reading *reading,
		 struct campus *out)
{
	struct judging j = {.words = words, .out = out};

	*out = (struct campus){0};
	for (size_t i = 0; i < reading_sections(reading); i++)
		judge_section(&j, reading, i);
	judge_url(&j, reading->content->url);
	wordhits_deinit(&j.hits);
}

void campus_deinit(struct campus *campus)
{
	free(campus->url_cue);
	*campus = (struct campus){0};
}

char *campus_quote(const struct campus *campus)
{
	if (!campus->campus)
		return alloc_copy("");
	if (campus->url_cue)
		return alloc_copy(campus->url_cue);
	return finding_quote(&campus->at);
}
