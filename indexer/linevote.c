#include "indexer/linevote.h"
#include "indexer/sectionwords.h"

enum {
	PROSE_MIN = 40,	 /* bytes of a line that tells of somebody */
	VOTER_MAX = 400, /* of a line whose first word is believed */
	TURN_MIN = 2,	 /* lines' votes that make a list turn to demands */
};

struct voter {
	const struct marked_text *text;
	linevote_fn *call;
	void *context;
	enum part part; /* of the section that is open */
};

struct line {
	size_t start, end, next;
};

/* The line that begins where `line` names the next, {0} the first, of the text
 * before `end`, which may be in mid-line. False: no more. */
static bool next_line(const struct normal *n, size_t end, struct line *line)
{
	size_t start = line->next;
	const char *stop = NULL;

	if (start >= end)
		return false;
	stop = memchr(n->text + start, '\n', end - start);
	line->start = start;
	line->end = stop ? (size_t)(stop - n->text) : end;
	line->next = stop ? line->end + 1 : end;
	return true;
}

static void cut(struct voter *v, size_t at, enum part part)
{
	v->part = part;
	v->call(v->context, at, part);
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

static void close_run(struct voter *v, struct run *run)
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
	    (v->part == PART_DUTY || v->part == PART_REQUIREMENT))
		return;
	if (turns(run))
		part = PART_DUTY;
	if (part != PART_OTHER && part != v->part)
		cut(v, run->start, part);
	if (turns(run))
		cut(v, run->turn, PART_REQUIREMENT);
}

static bool goes_on(const struct run *run, const struct listmark *mark)
{
	return run->open && mark->style != LISTMARK_NONE &&
	       mark->style == run->last.style &&
	       (mark->style == LISTMARK_BULLET ||
		mark->number == run->last.number + 1);
}

static void vote_line(struct voter *v, struct run *run, const struct line *line)
{
	const struct normal *n = v->text->normal;
	size_t start = listmark_skip(n, line->start, line->end);
	struct listmark mark;
	enum part vote = PART_OTHER;

	if (start == line->end)
		return;
	if (listmark_at(v->text, start, line->end, &mark))
		start = mark.end;
	if (!goes_on(run, &mark)) {
		close_run(v, run);
		*run = (struct run){.start = line->start, .open = true};
	}
	run->last = mark;
	if (line->end - start <= VOTER_MAX)
		vote = sectionwords_vote(
			slice_of(n->text + start, line->end - start));
	count_vote(run, vote, line->next);
}

void linevote_cut(const struct marked_text *text, size_t end, linevote_fn *call,
		  void *context)
{
	struct voter v = {text, call, context, PART_OTHER};
	struct run run = {.open = false};
	struct line line = {0};

	while (next_line(text->normal, end, &line))
		vote_line(&v, &run, &line);
	close_run(&v, &run);
}

bool linevote_has_prose(const struct normal *n, size_t end)
{
	struct line line = {0};

	while (next_line(n, end, &line))
		if (line.end - line.start >= PROSE_MIN)
			return true;
	return false;
}

bool linevote_find_job(const struct normal *n, size_t end, size_t *at)
{
	struct line line = {0};

	while (next_line(n, end, &line)) {
		size_t start = listmark_skip(n, line.start, line.end);

		if (!sectionwords_tells_job(
			    slice_of(n->text + start, line.end - start)))
			continue;
		*at = line.start;
		return true;
	}
	return false;
}
