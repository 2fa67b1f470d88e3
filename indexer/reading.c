#include "indexer/reading.h"
#include "core/alloc.h"

enum {
	QUOTE_MAX = 200,
	ASIDE = 180, /* bytes to the bracket that holds the marker */
};

static void add_field(struct bytes *to, const char *field)
{
	if (!field || !*field)
		return;
	if (to->len)
		bytes_add_char(to, '\n');
	bytes_add_text(to, field);
}

static void search(struct reading *reading, const struct wordbook *book)
{
	size_t n = reading_sections(reading);

	reading->marks = alloc_zero(n, sizeof(*reading->marks));
	for (size_t i = 0; i < n; i++)
		wordbook_find(book, reading_text(reading_section(reading, i)),
			      &reading->marks[i]);
}

void reading_init(struct reading *out, const Jobq__Content *content,
		  const struct outline *outline, const struct wordbook *book)
{
	struct bytes fields = {0};

	*out = (struct reading){.content = content,
				.outline = outline,
				.header = {.part = PART_TITLE}};
	add_field(&fields, content->recruit_type);
	add_field(&fields, content->employment_type);
	add_field(&fields, content->category);
	add_field(&fields, content->team);
	add_field(&fields, content->department);
	out->header.text.len = fields.len;
	out->header.text.data = bytes_take(&fields);
	normal_init(&out->header.normal, out->header.text);
	search(out, book);
}

void reading_deinit(struct reading *reading)
{
	for (size_t i = 0; reading->marks && i < reading_sections(reading); i++)
		wordmarks_deinit(&reading->marks[i]);
	free(reading->marks);
	normal_deinit(&reading->header.normal);
	free((char *)reading->header.text.data);
	*reading = (struct reading){0};
}

size_t reading_sections(const struct reading *reading)
{
	return READING_SECTIONS + reading->outline->n_sections;
}

const struct outline_section *reading_section(const struct reading *reading,
					      size_t i)
{
	if (i == READING_HEADER)
		return &reading->header;
	return outline_section(reading->outline,
			       i == READING_TITLE
				       ? OUTLINE_TITLE
				       : (uint32_t)(i - READING_SECTIONS));
}

struct slice reading_text(const struct outline_section *section)
{
	return slice_of(section->normal.text, section->normal.len);
}

void reading_find(const struct reading *reading, size_t i,
		  const struct wordlist *list, struct wordhits *out)
{
	wordmarks_of(&reading->marks[i], list, out);
}

/* "5年以上经验（有海外经验优先）": the marker that makes the clause a bonus
 * stands in brackets behind `at`, and speaks of what is in them alone. */
static bool wished_aside(struct slice text, uint32_t at, uint32_t clause_end)
{
	static const char *const markers[] = {"优先", "加分", "更佳", "prefer",
					      "plus", ")",    NULL};
	uint32_t end = clause_end - at > ASIDE ? at + ASIDE : clause_end;

	while (at < end && text.data[at] != '(' &&
	       !text_any_at(text, at, markers))
		at++;
	return at < end && text.data[at] == '(';
}

struct around around_of(const struct outline_section *section, uint32_t at)
{
	const struct normal *n = &section->normal;
	uint32_t len = (uint32_t)n->len;
	struct around a = {section->part, 0, len, 0, len};
	const struct clause *clause = NULL;

	if (section->n_clauses && n->len)
		clause = outline_clause(section, n->origin[at]);
	if (!clause)
		return a;
	a.part = clause->part;
	a.clause_start = (uint32_t)normal_place(n, clause->start);
	a.clause_end = (uint32_t)normal_place(n, clause->end);
	if (a.part == PART_BONUS && section->part != PART_BONUS &&
	    at < a.clause_end &&
	    wished_aside(reading_text(section), at, a.clause_end))
		a.part = section->part;
	if (clause->item < section->n_items) {
		const struct item *item = &section->items[clause->item];
		bool headed = item->head_start < item->head_end &&
			      item->head_start < item->start;

		a.item_start = (uint32_t)normal_place(
			n, headed ? item->head_start : item->start);
		a.item_end = (uint32_t)normal_place(n, item->end);
	}
	return a;
}

char *finding_quote(const struct finding *finding)
{
	const struct outline_section *s = finding->section;
	uint32_t start, end;

	if (!s || finding->start >= finding->end)
		return alloc_copy("");
	start = s->normal.origin[finding->start];
	end = s->normal.origin[finding->end];
	if (end - start > QUOTE_MAX) {
		end = start + QUOTE_MAX;
		end = (uint32_t)text_character(s->text, end);
	}
	while (end > start && strchr(" \t\r\n", s->text.data[end - 1]))
		end--;
	return alloc_copy_n(s->text.data + start, end - start);
}

void finding_extend(struct finding *finding, uint32_t clause_end, uint32_t most)
{
	struct slice text = reading_text(finding->section);
	uint32_t end = clause_end;

	if (end <= finding->end)
		return;
	if (end - finding->end > most)
		end = (uint32_t)text_character(text, finding->end + most);
	for (uint32_t i = finding->end; i < end; i++)
		if (text.data[i] == '\n')
			end = i;
	finding->end = end;
}

/* ---- looking at text by bytes ---- */

bool text_holds(struct slice text, size_t start, size_t end, const char *word)
{
	end = end < text.len ? end : text.len;
	for (size_t i = start; i < end; i++)
		if (slice_starts(slice_of(text.data + i, end - i), word))
			return true;
	return false;
}

size_t text_skip(struct slice text, size_t at)
{
	while (at < text.len && (text.data[at] == ' ' || text.data[at] == '\t'))
		at++;
	return at;
}

size_t text_skip_back(struct slice text, size_t at)
{
	while (at && (text.data[at - 1] == ' ' || text.data[at - 1] == '\t'))
		at--;
	return at;
}

size_t text_any_at(struct slice text, size_t at, const char *const *words)
{
	for (; *words; words++)
		if (text_at(text, at, *words))
			return strlen(*words);
	return 0;
}

size_t text_any_before(struct slice text, size_t at, const char *const *words)
{
	for (; *words; words++)
		if (text_before(text, at, *words))
			return strlen(*words);
	return 0;
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9');
}

size_t text_word_at(struct slice text, size_t at, const char *const *words)
{
	for (; *words; words++) {
		size_t len = strlen(*words);

		if (text_at(text, at, *words) &&
		    (at + len >= text.len || !is_word(text.data[at + len])))
			return len;
	}
	return 0;
}

size_t text_word_before(struct slice text, size_t at, const char *const *words)
{
	for (; *words; words++) {
		size_t len = strlen(*words);

		if (text_before(text, at, *words) &&
		    (at == len || !is_word(text.data[at - len - 1])))
			return len;
	}
	return 0;
}

size_t text_character(struct slice text, size_t at)
{
	while (at && at < text.len &&
	       ((unsigned char)text.data[at] & 0xc0) == 0x80)
		at--;
	return at;
}
