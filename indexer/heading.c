#include "indexer/heading.h"
#include "core/alloc.h"
#include <ctype.h>

enum {
	HEAD_MAX = 120,	    /* bytes of a header */
	BACK_MAX = 60,	    /* of what may stand before one in its clause */
	PLAIN_COLON_MAX = 3 /* headers in a row on one line */
};

struct finder {
	const struct marked_text *text;
	struct headings *out;
	size_t line, line_end;
};

static void add(struct finder *f, const struct heading *heading)
{
	struct headings *all = f->out;

	if (all->n == all->cap) {
		all->cap = all->cap ? 2 * all->cap : 16;
		all->items =
			alloc_resize(all->items, all->cap, sizeof(*all->items));
	}
	all->items[all->n++] = *heading;
}

void headings_deinit(struct headings *headings)
{
	free(headings->items);
	*headings = (struct headings){0};
}

static inline bool at_text(const struct finder *f, size_t at, const char *what)
{
	return at <= f->line_end &&
	       slice_starts(
		       slice_of(f->text->normal->text + at, f->line_end - at),
		       what);
}

/* Where a header that begins at `from` could end: before its colon, bracket,
 * closing bold, or at the line's end; 0: nowhere near. */
static size_t head_end(const struct finder *f, size_t from, bool *marked)
{
	size_t at = from;

	*marked = true;
	for (; at < f->line_end && at - from <= HEAD_MAX; at++) {
		char c = f->text->normal->text[at];

		if (c != ':' && c != '*' && c != ']' && c != '\xe3')
			continue;
		if (at_text(f, at, ":") || at_text(f, at, "】") ||
		    at_text(f, at, "**") || at_text(f, at, "」") ||
		    at_text(f, at, "]"))
			return at;
	}
	*marked = false;
	return at == f->line_end && at - from <= HEAD_MAX ? at : 0;
}

/* Past the header's closing marks: ：**, 】. */
static size_t past_marks(const struct finder *f, size_t at)
{
	static const char *const marks[] = {":", "】", "」", "*",
					    "_", "]",  " ",  "\t"};
	bool found = true;

	while (found && at < f->line_end) {
		found = false;
		for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
			if (!at_text(f, at, marks[i]))
				continue;
			if (marks[i][0] == '*' && at_text(f, at, "* "))
				continue;
			at += strlen(marks[i]);
			found = true;
			break;
		}
	}
	return at;
}

static bool is_space_or_mark(char c)
{
	return c == ' ' || c == '\t' || c == '*' || c == '_' || c == '!' ||
	       c == '\r';
}

static struct slice trimmed(const struct finder *f, size_t from, size_t to)
{
	const char *text = f->text->normal->text;

	while (to > from && is_space_or_mark(text[to - 1]))
		to--;
	return slice_of(text + from, to - from);
}

/* A sentence's end: no header ends so. */
static bool ends_sentence(struct slice text)
{
	return slice_ends(text, ".") || slice_ends(text, ";") ||
	       slice_ends(text, ",") || slice_ends(text, "。") ||
	       slice_ends(text, "、");
}

/* What stands before a header at the line's beginning. */
struct lead {
	size_t end; /* the header begins */
	struct listmark mark;
	bool decorated;
};

static bool has_ornament(const struct finder *f, size_t from, size_t to)
{
	while (from < to && isspace((unsigned char)f->text->normal->text[from]))
		from++;
	return from < to;
}

/* "* " is a bullet, "** " is not. */
static bool ends_in_star(const struct finder *f, size_t from, size_t to)
{
	struct slice lead = slice_of(f->text->normal->text + from, to - from);

	return slice_ends(lead, "* ") && !slice_ends(lead, "** ");
}

static struct lead lead_at(const struct finder *f, size_t from)
{
	const struct normal *n = f->text->normal;
	struct lead lead = {.end = listmark_skip(n, from, f->line_end)};
	size_t end = lead.end;

	if (ends_in_star(f, from, end)) {
		lead.mark = (struct listmark){end - 2, end, LISTMARK_BULLET, 0};
		return lead;
	}
	lead.decorated = has_ornament(f, from, end);
	if (listmark_at(f->text, end, f->line_end, &lead.mark)) {
		lead.end = listmark_skip(n, lead.mark.end, f->line_end);
		lead.decorated = lead.decorated || lead.end > lead.mark.end;
	}
	return lead;
}

/* A header at the line's beginning, from byte `from`. */
static bool head_of_line(struct finder *f, size_t from, struct heading *out)
{
	struct lead lead = lead_at(f, from);
	enum header_shape shape = SHAPE_PLAIN;
	bool marked = false;
	size_t end = head_end(f, lead.end, &marked);
	struct slice name = {0};

	if (end <= lead.end)
		return false;
	name = trimmed(f, lead.end, end);
	if (lead.mark.style != LISTMARK_NONE && slice_ends(name, ";"))
		name.len--; /* an item's end: "9.加分项;" */
	if (!marked && ends_sentence(name))
		return false;
	if (marked || lead.decorated)
		shape = SHAPE_MARKED;
	else if (lead.mark.style != LISTMARK_NONE)
		shape = SHAPE_ITEM;
	if (lead.mark.style == LISTMARK_BULLET && marked &&
	    past_marks(f, end) < f->line_end &&
	    (unsigned char)*name.data < 0x80)
		return false; /* "- Preferred: sails": a marker, no header */
	if (!sectionwords_judge(name, shape, &out->kind))
		return false;
	out->start = from;
	out->end = past_marks(f, end);
	out->mark = lead.mark;
	return true;
}

/* Where the clause around `at` begins, not before `from`. */
static size_t clause_start(const struct finder *f, size_t from, size_t at)
{
	static const char *const ends[] = {"。", ";", ",", ":", "!", "?"};
	size_t back = at;

	while (back > from && at - back < BACK_MAX) {
		for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
			size_t len = strlen(ends[i]);

			if (back >= from + len &&
			    at_text(f, back - len, ends[i]))
				return back;
		}
		back--;
	}
	return back == from ? from : at;
}

/* What may stand before a header in mid-line. */
static bool may_begin(const struct finder *f, size_t start, struct slice before)
{
	const struct normal *n = f->text->normal;
	char first = n->text[start];
	char original = f->text->original.data[n->origin[start]];

	if ((unsigned char)first >= 0x80)
		return !slice_ends(before, "者") &&
		       !slice_ends(before, "经验") &&
		       !slice_ends(before, "的") && !slice_ends(before, "是") &&
		       !slice_ends(before, "会") &&
		       !slice_ends(before, "符合") &&
		       !slice_ends(before, "满足");
	if (!isupper((unsigned char)original))
		return false;
	if (!before.len)
		return true;
	first = before.data[before.len - 1];
	return first != ' '
		       ? first != '-' && first != '/'
		       : before.len < 2 ||
				 !isalpha((unsigned char)
						  before.data[before.len - 2]);
}

/* A list that is named in words: 具有以下条件者优先 */
static size_t list_name(const struct finder *f, size_t from, size_t at,
			struct header_kind *kind)
{
	size_t start = at - from > BACK_MAX ? at - BACK_MAX : from;
	struct slice clause = trimmed(f, start, at);
	struct listmark mark;

	if (!slice_find(clause, "以下"))
		return 0;
	start = clause_start(f, from, at);
	clause = trimmed(f, start, at);

	if (listmark_at(f->text, start, at, &mark))
		clause = trimmed(f, mark.end, at);
	if (!clause.len || !slice_find(clause, "以下") ||
	    !sectionwords_zh(clause, SHAPE_MARKED, kind) ||
	    kind->part != PART_BONUS)
		return 0;
	return at - start;
}

/* The header in mid-line that ends at `at` (before a colon, a list mark or
 * the line's end). */
static bool ends_header(struct finder *f, size_t from, size_t at,
			struct heading *out)
{
	struct slice before = trimmed(f, from, at);
	size_t end = from + before.len;
	size_t len = sectionwords_suffix(before, &out->kind);
	size_t start = end - len, clause = 0;

	*out = (struct heading){.kind = out->kind};
	if (!len ||
	    !may_begin(f, start, slice_of(before.data, before.len - len))) {
		len = list_name(f, from, end, &out->kind);
		if (!len)
			return false;
		start = end - len;
	}
	clause = clause_start(f, from, start);
	if (listmark_at(f->text, listmark_skip(f->text->normal, clause, start),
			start, &out->mark) &&
	    listmark_skip(f->text->normal, out->mark.end, start) == start)
		start = clause;
	else
		(void)listmark_at(f->text, start, end, &out->mark);
	out->start = start;
	out->end = past_marks(f, at);
	return true;
}

static bool list_follows(const struct finder *f, size_t at)
{
	struct listmark mark;

	return listmark_at(f->text, at, f->line_end, &mark);
}

static bool number_follows(const struct finder *f, size_t at)
{
	struct listmark mark;

	return list_follows(f, at) ||
	       listmark_bare(f->text, at, f->line_end, 1, &mark);
}

/* What can follow a header in mid-line: a colon or a list mark. */
static bool follows_header(const struct finder *f, size_t at)
{
	const char *text = f->text->normal->text;
	unsigned char first = (unsigned char)text[at];

	if (first > ':' && first != 0xe2 && first != 0xe3)
		return false; /* a letter, nearly always */
	switch (text[at]) {
	case ':':
		return true;
	case '\xe3':
		return at_text(f, at, "】");
	case '(':
		return list_follows(f, at);
	case '\xe2':
		return at_text(f, at, "•") && list_follows(f, at);
	case '-':
		return at_text(f, at, "- ") && list_follows(f, at);
	default:
		return isdigit((unsigned char)text[at]) &&
		       (!at || !isdigit((unsigned char)text[at - 1])) &&
		       number_follows(f, at);
	}
}

static void scan_line(struct finder *f)
{
	size_t from = f->line;
	struct heading heading;

	for (int i = 0; i < PLAIN_COLON_MAX; i++) {
		heading = (struct heading){0};
		if (!head_of_line(f, from, &heading))
			break;
		add(f, &heading);
		from = heading.end;
	}
	for (size_t at = from; at <= f->line_end; at++) {
		if (at < f->line_end && !follows_header(f, at))
			continue;
		heading = (struct heading){0};
		if (at > from && ends_header(f, from, at, &heading)) {
			add(f, &heading);
			from = heading.end;
			at = from > at ? from - 1 : at;
		}
	}
}

void headings_find(const struct marked_text *text, struct headings *out)
{
	struct finder f = {.text = text, .out = out};
	const struct normal *n = text->normal;

	*out = (struct headings){0};
	while (f.line < n->len) {
		const char *end =
			memchr(n->text + f.line, '\n', n->len - f.line);

		f.line_end = end ? (size_t)(end - n->text) : n->len;
		scan_line(&f);
		f.line = f.line_end + 1;
	}
}
