#include "query/difference.h"
#include "core/alloc.h"
#include "core/digest.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include "query/boardstate.h"
#include "query/filter.h"
#include "query/matching.h"
#include "query/posting.h"
#include <errno.h>
#include <stdlib.h>

/* A board's posting that something happened to between the moments. */
struct candidate {
	struct digest id; /* of company, board and key */
	size_t place;	  /* of a source that reaches it, in the coverage */
	char *key;
};

struct search_state {
	struct difference *difference;
	struct candidate *candidates;
	size_t n, cap;
};

static int load_coverage(struct difference *d, struct textindex *index,
			 const struct difference_ask *ask)
{
	d->coverage = alloc_zero(d->sources.n + 1, sizeof(*d->coverage));
	for (size_t i = 0; i < d->sources.n; i++) {
		struct difference_source *s = &d->coverage[i];
		int r = standing_load(&s->from, index, d->sources.items[i],
				      ask->from_ms);

		if (!r)
			r = standing_load(&s->to, index, d->sources.items[i],
					  ask->to_ms);
		if (r)
			return r;
		s->compared = s->from.comparable && s->to.comparable;
	}
	return 0;
}

/* The place of the source, d->sources.n where it is not compared. */
static size_t compared_place(const struct difference *d, const char *source)
{
	for (size_t i = 0; i < d->sources.n; i++) {
		if (!strcmp(d->sources.items[i]->id, source))
			return d->coverage[i].compared ? i : d->sources.n;
	}
	return d->sources.n;
}

/* A source whose board is not known is a board of its own. */
static const char *board_of(const Jobq__Source *source)
{
	return *source->board ? source->board : source->id;
}

/* As VALUE_BOARD has it. */
static struct digest board_posting(const Jobq__Source *source, const char *key)
{
	const struct slice parts[] = {slice_text(source->company),
				      slice_text(board_of(source)),
				      slice_text(key)};

	return digest_of_parts(parts, 3);
}

static int add_candidate(void *arg, const struct textindex_hit *hit)
{
	struct search_state *state = arg;
	const struct difference *d = state->difference;
	CLEANUP(pack_freep)
	Jobq__EventDoc *doc = PACK_READ(jobq__event_doc, hit->data);
	size_t place;

	if (!doc || !doc->event)
		return fail(-EBADMSG, "index: an event's record is damaged");
	place = compared_place(d, doc->event->source);
	if (place == d->sources.n)
		return 0;
	if (state->n == state->cap) {
		state->cap = state->cap ? 2 * state->cap : 256;
		state->candidates = alloc_resize(state->candidates, state->cap,
						 sizeof(*state->candidates));
	}
	state->candidates[state->n++] = (struct candidate){
		.id = board_posting(d->sources.items[place], doc->event->key),
		.place = place,
		.key = alloc_copy(doc->event->key),
	};
	return 0;
}

static int find_candidates(struct search_state *state, struct textindex *index,
			   const struct difference_ask *ask)
{
	CLEANUP(textquery_freep)
	struct textquery *query =
		textquery_and(filter_events(ask->from_ms, ask->to_ms),
			      filter_term(TERM_COMPANY, ask->company));
	struct textindex_search search = {
		.query = query, .order = ORDER_VALUE_UP, .slot = VALUE_SEQ};

	return textindex_run(index, &search, add_candidate, state, NULL);
}

static void free_candidates(struct search_state *state)
{
	for (size_t i = 0; i < state->n; i++)
		free(state->candidates[i].key);
	free(state->candidates);
}

static int by_id(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	return memcmp(&x->id, &y->id, sizeof(x->id));
}

static void list_add(struct difference_list *list,
		     const struct difference_item *item)
{
	list->items =
		alloc_resize(list->items, list->n + 1, sizeof(*list->items));
	list->items[list->n++] = *item;
}

static void item_deinit(struct difference_item *item)
{
	pack_freep(&item->before);
	pack_freep(&item->after);
}

static void list_deinit(struct difference_list *list)
{
	for (size_t i = 0; i < list->n; i++)
		item_deinit(&list->items[i]);
	free(list->items);
	*list = (struct difference_list){0};
}

/* The compared sources that reach the candidate's board. */
static size_t find_places(const struct difference *d, size_t place, size_t *out)
{
	const Jobq__Source *own = d->sources.items[place];
	size_t n = 0;

	for (size_t i = 0; i < d->sources.n; i++) {
		const Jobq__Source *s = d->sources.items[i];

		if (d->coverage[i].compared &&
		    !strcmp(s->company, own->company) &&
		    !strcmp(board_of(s), board_of(own)))
			out[n++] = i;
	}
	return n;
}

static int compare(struct difference *d, struct textindex *index,
		   const struct difference_ask *ask, const struct candidate *c)
{
	CLEANUP(freep)
	size_t *places = alloc_zero(d->sources.n, sizeof(*places));
	struct boardstate state = {
		.key = c->key,
		.sources = d->coverage,
		.places = places,
		.n_places = find_places(d, c->place, places),
		.from_ms = ask->from_ms,
		.to_ms = ask->to_ms,
	};
	enum boardstate_change change;
	struct difference_item item;
	int r = boardstate_compare(&state, index, &item, &change);

	if (r)
		return r;
	if (change == BOARDSTATE_ADDED)
		list_add(&d->added, &item);
	else if (change == BOARDSTATE_CLOSED)
		list_add(&d->closed, &item);
	else if (change == BOARDSTATE_CHANGED)
		list_add(&d->changed, &item);
	else
		item_deinit(&item);
	return 0;
}

static void add_to_matching(struct matching *before, struct matching *after,
			    const struct difference_list *list)
{
	for (size_t i = 0; i < list->n; i++) {
		if (list->items[i].before)
			matching_add(before, list->items[i].before->posting);
		if (list->items[i].after)
			matching_add(after, list->items[i].after->posting);
	}
}

static void keep_matching(struct difference_list *list,
			  const struct matching *before,
			  const struct matching *after)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->n; i++) {
		struct difference_item *item = &list->items[i];

		if ((item->before &&
		     matching_has(before, item->before->posting)) ||
		    (item->after && matching_has(after, item->after->posting)))
			list->items[kept++] = *item;
		else
			item_deinit(item);
	}
	list->n = kept;
}

/* Asks the query of the items alone, at either moment. */
static int restrict_to(struct difference *d, struct textindex *index,
		       const struct difference_ask *ask)
{
	struct difference_list *lists[] = {&d->added, &d->closed, &d->changed};
	CLEANUP(matching_freep) struct matching *before = matching_new();
	CLEANUP(matching_freep) struct matching *after = matching_new();
	int r;

	for (size_t i = 0; i < 3; i++)
		add_to_matching(before, after, lists[i]);
	r = matching_run(before, index, ask->query, ask->from_ms);
	if (!r)
		r = matching_run(after, index, ask->query, ask->to_ms);
	for (size_t i = 0; !r && i < 3; i++)
		keep_matching(lists[i], before, after);
	return r;
}

/* Each candidate once, whatever happened to it how often. */
static int compare_all(struct search_state *state, struct textindex *index,
		       const struct difference_ask *ask)
{
	const struct candidate *c = state->candidates;
	int r = 0;

	if (state->n)
		qsort(state->candidates, state->n, sizeof(*c), by_id);
	for (size_t i = 0; !r && i < state->n; i++) {
		if (!i || by_id(&c[i - 1], &c[i]))
			r = compare(state->difference, index, ask, &c[i]);
	}
	return r;
}

const Jobq__SpanDoc *difference_doc(const struct difference_item *item)
{
	return item->after ? item->after : item->before;
}

static int by_place(const void *a, const void *b)
{
	const Jobq__SpanDoc *x = difference_doc(a), *y = difference_doc(b);
	int r = strcmp(x->company, y->company);

	r = r ? r : strcmp(x->source, y->source);
	r = r ? r : strcmp(posting_title(x), posting_title(y));
	return r ? r : strcmp(x->key, y->key);
}

static void list_sort(struct difference_list *list)
{
	if (list->n)
		qsort(list->items, list->n, sizeof(*list->items), by_place);
}

int difference_make(struct difference *out, struct textindex *index,
		    const struct difference_ask *ask)
{
	CLEANUP(free_candidates)
	struct search_state state = {.difference = out};
	int r;

	difference_deinit(out);
	r = sources_load(&out->sources, index,
			 &(struct sources_ask){.company = ask->company});
	if (!r)
		r = load_coverage(out, index, ask);
	if (!r)
		r = find_candidates(&state, index, ask);
	if (!r)
		r = compare_all(&state, index, ask);
	if (!r && ask->query)
		r = restrict_to(out, index, ask);
	list_sort(&out->added);
	list_sort(&out->closed);
	list_sort(&out->changed);
	return r;
}

void difference_deinit(struct difference *d)
{
	for (size_t i = 0; d->coverage && i < d->sources.n; i++) {
		standing_deinit(&d->coverage[i].from);
		standing_deinit(&d->coverage[i].to);
	}
	free(d->coverage);
	sources_deinit(&d->sources);
	list_deinit(&d->added);
	list_deinit(&d->closed);
	list_deinit(&d->changed);
	*d = (struct difference){0};
}
