#include "indexer/gather.h"
#include "core/alloc.h"
#include <endian.h>

int gather_compare_ids(const struct posting_id *a, const struct posting_id *b)
{
	uint64_t x, y;
	uint16_t p, q;

	memcpy(&x, a->bytes, sizeof(x));
	memcpy(&y, b->bytes, sizeof(y));
	if (x != y)
		return be64toh(x) < be64toh(y) ? -1 : 1;
	memcpy(&p, a->bytes + sizeof(x), sizeof(p));
	memcpy(&q, b->bytes + sizeof(y), sizeof(q));
	return (be16toh(p) > be16toh(q)) - (be16toh(p) < be16toh(q));
}

/* LISTED beats TENTATIVE beats GONE, then the greatest version comes first. */
static int compare_seen(const void *left, const void *right)
{
	const struct timeline_seen *a = left, *b = right;
	int order = gather_compare_ids(&a->posting, &b->posting);

	if (order)
		return order;
	if (a->presence != b->presence)
		return a->presence < b->presence ? -1 : 1;
	return memcmp(b->version.bytes, a->version.bytes, DIGEST_BYTES);
}

static bool seen_in_order(const struct timeline_seen *seen, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (gather_compare_ids(&seen[i - 1].posting,
				       &seen[i].posting) >= 0)
			return false;
	}
	return true;
}

size_t gather_seen(struct timeline_seen *seen, size_t n)
{
	size_t kept = 0;

	if (n)
		qsort(seen, n, sizeof(*seen), compare_seen);
	for (size_t i = 0; i < n; i++) {
		if (!kept || gather_compare_ids(&seen[kept - 1].posting,
						&seen[i].posting))
			seen[kept++] = seen[i];
	}
	return kept;
}

static int compare_rounds(const void *left, const void *right)
{
	const struct timeline_round *a = *(void *const *)left;
	const struct timeline_round *b = *(void *const *)right;

	if (a->time_ms != b->time_ms)
		return a->time_ms < b->time_ms ? -1 : 1;
	return (a->seq > b->seq) - (a->seq < b->seq);
}

static const char *greater_text(const char *a, const char *b)
{
	if (!a || !b)
		return a ? a : b;
	return strcmp(a, b) < 0 ? b : a;
}

/* Where two accounts of one closed round differ, the one that proves less
 * counts: an absence is never guessed. */
static void unite_facts(struct gathered *g, const struct timeline_round *r)
{
	g->accepted |= r->accepted;
	if (!r->closed)
		return;
	g->listing_ok = r->listing_ok && (!g->closed || g->listing_ok);
	g->authoritative = r->authoritative && (!g->closed || g->authoritative);
	g->claimed =
		g->closed && g->claimed > r->claimed ? g->claimed : r->claimed;
	g->listing_why = greater_text(g->listing_why, r->listing_why);
	g->closed = true;
}

static void unite_seen(struct gathered *g,
		       const struct timeline_round *const *rounds, size_t n)
{
	size_t total = 0, at = 0;

	for (size_t i = 0; i < n; i++)
		total += rounds[i]->n_seen;
	g->seen = rounds[0]->seen;
	g->n_seen = total;
	if (n == 1 && seen_in_order(g->seen, g->n_seen))
		return;
	g->own = alloc_zero(total + 1, sizeof(*g->own));
	for (size_t i = 0; i < n; i++) {
		if (rounds[i]->n_seen)
			memcpy(g->own + at, rounds[i]->seen,
			       rounds[i]->n_seen * sizeof(*g->own));
		at += rounds[i]->n_seen;
	}
	g->n_seen = gather_seen(g->own, total);
	g->seen = g->own;
}

static void gather_rounds(struct gather *g, const struct timeline_input *input)
{
	size_t n = input->n_rounds, end;
	CLEANUP(freep)
	const struct timeline_round **sorted =
		alloc_zero(n + 1, sizeof(void *));

	for (size_t i = 0; i < n; i++)
		sorted[i] = &input->rounds[i];
	if (n)
		qsort(sorted, n, sizeof(void *), compare_rounds);
	g->rounds = alloc_zero(n + 1, sizeof(*g->rounds));
	for (size_t i = 0; i < n; i = end) {
		struct gathered *out = &g->rounds[g->n_rounds++];

		out->time_ms = sorted[i]->time_ms;
		out->seq = sorted[i]->seq;
		out->claimed = -1;
		for (end = i; end < n; end++) {
			if (compare_rounds(&sorted[i], &sorted[end]))
				break;
			unite_facts(out, sorted[end]);
		}
		unite_seen(out, sorted + i, end - i);
	}
}

/* How many of `seen` are not among the ids: most rounds show what others
 * showed. */
static size_t count_unknown(const struct gather *g, const struct gathered *r)
{
	size_t unknown = 0, at = 0;

	for (size_t i = 0; i < r->n_seen; i++) {
		const struct posting_id *id = &r->seen[i].posting;

		while (at < g->n_ids && gather_compare_ids(&g->ids[at], id) < 0)
			at++;
		if (at == g->n_ids || gather_compare_ids(&g->ids[at], id))
			unknown++;
	}
	return unknown;
}

static void merge_ids(struct gather *g, const struct gathered *r)
{
	size_t unknown = count_unknown(g, r), at = 0, n = 0;
	struct posting_id *merged;

	if (!unknown)
		return;
	merged = alloc_zero(g->n_ids + unknown, sizeof(*merged));
	for (size_t i = 0; i < r->n_seen; i++) {
		const struct posting_id *id = &r->seen[i].posting;

		while (at < g->n_ids && gather_compare_ids(&g->ids[at], id) < 0)
			merged[n++] = g->ids[at++];
		if (at == g->n_ids || gather_compare_ids(&g->ids[at], id))
			merged[n++] = *id;
	}
	while (at < g->n_ids)
		merged[n++] = g->ids[at++];
	free(g->ids);
	g->ids = merged;
	g->n_ids = n;
}

void gather_init(struct gather *out, const struct timeline_input *input)
{
	*out = (struct gather){0};
	gather_rounds(out, input);
	for (size_t i = 0; i < out->n_rounds; i++) {
		if (i && out->rounds[i].seen == out->rounds[i - 1].seen &&
		    out->rounds[i].n_seen == out->rounds[i - 1].n_seen)
			continue;
		merge_ids(out, &out->rounds[i]);
	}
}

void gather_deinit(struct gather *g)
{
	for (size_t i = 0; i < g->n_rounds; i++)
		free(g->rounds[i].own);
	free(g->rounds);
	free(g->ids);
	*g = (struct gather){0};
}
