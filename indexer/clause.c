#include "indexer/clause.h"
#include "core/alloc.h"
#include "indexer/marker.h"

enum {
	PIECES_MAX = 64, /* of a sentence; a longer one is cut there */
	FEW_WORDS = 3,	 /* of what is only a member of a list */
};

struct piece {
	size_t start, end; /* bytes of the normal text */
	struct marker marker;
	bool bonus;
};
struct sentence {
	struct piece pieces[PIECES_MAX];
	size_t n;
};
struct cutter {
	struct outline_section *section;
	uint32_t item;
	size_t cap;
};

static struct slice text_of(const struct cutter *c, const struct piece *p)
{
	const char *text = c->section->normal.text;
	size_t start = p->start;

	while (start < p->end && text[start] == ' ')
		start++;
	return slice_of(text + start, p->end - start);
}

static void emit(struct cutter *c, size_t start, size_t end, bool bonus)
{
	struct outline_section *s = c->section;
	const struct normal *n = &s->normal;

	while (start < end && n->text[start] == ' ')
		start++;
	if (n->origin[start] >= n->origin[end])
		return;
	if (s->n_clauses == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 32;
		s->clauses =
			alloc_resize(s->clauses, c->cap, sizeof(*s->clauses));
	}
	s->clauses[s->n_clauses++] =
		(struct clause){n->origin[start], n->origin[end],
				bonus ? PART_BONUS : s->part, c->item};
	s->items[c->item].n_clauses++;
}

static bool starts_any(struct slice text, const char *const *with, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (slice_starts(text, with[i]))
			return true;
	return false;
}

/* The piece goes on with a list that the one before it began. */
static bool joins(struct slice text)
{
	static const char *const words[] = {"and ", "or ", "& ",   "或",
					    "和",   "及",  "以及", "并"};

	return starts_any(text, words, sizeof(words) / sizeof(*words));
}

/* The piece gives examples of the one before it. */
static bool continues(struct slice text)
{
	static const char *const words[] = {
		"包括",	      "例如",	      "比如",	    "如",   "尤其",
		"特别是",     "including",    "such as",    "e.g.", "like ",
		"especially", "particularly", "for example"};

	return starts_any(text, words, sizeof(words) / sizeof(*words));
}

static bool begins_list(struct slice text)
{
	return slice_find(text, "such as") || slice_find(text, " like ") ||
	       slice_find(text, "e.g.") || slice_find(text, "including") ||
	       slice_find(text, "for example");
}

/* How far back a marker at the end of piece `last` reaches: over the members
 * of a list to the piece that began it, and no further than that. */
static size_t reach(const struct cutter *c, const struct sentence *s,
		    size_t last)
{
	size_t first = last;
	bool alone = s->pieces[last].marker.words == 0;
	bool list = alone || joins(text_of(c, &s->pieces[last]));

	if (s->pieces[last].marker.words > FEW_WORDS && !list)
		return last;
	while (first > 0) {
		struct slice text = text_of(c, &s->pieces[first - 1]);

		if (s->pieces[first - 1].marker.scope != MARKER_NONE)
			break;
		first--;
		list = list || joins(text) || begins_list(text);
		if (marker_words(text) > FEW_WORDS && !joins(text))
			break;
	}
	/* two members before it are a list without "and" as well */
	if (last - first >= 3)
		list = true;
	if (alone && first == last && last > 0)
		return last - 1;
	return list ? first : last;
}

static void mark_bonus(const struct cutter *c, struct sentence *s)
{
	for (size_t i = 0; i < s->n; i++) {
		struct piece *p = &s->pieces[i];

		p->marker = marker_find(text_of(c, p), c->section->part);
		if (p->marker.scope == MARKER_BEFORE)
			for (size_t k = reach(c, s, i); k <= i; k++)
				s->pieces[k].bonus = true;
		else if (i > 0 && s->pieces[i - 1].bonus &&
			 p->marker.scope == MARKER_NONE &&
			 continues(text_of(c, p)))
			p->bonus = true;
		if (p->marker.scope != MARKER_AFTER)
			continue;
		for (size_t k = i + 1; k < s->n; k++)
			s->pieces[k].bonus = true;
		break;
	}
}

static void flush(struct cutter *c, struct sentence *s)
{
	enum part part = c->section->part;
	const char *text = c->section->normal.text;

	if (s->n && part != PART_ABOUT && part != PART_BONUS &&
	    marker_possible(
		    slice_of(text + s->pieces[0].start,
			     s->pieces[s->n - 1].end - s->pieces[0].start)))
		mark_bonus(c, s);
	for (size_t i = 0; i < s->n; i++) {
		const struct piece *p = &s->pieces[i];
		size_t from = p->end - text_of(c, p).len + p->marker.at;

		if (p->marker.scope == MARKER_AFTER ||
		    p->marker.scope == MARKER_INSIDE) {
			emit(c, p->start, from, p->bonus);
			emit(c, from, p->end, true);
		} else {
			emit(c, p->start, p->end, p->bonus);
		}
	}
	s->n = 0;
}

static bool is_alnum(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* A full stop that ends a sentence: not e.g., not 3.5, not a list's "1." */
static bool full_stop(const char *text, size_t at, size_t start, size_t end)
{
	if (at + 1 < end && text[at + 1] != ' ' && text[at + 1] != '\n')
		return false;
	if (at < start + 2 || !is_alnum(text[at - 1]))
		return true;
	if (!is_alnum(text[at - 2]) && (unsigned char)text[at - 2] < 0x80)
		return false; /* one letter: an abbreviation */
	return !(at >= start + 3 && (!memcmp(text + at - 3, "etc", 3) ||
				     !memcmp(text + at - 3, " vs", 3)));
}

enum stop { STOP_NONE, STOP_COMMA, STOP_SENTENCE };

static enum stop stop_at(const char *text, size_t at, size_t start, size_t end)
{
	char c = text[at];

	if (c == ';' || c == '!' || c == '?' || c == '\n')
		return STOP_SENTENCE;
	if (c == '.')
		return full_stop(text, at, start, end) ? STOP_SENTENCE
						       : STOP_NONE;
	if (c == ',') {
		bool number = at > start && at + 1 < end &&
			      text[at - 1] >= '0' && text[at - 1] <= '9' &&
			      text[at + 1] >= '0' && text[at + 1] <= '9';

		return number ? STOP_NONE : STOP_COMMA;
	}
	return end - at >= 3 && !memcmp(text + at, "。", 3) ? STOP_SENTENCE
							    : STOP_NONE;
}

static void add_piece(struct cutter *c, struct sentence *s, size_t start,
		      size_t end)
{
	if (s->n == PIECES_MAX)
		flush(c, s);
	s->pieces[s->n++] = (struct piece){.start = start, .end = end};
}

static void cut_item(struct cutter *c, size_t start, size_t end)
{
	const char *text = c->section->normal.text;
	struct sentence s;
	size_t from = start;
	int depth = 0;

	s.n = 0;
	for (size_t at = start; at < end; at++) {
		enum stop stop = STOP_NONE;
		unsigned char first = (unsigned char)text[at];

		if (first > '?' && first != 0xe3)
			continue; /* a letter, nearly always */
		if (text[at] == '(')
			depth++;
		else if (text[at] == ')' && depth > 0)
			depth--;
		else
			stop = stop_at(text, at, start, end);
		if (stop == STOP_NONE || (stop == STOP_COMMA && depth))
			continue;
		add_piece(c, &s, from, at);
		from = at + ((unsigned char)text[at] >= 0x80 ? 3 : 1);
		if (stop != STOP_SENTENCE)
			continue;
		depth = 0;
		flush(c, &s);
	}
	if (from < end)
		add_piece(c, &s, from, end);
	flush(c, &s);
}

void clauses_cut(struct outline_section *section)
{
	struct cutter c = {.section = section};
	const struct normal *n = &section->normal;
	size_t at = 0;

	for (; c.item < section->n_items; c.item++) {
		struct item *item = &section->items[c.item];
		size_t end = 0, before = section->n_clauses;

		while (at < n->len && n->origin[at] < item->start)
			at++;
		for (end = at; end < n->len && n->origin[end] < item->end;)
			end++;
		item->first_clause = (uint32_t)before;
		cut_item(&c, at, end);
		if (section->n_clauses == before)
			emit(&c, at, end, false);
		at = end;
	}
	if (section->n_clauses || !section->text.len)
		return;
	section->clauses = alloc_zero(1, sizeof(*section->clauses));
	section->clauses[0] = (struct clause){0, (uint32_t)section->text.len,
					      section->part, 0};
	section->n_clauses = 1;
	section->items[0].n_clauses = 1;
}
