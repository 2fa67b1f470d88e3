#include "query/boardstate.h"
#include "core/pack.h"
#include "query/span.h"

/* The spans at both moments, of one source if one has both. */
struct view {
	struct spanlist spans;
	const Jobq__SpanDoc *before, *after;
};

static void view_deinit(struct view *view)
{
	spanlist_deinit(&view->spans);
}

static int look(struct view *out, struct textindex *index,
		const struct boardstate *state, size_t place)
{
	const char *source = state->sources[place].from.source->id;
	struct posting_id id = posting_id_of(source, state->key);
	char hex[POSTING_HEX];
	int r = spanlist_load(&out->spans, index, posting_hex(&id, hex));

	if (r)
		return r;
	out->before = spanlist_open_at(&out->spans, state->from_ms);
	out->after = spanlist_open_at(&out->spans, state->to_ms);
	return 0;
}

static bool same_extractor(const Jobq__SpanDoc *a, const Jobq__SpanDoc *b)
{
	return !strcmp(a->content->extractor, b->content->extractor);
}

static void add_field(struct difference_item *item, const char *field)
{
	for (size_t i = 0; i < item->n_fields; i++) {
		if (!strcmp(item->fields[i], field))
			return;
	}
	if (item->n_fields < DIFFERENCE_FIELDS)
		item->fields[item->n_fields++] = field;
}

/* Adds the fields that differ: contents are compared under one extractor, and
 * only where both were had. */
static void add_fields(struct difference_item *item, const Jobq__SpanDoc *a,
		       const Jobq__SpanDoc *b)
{
	const char *fields[DIFFERENCE_FIELDS];
	size_t n;

	if (!*a->version || !*b->version || !a->content || !b->content ||
	    !strcmp(a->version, b->version) || !same_extractor(a, b))
		return;
	n = digest_fields(a->content, b->content, fields, DIFFERENCE_FIELDS);
	for (size_t i = 0; i < n; i++)
		add_field(item, fields[i]);
}

/* Where the extractor is another one at the end, a change is what changed
 * between two spans of one extractor on the way. */
static void add_fields_between(struct difference_item *item,
			       const struct view *view)
{
	const Jobq__SpanDoc *last = NULL;

	for (size_t i = 0; i < view->spans.n; i++) {
		const Jobq__SpanDoc *doc = view->spans.items[i];

		if (last && *doc->version)
			add_fields(item, last, doc);
		if (doc == view->before || (last && *doc->version))
			last = doc;
		if (doc == view->after)
			return;
	}
}

static void find_fields(struct difference_item *item, const struct view *view)
{
	const Jobq__SpanDoc *a = item->before, *b = item->after;

	if (!a->content || !b->content || same_extractor(a, b) || !view)
		add_fields(item, a, b);
	else
		add_fields_between(item, view);
}

static Jobq__SpanDoc *copy(const Jobq__SpanDoc *doc)
{
	return (Jobq__SpanDoc *)pack_clone(&doc->base);
}

/* Takes what this source shows, unless an earlier one showed it. */
static void merge(struct difference_item *item, const struct view *view)
{
	if (item->before && item->after)
		return;
	if (view->before && view->after) {
		pack_freep(&item->before);
		pack_freep(&item->after);
		item->before = copy(view->before);
		item->after = copy(view->after);
		find_fields(item, view);
		return;
	}
	if (!item->before && view->before)
		item->before = copy(view->before);
	if (!item->after && view->after)
		item->after = copy(view->after);
	if (item->before && item->after)
		find_fields(item, NULL);
}

int boardstate_compare(const struct boardstate *state, struct textindex *index,
		       struct difference_item *out,
		       enum boardstate_change *change)
{
	struct difference_item item = {0};

	for (size_t i = 0; i < state->n_places; i++) {
		CLEANUP(view_deinit) struct view view = {0};
		int r = look(&view, index, state, state->places[i]);

		if (r) {
			pack_freep(&item.before);
			pack_freep(&item.after);
			return r;
		}
		merge(&item, &view);
	}
	if (item.before && item.after)
		*change = item.n_fields ? BOARDSTATE_CHANGED : BOARDSTATE_SAME;
	else if (item.before)
		*change = BOARDSTATE_CLOSED;
	else
		*change = item.after ? BOARDSTATE_ADDED : BOARDSTATE_SAME;
	*out = item;
	return 0;
}
