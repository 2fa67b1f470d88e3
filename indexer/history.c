#include "indexer/history.h"
#include "core/alloc.h"
#include "indexer/gather.h"

struct run *history_add(struct history *h)
{
	if (h->n_runs == h->cap) {
		h->cap = h->cap ? 2 * h->cap : 1;
		h->runs = alloc_resize(h->runs, h->cap, sizeof(*h->runs));
	}
	h->runs[h->n_runs] = (struct run){0};
	return &h->runs[h->n_runs++];
}

void history_deinit(struct history *h)
{
	free(h->runs);
	*h = (struct history){0};
}

static struct timeline_event *add_event(struct timeline *out, size_t *cap)
{
	if (out->n_events == *cap) {
		*cap = *cap ? 2 * *cap : 64;
		out->events =
			alloc_resize(out->events, *cap, sizeof(*out->events));
	}
	out->events[out->n_events] = (struct timeline_event){0};
	return &out->events[out->n_events++];
}

static bool is_closure(const struct timeline_span *span)
{
	return span->until_ms && span->ending != JOBQ__ENDING__ENDING_CHANGED;
}

/* How run `i` began: added, changed or reopened. */
static void add_beginning(struct timeline *out, size_t *cap,
			  const struct history *h, size_t i)
{
	const struct timeline_span *span = &h->runs[i].span;
	struct timeline_event *event = add_event(out, cap);

	event->kind = JOBQ__EVENT_KIND__EVENT_ADDED;
	event->posting = h->id;
	event->at_ms = span->from_ms;
	event->at_seq = span->from_seq;
	event->after = span->version;
	if (!i)
		return;
	event->before = h->runs[i - 1].span.version;
	event->kind = is_closure(&h->runs[i - 1].span)
			      ? JOBQ__EVENT_KIND__EVENT_REOPENED
			      : JOBQ__EVENT_KIND__EVENT_CHANGED;
}

static void add_closure(struct timeline *out, size_t *cap,
			const struct history *h, size_t i)
{
	const struct timeline_span *span = &h->runs[i].span;
	struct timeline_event *event;

	if (!is_closure(span))
		return;
	event = add_event(out, cap);
	event->kind = JOBQ__EVENT_KIND__EVENT_CLOSED;
	event->posting = h->id;
	event->at_ms = span->until_ms;
	event->at_seq = h->runs[i].until_seq;
	event->before = span->version;
	event->ending = span->ending;
	event->last_seen_ms = span->last_seen_ms;
}

/* ---- re-posted texts ---- */

/* A closed run's text, to find a new posting's earlier self by. */
struct farewell {
	struct digest text;
	int64_t until_ms;
	const struct history *history;
	size_t run;
};

static int compare_farewells(const void *left, const void *right)
{
	const struct farewell *a = left, *b = right;
	int order = memcmp(a->text.bytes, b->text.bytes, DIGEST_BYTES);

	if (order)
		return order;
	if (a->until_ms != b->until_ms)
		return a->until_ms > b->until_ms ? -1 : 1;
	return gather_compare_ids(&a->history->id, &b->history->id);
}

static struct digest text_of(const struct history_texts *texts,
			     const struct digest *version)
{
	size_t low = 0, high = texts->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(texts->versions[mid].version.bytes, version->bytes,
			   DIGEST_BYTES) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	if (low < texts->n &&
	    digest_equal(&texts->versions[low].version, version))
		return texts->versions[low].text;
	return (struct digest){{0}};
}

static size_t list_farewells(struct farewell **out,
			     const struct history *histories, size_t n,
			     const struct history_texts *texts)
{
	size_t n_found = 0, cap = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < histories[i].n_runs; k++) {
			const struct timeline_span *span =
				&histories[i].runs[k].span;
			struct farewell f = {.until_ms = span->until_ms,
					     .history = &histories[i],
					     .run = k};

			f.text = text_of(texts, &span->version);
			if (!is_closure(span) || digest_none(&f.text))
				continue;
			if (n_found == cap) {
				cap = cap ? 2 * cap : 64;
				*out = alloc_resize(*out, cap, sizeof(**out));
			}
			(*out)[n_found++] = f;
		}
	}
	if (n_found)
		qsort(*out, n_found, sizeof(**out), compare_farewells);
	return n_found;
}

/* Is this farewell the last word of its posting at the time of `event`? */
static bool stood_at(const struct farewell *f,
		     const struct timeline_event *event)
{
	const struct history *h = f->history;

	return f->until_ms <= event->at_ms &&
	       gather_compare_ids(&h->id, &event->posting) &&
	       h->runs[f->run].span.from_ms < event->at_ms &&
	       (f->run + 1 == h->n_runs ||
		h->runs[f->run + 1].span.from_ms > event->at_ms);
}

/* The posting closed last before `event` that had its text, or NULL. */
static const struct farewell *find_earlier(const struct farewell *list,
					   size_t n, const struct digest *text,
					   const struct timeline_event *event)
{
	size_t low = 0, high = n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(list[mid].text.bytes, text->bytes, DIGEST_BYTES) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	for (; low < n && digest_equal(&list[low].text, text); low++) {
		if (stood_at(&list[low], event))
			return &list[low];
	}
	return NULL;
}

static void add_reposts(struct timeline *out, size_t *cap,
			const struct history *histories, size_t n,
			const struct history_texts *texts)
{
	CLEANUP(freep) struct farewell *list = NULL;
	size_t n_list = list_farewells(&list, histories, n, texts);
	size_t n_events = out->n_events;

	for (size_t i = 0; i < n_events && n_list; i++) {
		struct timeline_event event = out->events[i];
		struct digest text = text_of(texts, &event.after);
		const struct farewell *earlier;

		if (event.kind != JOBQ__EVENT_KIND__EVENT_ADDED ||
		    digest_none(&text))
			continue;
		earlier = find_earlier(list, n_list, &text, &event);
		if (!earlier)
			continue;
		event.kind = JOBQ__EVENT_KIND__EVENT_REPOSTED;
		event.other = earlier->history->id;
		event.before =
			earlier->history->runs[earlier->run].span.version;
		*add_event(out, cap) = event;
	}
}

static int compare_events(const void *left, const void *right)
{
	const struct timeline_event *a = left, *b = right;
	int order;

	if (a->at_ms != b->at_ms)
		return a->at_ms < b->at_ms ? -1 : 1;
	if (a->at_seq != b->at_seq)
		return a->at_seq < b->at_seq ? -1 : 1;
	order = gather_compare_ids(&a->posting, &b->posting);
	return order ? order : (int)a->kind - (int)b->kind;
}

void history_events(struct timeline *out, const struct history *histories,
		    size_t n, const struct history_texts *texts)
{
	size_t cap = 0;

	for (size_t i = 0; i < n; i++) {
		for (size_t k = 0; k < histories[i].n_runs; k++) {
			add_beginning(out, &cap, &histories[i], k);
			add_closure(out, &cap, &histories[i], k);
		}
	}
	add_reposts(out, &cap, histories, n, texts);
	if (out->n_events)
		qsort(out->events, out->n_events, sizeof(*out->events),
		      compare_events);
}
