#include "indexer/item.h"
#include "core/alloc.h"
#include "indexer/listmark.h"

enum {
	LOOK_AHEAD = 2000, /* bytes in which a list's second item follows */
	TOPIC_MAX = 60,	   /* of an item's own header */
	STYLES = LISTMARK_BARE + 1,
};

struct search {
	size_t found; /* where a second mark stands */
	size_t upto;  /* before this there is no other */
};
struct cutter {
	struct outline_section *section;
	struct search second[STYLES];
	struct marked_text text;
	unsigned last[STYLES]; /* the number last seen of each style */
	size_t cap;
};

static bool is_space(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_word(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* What no item's header holds. */
static bool stops_topic(struct slice at)
{
	switch (*at.data) {
	case ';':
	case ',':
	case '(':
		return true;
	case '.':
		return slice_starts(at, ". ");
	default:
		return slice_starts(at, "。");
	}
}

/* The item's own header: 性能优化与调优: and something after it. */
static void find_topic(const struct normal *n, size_t start, size_t end,
		       struct item *item)
{
	size_t at = start,
	       limit = end - start > TOPIC_MAX ? start + TOPIC_MAX : end;

	for (; at < limit && n->text[at] != ':'; at++)
		if (stops_topic(slice_of(n->text + at, end - at)))
			return;
	if (at >= limit || at == start || at + 2 >= end ||
	    n->text[at + 1] == '/')
		return;
	item->head_start = n->origin[start];
	item->head_end = n->origin[at];
}

static void emit(struct cutter *c, size_t start, size_t end, bool is_header)
{
	struct outline_section *s = c->section;
	const struct normal *n = &s->normal;
	struct item item = {.is_header = is_header};

	while (start < end && is_space(n->text[start]))
		start++;
	while (end > start && is_space(n->text[end - 1]))
		end--;
	if (n->origin[start] >= n->origin[end])
		return;
	item.start = n->origin[start];
	item.end = n->origin[end];
	if (!is_header)
		find_topic(n, start, end, &item);
	if (s->n_items == c->cap) {
		c->cap = c->cap ? 2 * c->cap : 16;
		s->items = alloc_resize(s->items, c->cap, sizeof(*s->items));
	}
	s->items[s->n_items++] = item;
}

/* A list that begins before `at` goes on: its second mark is near. What was
 * searched once is not searched again: a line of first marks stays linear. */
static bool has_second(struct cutter *c, size_t at, size_t end,
		       enum listmark_style style)
{
	const struct normal *n = c->text.normal;
	struct listmark mark;
	struct search *done = &c->second[style];

	if (end - at > LOOK_AHEAD)
		end = at + LOOK_AHEAD;
	if (done->found > at && done->found < end)
		return true;
	for (at = at > done->upto ? at : done->upto; at < end; at++) {
		if ((n->text[at] != '2' && n->text[at] != '(') ||
		    !listmark_at(&c->text, at, end, &mark) ||
		    mark.style != style || mark.number != 2)
			continue;
		*done = (struct search){at, at + 1};
		return true;
	}
	if (end > done->upto)
		done->upto = end;
	return false;
}

/* A mark within a line: the next of its list, or the first of a new one. */
static bool inner_mark(struct cutter *c, size_t at, size_t end,
		       struct listmark *mark)
{
	const struct normal *n = c->text.normal;
	char first = n->text[at], before = n->text[at - 1];

	if (!((first >= '0' && first <= '9') || first == '(' ||
	      slice_starts(slice_of(n->text + at, end - at), "•")))
		return false;
	if (is_word(before) || before == '.' || before == '-' ||
	    before == '/' || !listmark_at(&c->text, at, end, mark))
		return false;
	if (mark->style == LISTMARK_BULLET)
		return true;
	if (mark->style == LISTMARK_COMMA && mark->end > at &&
	    n->text[mark->end - 1] == ',')
		return false;
	if (mark->number == c->last[mark->style] + 1 && mark->number > 1)
		return true;
	return mark->number == 1 && has_second(c, mark->end, end, mark->style);
}

/* The mark at a line's beginning; a bare number only where the list shows. */
static bool outer_mark(struct cutter *c, size_t at, size_t end,
		       struct listmark *mark)
{
	const struct normal *n = c->text.normal;
	unsigned next = c->last[LISTMARK_BARE] + 1;
	struct listmark second;
	size_t below = end;

	if (listmark_at(&c->text, at, end, mark))
		return true;
	if (next > 1)
		return listmark_bare(&c->text, at, end, next, mark);
	if (!listmark_bare(&c->text, at, end, 1, mark))
		return false;
	while (below < n->len && is_space(n->text[below]))
		below++;
	return listmark_bare(&c->text, below, n->len, 2, &second);
}

static void cut_line(struct cutter *c, size_t at, size_t end)
{
	const struct normal *n = c->text.normal;
	size_t start = listmark_skip(n, at, end);
	struct listmark mark = {0};

	if (outer_mark(c, start, end, &mark)) {
		c->last[mark.style] = mark.number;
		start = listmark_skip(n, mark.end, end);
	}
	for (at = start + 1; at < end; at++) {
		if (!inner_mark(c, at, end, &mark))
			continue;
		emit(c, start, mark.start, false);
		c->last[mark.style] = mark.number;
		start = mark.end;
		at = start;
	}
	if (start < end)
		emit(c, start, end, false);
}

static size_t normal_of(const struct normal *n, uint32_t original)
{
	size_t at = 0;

	while (at < n->len && n->origin[at] < original)
		at++;
	return at;
}

void items_cut(struct outline_section *section, uint32_t head_bytes)
{
	struct cutter c = {.section = section,
			   .text = {&section->normal, section->text}};
	const struct normal *n = &section->normal;
	size_t at = normal_of(n, head_bytes);

	if (at)
		emit(&c, 0, at, true);
	while (at < n->len) {
		const char *end = memchr(n->text + at, '\n', n->len - at);
		size_t to = end ? (size_t)(end - n->text) : n->len;

		cut_line(&c, at, to);
		at = to + 1;
	}
	if (!section->n_items && section->text.len) {
		section->items = alloc_zero(1, sizeof(*section->items));
		section->items->end = (uint32_t)section->text.len;
		section->n_items = 1;
	}
}
