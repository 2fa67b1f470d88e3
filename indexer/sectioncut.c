#include "indexer/sectioncut.h"
#include "core/alloc.h"
#include "indexer/heading.h"

enum {
	PROSE_MIN = 40,	 /* bytes of a line that tells of somebody */
	BLURB_MIN = 24,	 /* of a blurb before the tasks go on */
	VOTER_MAX = 400, /* of a line whose first word is believed */
	TURN_MIN = 2,	 /* lines' votes that make a list turn to demands */
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

/* Lines of one list, or one line without a mark, and what they speak of. */
struct run {
	size_t start;
	struct listmark last;
	unsigned duty, requirement;
	/* The line from which the list asks where it told of tasks before: the
	 * one with the best lead of tasks over demands among those before it */
	size_t turn;
	int lead, best_lead;
	bool open;
};

static void count_vote(struct run *run, enum part vote, size_t next)
{
	run->duty += vote == PART_DUTY;
	run->requirement += vote == PART_REQUIREMENT;
	run->lead += (vote == PART_DUTY) - (vote == PART_REQUIREMENT);
	if (run->lead > run->best_lead) {
		run->best_lead = run->lead;
		run->turn = next;
	}
}

/* "1、负责 … 5、熟悉 …": one list, first the tasks, then what is asked. */
static bool turns(const struct run *run)
{
	return run->best_lead >= TURN_MIN &&
	       run->best_lead - run->lead >= TURN_MIN;
}

static void close_run(struct splitter *s, struct run *run)
{
	bool list = run->last.style != LISTMARK_NONE;
	enum part part = PART_OTHER;

	if (!run->open)
		return;
	run->open = false;
	if (run->duty || run->requirement || list)
		part = run->requirement > run->duty ? PART_REQUIREMENT
						    : PART_DUTY;
	if (list && !run->duty && !run->requirement &&
	    (s->part == PART_DUTY || s->part == PART_REQUIREMENT))
		return;
	if (turns(run))
		part = PART_DUTY;
	if (part != PART_OTHER && part != s->part)
		open_at(s, run->start, run->start, part);
	if (turns(run))
		open_at(s, run->turn, run->turn, PART_REQUIREMENT);
}

static bool goes_on(const struct run *run, const struct listmark *mark)
{
	return run->open && mark->style != LISTMARK_NONE &&
	       mark->style == run->last.style &&
	       (mark->style == LISTMARK_BULLET ||
		mark->number == run->last.number + 1);
}

static void vote_line(struct splitter *s, struct run *run, size_t at, size_t to)
{
	const struct normal *n = s->text.normal;
	size_t start = listmark_skip(n, at, to);
	struct listmark mark;
	enum part vote = PART_OTHER;

	if (start == to)
		return;
	if (listmark_at(&s->text, start, to, &mark))
		start = mark.end;
	if (!goes_on(run, &mark)) {
		close_run(s, run);
		*run = (struct run){.start = at, .open = true};
	}
	run->last = mark;
	if (to - start <= VOTER_MAX)
		vote = sectionwords_vote(slice_of(n->text + start, to - start));
	count_vote(run, vote, to < n->len ? to + 1 : to);
}

/* The lines before any header, where the block has none for the tasks. */
static void vote_lines(struct splitter *s, size_t end)
{
	const struct normal *n = s->text.normal;
	struct run run = {.open = false};

	for (size_t at = 0; at < end;) {
		const char *stop = memchr(n->text + at, '\n', end - at);
		size_t to = stop ? (size_t)(stop - n->text) : end;

		vote_line(s, &run, at, to);
		at = to + 1;
	}
	close_run(s, &run);
}

/* A line long enough to be prose stands in the text before `end`. */
static bool has_prose(const struct normal *n, size_t end)
{
	for (size_t at = 0; at < end;) {
		const char *stop = memchr(n->text + at, '\n', end - at);
		size_t to = stop ? (size_t)(stop - n->text) : end;

		if (to - at >= PROSE_MIN)
			return true;
		at = to + 1;
	}
	return false;
}

/* Where in a blurb, up to `end`, a line says what the job is. */
static void find_job(struct splitter *s, size_t end)
{
	const struct normal *n = s->text.normal;

	for (size_t at = 0; at < end;) {
		const char *stop = memchr(n->text + at, '\n', end - at);
		size_t to = stop ? (size_t)(stop - n->text) : end;
		size_t start = listmark_skip(n, at, to);

		if (sectionwords_tells_job(
			    slice_of(n->text + start, to - start))) {
			open_at(s, at, at, PART_DUTY);
			return;
		}
		at = to + 1;
	}
}

/* The text before the first header. */
static void add_preface(struct splitter *s)
{
	const struct normal *n = s->text.normal;
	size_t end = s->headings.n ? s->headings.items[0].start : n->len;
	enum part part = s->base;

	if (part == PART_OTHER && has_prose(n, end))
		part = PART_ABOUT;
	open_at(s, 0, 0, part);
	s->part = PART_OTHER;
	if (s->base == PART_OTHER && !has_tasks(s, 0))
		vote_lines(s, end);
	else if (part == PART_ABOUT)
		find_job(s, end);
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
