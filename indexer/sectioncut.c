#include "indexer/sectioncut.h"
#include "core/alloc.h"
#include "indexer/heading.h"
#include "indexer/linevote.h"

enum {
	BLURB_MIN = 24, /* bytes of a blurb before the tasks go on */
};

struct splitter {
	struct marked_text text;
	struct headings headings;
	struct section_cuts *out;
	size_t tasks_end; /* past the last header for the tasks alone */
	enum part base;	  /* by the recipe; PART_OTHER: it does not say */
	enum part part;	  /* of the section that is open */
};

static enum part part_of_kind(const char *kind)
{
	for (enum part part = PART_DUTY; part < PART_OTHER; part++)
		if (kind && !strcmp(kind, part_name(part)))
			return part;
	return PART_OTHER;
}

void section_cuts_deinit(struct section_cuts *cuts)
{
	free(cuts->items);
	*cuts = (struct section_cuts){0};
}

/* Opens a section at normal byte `at`, whose header ends at `head`. */
static void open_at(struct splitter *s, size_t at, size_t head, enum part part)
{
	const struct normal *n = s->text.normal;
	struct section_cuts *cuts = s->out;
	uint32_t start = at ? n->origin[at] : 0;
	struct section_cut cut = {start, n->origin[head] - start, part};

	if (head == at)
		cut.head_bytes = 0;
	s->part = part;
	if (cuts->n && cuts->items[cuts->n - 1].start == start)
		cuts->n--;
	if (cuts->n == cuts->cap) {
		cuts->cap = cuts->cap ? 2 * cuts->cap : 8;
		cuts->items = alloc_resize(cuts->items, cuts->cap,
					   sizeof(*cuts->items));
	}
	cuts->items[cuts->n++] = cut;
}

static bool has_tasks(const struct splitter *s, size_t from)
{
	return from < s->tasks_end;
}

static void find_tasks(struct splitter *s)
{
	for (size_t i = 0; i < s->headings.n; i++)
		if (s->headings.items[i].kind.part == PART_DUTY &&
		    !(s->headings.items[i].kind.flags & HEADER_WHOLE))
			s->tasks_end = i + 1;
}

/* What the section of heading `i` is, given the one that is open. */
static enum part part_of(const struct splitter *s, size_t i)
{
	const struct heading *h = &s->headings.items[i];

	if (h->kind.flags & HEADER_WHOLE && has_tasks(s, i + 1))
		return PART_ABOUT;
	return h->kind.part;
}

/* The end of a list's scope before the next header. */
struct region {
	size_t from, to;
};

static bool may_mark(const struct normal *n, size_t at)
{
	char c = n->text[at], before = '\n';

	if (at)
		before = n->text[at - 1];
	if (!((c >= '0' && c <= '9') || c == '(' || (unsigned char)c == 0xe4 ||
	      (unsigned char)c == 0xe5))
		return false;
	return !(before >= '0' && before <= '9') && before != '.' &&
	       !(before >= 'a' && before <= 'z');
}

/* Goes on with `part` where, after prose, a list begins. */
static void resume_tasks(struct splitter *s, struct region r, enum part part)
{
	const struct normal *n = s->text.normal;
	struct listmark mark;

	for (size_t at = r.from; at < r.to; at++) {
		if (!may_mark(n, at) ||
		    !listmark_at(&s->text, at, r.to, &mark) ||
		    mark.number != 1 || mark.style == LISTMARK_HAN)
			continue;
		if (at - r.from >= BLURB_MIN)
			open_at(s, at, at, part);
		return;
	}
}

static bool says_nothing(const struct normal *n, size_t from, size_t to)
{
	struct slice left = slice_of(n->text + from, to - from);

	while (left.len) {
		size_t mark = slice_starts(left, "。") ? strlen("。")
			      : strchr(" \t\r\n;,.*_", *left.data) ? 1
								   : 0;

		if (!mark)
			return false;
		left = slice_of(left.data + mark, left.len - mark);
	}
	return true;
}

/* Goes on with `part` where the list goes on in which a header was an item:
 * "4、加分项: … 5、 …". Where the header's own item says nothing, the items
 * after it are what it heads. */
static void resume_list(struct splitter *s, struct region r,
			const struct listmark *of, enum part part)
{
	const struct normal *n = s->text.normal;
	struct listmark mark;

	for (size_t at = r.from; at < r.to; at++) {
		if (!may_mark(n, at) ||
		    !listmark_at(&s->text, at, r.to, &mark) ||
		    mark.style != of->style)
			continue;
		if (mark.number == of->number + 1 &&
		    !says_nothing(n, r.from, at))
			open_at(s, at, at, part);
		if (mark.number == of->number + 1 || mark.number == 1)
			return;
	}
}

static bool is_dropped(const struct splitter *s, const struct heading *h)
{
	if (!(h->kind.flags & HEADER_WEAK))
		return false;
	return s->part == PART_BONUS || s->part == h->kind.part;
}

static void add_heading(struct splitter *s, size_t i)
{
	const struct heading *h = &s->headings.items[i];
	enum part before = s->part, tasks = s->base;
	size_t to = i + 1 < s->headings.n ? s->headings.items[i + 1].start
					  : s->text.normal->len;
	struct region region = {h->end, to};

	if (is_dropped(s, h))
		return;
	open_at(s, h->start, h->end, part_of(s, i));
	if (before == PART_DUTY)
		tasks = PART_DUTY;
	if (s->part == PART_ABOUT && h->kind.flags & HEADER_INTRO &&
	    tasks == PART_DUTY)
		resume_tasks(s, region, PART_DUTY);
	else if (h->mark.number > 1 && h->mark.style != LISTMARK_HAN &&
		 before != PART_OTHER && before != s->part)
		resume_list(s, region, &h->mark, before);
}

static void take_vote(void *context, size_t at, enum part part)
{
	open_at(context, at, at, part);
}

/* The text before the first header. */
static void add_preface(struct splitter *s)
{
	const struct normal *n = s->text.normal;
	size_t end = s->headings.n ? s->headings.items[0].start : n->len;
	enum part part = s->base;
	size_t job = 0;

	if (part == PART_OTHER && linevote_has_prose(n, end))
		part = PART_ABOUT;
	open_at(s, 0, 0, part);
	if (s->base == PART_OTHER && !has_tasks(s, 0))
		linevote_cut(&s->text, end, take_vote, s);
	else if (part == PART_ABOUT && linevote_find_job(n, end, &job))
		open_at(s, job, job, PART_DUTY);
	s->part = s->out->items[s->out->n - 1].part;
	if (s->base == PART_OTHER && s->part == PART_ABOUT)
		s->part = PART_OTHER;
}

void section_cuts_find(const Jobq__Block *block, struct normal *normal,
		       struct section_cuts *out)
{
	struct slice text = slice_text(block->text);
	struct splitter s = {.text = {normal, text},
			     .out = out,
			     .base = part_of_kind(block->kind)};

	out->n = 0;
	normal_set(normal, text);
	headings_find(&s.text, &s.headings);
	find_tasks(&s);
	add_preface(&s);
	for (size_t i = 0; i < s.headings.n; i++) {
		add_heading(&s, i);
		if (s.headings.items[i].kind.flags & HEADER_FOREIGN)
			break;
	}
	headings_deinit(&s.headings);
}
