#include "indexer/cuescan.h"
#include "core/alloc.h"

static const double HEAD_WEIGHT = 2;
static const double KEPT_WEIGHT = 2;

enum {
	STEM_MORE_MAX = 16
}; /* letters after a stem: bounded, as runs are not */
enum { LATER_CUE = 1u << FORM_KINDS }; /* of kinds: a cue after research */

/* A never phrase, and the furthest that it or one before it reaches. */
struct barrier {
	uint32_t start, end, reach;
};
struct work {
	struct cuescan *scan;
	const struct cuefile *file;
	const struct outline_section *section;
	struct automaton_hits hits; /* by start, the longest first */
	struct barrier *barriers;
	size_t n_barriers;
	uint32_t last_item;
};

static bool is_letter(char c)
{
	return c >= 'a' && c <= 'z';
}

static bool stands_before(const struct automaton_hit *x,
			  const struct automaton_hit *y)
{
	if (x->start != y->start)
		return x->start < y->start;
	return x->end != y->end ? x->end > y->end : x->id < y->id;
}

static const struct form *form_of(const struct work *w,
				  const struct automaton_hit *hit)
{
	return &w->file->forms[hit->id];
}

static uint32_t word_end(struct slice text, uint32_t at)
{
	for (int n = 0; n < STEM_MORE_MAX; n++) {
		if (at >= text.len || !is_letter(text.data[at]))
			break;
		at++;
	}
	return at;
}

/* Finds the forms that are words, and draws the stems out to their ends. They
 * are found by start: only those of one start change places. */
static void find(struct work *w)
{
	const struct normal *normal = &w->section->normal;
	struct slice text = slice_of(normal->text, normal->len);
	struct automaton_hit *hits;
	size_t n = 0;

	automaton_find(w->file->automaton, text, &w->hits);
	hits = w->hits.items;
	for (size_t i = 0; i < w->hits.n; i++) {
		struct automaton_hit hit = hits[i];
		size_t at = n;

		if (form_of(w, &hit)->stem)
			hit.end = word_end(text, hit.end);
		if (!automaton_apart(text, hit.start, hit.end))
			continue;
		for (; at && stands_before(&hit, &hits[at - 1]); at--)
			hits[at] = hits[at - 1];
		hits[at] = hit;
		n++;
	}
	w->hits.n = n;
}

static uint32_t clause_at(const struct work *w, uint32_t original)
{
	return (uint32_t)(outline_clause(w->section, original) -
			  w->section->clauses);
}

/* Notes for each clause and sentence which words it has, and the barriers. */
static void mark(struct work *w)
{
	struct cuescan *scan = w->scan;
	uint32_t reach = 0;

	w->barriers = alloc_get((w->hits.n + 1) * sizeof(*w->barriers));
	for (size_t i = 0; i < w->hits.n; i++) {
		const struct automaton_hit *hit = &w->hits.items[i];
		const struct form *form = form_of(w, hit);
		uint32_t at = w->section->normal.origin[hit->start];
		uint32_t clause = clause_at(w, at);

		if (form->kind == FORM_NEVER) {
			reach = hit->end > reach ? hit->end : reach;
			w->barriers[w->n_barriers++] =
				(struct barrier){hit->start, hit->end, reach};
		}
		scan->clauses[clause].kinds |= 1u << form->kind;
		scan->sentences[scan->sentence[clause]].kinds |= 1u
								 << form->kind;
	}
}

/* The first barrier that begins at or after `at`. */
static size_t barrier_from(const struct work *w, uint32_t at)
{
	size_t low = 0, high = w->n_barriers;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (w->barriers[middle].start < at)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* Whether a never phrase covers the hit or cuts into it; one that is a part of
 * a longer cue does not. */
static bool barred(const struct work *w, const struct automaton_hit *hit)
{
	size_t i = barrier_from(w, hit->start);

	if (i > 0 && w->barriers[i - 1].reach > hit->start)
		return true;
	for (; i < w->n_barriers && w->barriers[i].start < hit->end; i++) {
		const struct barrier *b = &w->barriers[i];

		if (b->end > hit->end ||
		    (b->start == hit->start && b->end == hit->end))
			return true;
	}
	return false;
}

/* Of two cues that overlap the one that begins first stays, unless the other
 * reaches further and weighs more. Returns the new number of `cues`. */
static size_t keep(const struct work *w, const struct automaton_hit *hit,
		   struct cuescan_cue *cues, size_t n)
{
	const uint32_t *origin = w->section->normal.origin;
	const struct form *form = form_of(w, hit);
	struct cuescan_cue cue = {.form = form,
				  .start = origin[hit->start],
				  .end = origin[hit->end],
				  .weight = form->weight};
	struct cuescan_cue *last = n ? &cues[n - 1] : NULL;

	cue.clause = clause_at(w, cue.start);
	if (last && cue.start < last->end) {
		if (cue.end > last->end && cue.weight > last->weight)
			*last = cue;
		return n;
	}
	cues[n] = cue;
	return n + 1;
}

static void choose(struct work *w)
{
	enum form_kind kind =
		w->section->part == PART_TITLE ? FORM_TITLE : FORM_CUE;
	struct cuescan_cue *cues = alloc_get((w->hits.n + 1) * sizeof(*cues));
	size_t n = 0;

	for (size_t i = 0; i < w->hits.n; i++) {
		const struct automaton_hit *hit = &w->hits.items[i];

		if (form_of(w, hit)->kind == kind && !barred(w, hit))
			n = keep(w, hit, cues, n);
	}
	w->scan->cues = cues;
	w->scan->n_cues = n;
}

static bool has(uint32_t kinds, enum form_kind kind)
{
	return kinds & (1u << kind);
}

static bool is_stock(uint32_t kinds)
{
	return has(kinds, FORM_STOCK_LEAD) && has(kinds, FORM_STOCK_TAIL);
}

/* What the words around leave of a cue's weight. */
static double weigh(const struct work *w, const struct cuescan_cue *cue)
{
	const struct clause *clause = &w->section->clauses[cue->clause];
	const struct cuescan *scan = w->scan;
	uint32_t kinds = scan->clauses[cue->clause].kinds;
	uint32_t around = scan->sentences[scan->sentence[cue->clause]].kinds;
	unsigned flags = cue->form->flags;

	if (w->section->part == PART_TITLE)
		return cue->weight;
	if (has(kinds, FORM_DONE))
		return 0;
	if ((flags & CUE_SCALE) && !has(kinds, FORM_SCALE))
		return 0;
	if ((flags & CUE_TASK) && clause->part != PART_DUTY &&
	    has(around, FORM_SKILL))
		return 0;
	if ((flags & CUE_HOPE) && !has(kinds, FORM_ANCHOR))
		return 1;
	if ((flags & CUE_KEPT) && has(kinds, FORM_KEEP))
		return KEPT_WEIGHT;
	if (cue->form->stage == STAGE_RESEARCH && cue->weight < 3 &&
	    is_stock(kinds))
		return clause->item == w->last_item ? 0 : 1;
	if (has(kinds, FORM_TRANSITION) && (kinds & LATER_CUE))
		return cue->form->stage == STAGE_RESEARCH ? 0 : cue->weight / 2;
	return cue->weight;
}

static bool is_live(const struct cuescan_cue *cue)
{
	return (cue->form->flags & CUE_LIVE) ||
	       ((cue->form->flags & CUE_KEPT) && cue->weight >= KEPT_WEIGHT);
}

/* A hope that nothing anchors puts nothing in place. */
static unsigned flags_of(const struct cuescan_cue *cue)
{
	unsigned flags = cue->form->flags;
	bool hope = (flags & CUE_HOPE) && cue->weight < cue->form->weight;

	return hope ? flags & ~(unsigned)CUE_DEPLOY : flags;
}

static void add(struct cuescan_sum *sum, const struct cuescan_cue *cue)
{
	sum->of[cue->form->stage] += cue->weight;
	sum->flags |= flags_of(cue);
	if (is_live(cue))
		sum->live += cue->weight;
}

static void add_head(struct cuescan_sum *sum, const struct cuescan_cue *cue)
{
	sum->of[cue->form->stage] = HEAD_WEIGHT;
	if (is_live(cue))
		sum->live = HEAD_WEIGHT;
}

static void note_later(struct work *w)
{
	struct cuescan *scan = w->scan;

	for (size_t i = 0; i < scan->n_cues; i++) {
		const struct cuescan_cue *cue = &scan->cues[i];
		uint32_t *kinds = &scan->clauses[cue->clause].kinds;

		if (cue->form->stage != STAGE_RESEARCH)
			*kinds |= LATER_CUE;
		if ((*kinds & LATER_CUE) && has(*kinds, FORM_TRANSITION))
			scan->transition = true;
	}
}

static void sum(struct work *w)
{
	struct cuescan *scan = w->scan;
	uint32_t *seen = NULL;

	if (scan->n_cues)
		seen = alloc_zero(w->file->n_forms, sizeof(*seen));
	for (size_t i = 0; i < scan->n_cues; i++) {
		struct cuescan_cue *cue = &scan->cues[i];
		uint32_t place = w->section->clauses[cue->clause].item;
		const struct item *item = &w->section->items[place];
		size_t form = (size_t)(cue->form - w->file->forms);

		cue->weight = item->is_header ? 0 : weigh(w, cue);
		cue->in_head = cue->start >= item->head_start &&
			       cue->end <= item->head_end;
		cue->repeated = seen[form] == place + 1;
		seen[form] = place + 1;
		if (!(cue->weight > 0))
			continue;
		if (cue->in_head) {
			add_head(&scan->heads[place], cue);
			continue;
		}
		add(&scan->clauses[cue->clause], cue);
		add(&scan->sentences[scan->sentence[cue->clause]], cue);
	}
	free(seen);
}

/* Whether a sentence ends in the last bytes of `before` or between the two. */
static bool sentence_ends(struct slice text, const struct clause *before,
			  const struct clause *after)
{
	static const char *const ends[] = {"。", "；", "！", "？"};
	uint32_t from = before->end > before->start + 4 ? before->end - 4
							: before->start;

	for (uint32_t i = from; i < after->start; i++) {
		const char *at = text.data + i;

		if (strchr(";!?", *at) && *at)
			return true;
		if (*at == '.' && i + 1 < text.len &&
		    strchr(" \t\n\r", at[1]) && at[1])
			return true;
		for (size_t e = 0; e < sizeof(ends) / sizeof(*ends); e++)
			if (i + 3 <= text.len && !memcmp(at, ends[e], 3))
				return true;
	}
	return false;
}

static void cut_sentences(struct cuescan *scan)
{
	const struct outline_section *section = scan->section;
	uint32_t n = 0;

	for (size_t i = 0; i < section->n_clauses; i++) {
		const struct clause *now = &section->clauses[i];
		const struct clause *before = i ? now - 1 : now;

		if (before->item != now->item || before->part != now->part ||
		    (i && sentence_ends(section->text, before, now)))
			n++;
		scan->sentence[i] = n;
	}
}

void cuescan_init(struct cuescan *out, const struct cuefile *file,
		  const struct outline_section *section, uint32_t last_item)
{
	struct work w = {.scan = out,
			 .file = file,
			 .section = section,
			 .last_item = last_item};
	size_t n = section->n_clauses;

	*out = (struct cuescan){.section = section};
	if (!n)
		return;
	out->sentence = alloc_zero(n, sizeof(*out->sentence));
	out->clauses = alloc_zero(n, sizeof(*out->clauses));
	out->sentences = alloc_zero(n, sizeof(*out->sentences));
	out->heads = alloc_zero(section->n_items + 1, sizeof(*out->heads));
	cut_sentences(out);
	find(&w);
	mark(&w);
	choose(&w);
	note_later(&w);
	sum(&w);
	automaton_hits_deinit(&w.hits);
	free(w.barriers);
}

void cuescan_deinit(struct cuescan *scan)
{
	free(scan->cues);
	free(scan->sentence);
	free(scan->clauses);
	free(scan->sentences);
	free(scan->heads);
	*scan = (struct cuescan){0};
}
