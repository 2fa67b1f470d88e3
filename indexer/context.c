#include "indexer/context.h"
#include "core/alloc.h"

void context_init(struct context *c, const struct rules *rules)
{
	*c = (struct context){.rules = rules};
	c->slot = alloc_zero(rules->n_groups + 1, sizeof(*c->slot));
}

void context_deinit(struct context *c)
{
	free(c->slot);
	free(c->first);
	free(c->spots);
}

void context_begin(struct context *c, const struct scan *scan,
		   const struct normal *normal)
{
	memset(c->slot, 0, c->rules->n_groups * sizeof(*c->slot));
	c->scan = scan;
	c->normal = normal;
	c->n_slots = 0;
}

void context_want(struct context *c, uint32_t group)
{
	const struct formgroup *g = &c->rules->groups[group];

	if (c->slot[group] || !(g->guarded || g->unless))
		return;
	c->slot[group] = c->n_slots + 1;
	c->n_slots += 2; /* near, unless */
}

/* The slot that a use belongs to, from 1, or 0. */
static uint32_t slot_of(const struct context *c, const struct use *use)
{
	uint32_t slot;

	if (use->kind != USE_NEAR && use->kind != USE_UNLESS)
		return 0;
	slot = c->slot[use->of];
	return slot && use->kind == USE_UNLESS ? slot + 1 : slot;
}

/* Counts the spots of each slot, or lays them where `lay`. */
static void each_spot(struct context *c, bool lay)
{
	for (size_t i = 0; i < c->scan->n; i++) {
		const struct hit *hit = &c->scan->hits[i];
		const struct word *word =
			lexicon_word(c->rules->lexicon, hit->word);

		for (uint32_t k = word->n_forms; k < word->n_uses; k++) {
			uint32_t slot = slot_of(c, &word->uses[k]);

			if (!slot)
				continue;
			if (lay)
				c->spots[c->first[slot - 1]++] =
					(struct spot){hit->start, hit->end};
			else
				c->first[slot]++;
		}
	}
}

void context_fill(struct context *c)
{
	if (c->cap_first < c->n_slots + 1) {
		c->cap_first = 2 * c->n_slots + 16;
		c->first =
			alloc_resize(c->first, c->cap_first, sizeof(*c->first));
	}
	memset(c->first, 0, (c->n_slots + 1) * sizeof(*c->first));
	if (!c->n_slots)
		return;
	each_spot(c, false);
	for (uint32_t i = 1; i <= c->n_slots; i++)
		c->first[i] += c->first[i - 1];
	if (c->cap_spots < c->first[c->n_slots]) {
		c->cap_spots = 2 * (size_t)c->first[c->n_slots];
		c->spots =
			alloc_resize(c->spots, c->cap_spots, sizeof(*c->spots));
	}
	each_spot(c, true);
	/* laying moved each beginning to its end, the next one's beginning */
	memmove(c->first + 1, c->first, c->n_slots * sizeof(*c->first));
	c->first[0] = 0;
}

/* The distance of `spot`, which does not overlap the hit, if it counts. */
static uint32_t distance(const struct context *c, const struct context_ask *ask,
			 const struct spot *spot)
{
	const struct matchtext *text = &c->scan->text;
	bool before = spot->end <= ask->hit->start;
	uint32_t from = before ? spot->end : ask->hit->end;
	uint32_t to = before ? ask->hit->start : spot->start;
	uint32_t most = c->rules->groups[ask->group].within;
	uint32_t at = matchtext_start(text, c->normal, spot->start);

	if (!ask->unless && most)
		return matchtext_near(text, from, to, most) ? to - from
							    : CONTEXT_FAR;
	if (at >= ask->item_start && at < ask->item_end)
		return to - from;
	if (ask->unless || !matchtext_near(text, from, to, CONTEXT_CHARS))
		return CONTEXT_FAR;
	return to - from;
}

/* The first spot of the slot whose end is behind `end`. */
static uint32_t first_behind(const struct context *c, uint32_t slot,
			     uint32_t end)
{
	uint32_t low = c->first[slot];
	uint32_t high = c->first[slot + 1];

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;

		if (c->spots[middle].end <= end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

uint32_t context_distance(const struct context *c,
			  const struct context_ask *ask)
{
	uint32_t slot = c->slot[ask->group] - 1 + ask->unless;
	uint32_t at = first_behind(c, slot, ask->hit->start);
	uint32_t best = CONTEXT_FAR;
	uint32_t found;

	if (at > c->first[slot])
		best = distance(c, ask, &c->spots[at - 1]);
	at = first_behind(c, slot, ask->hit->end);
	while (at < c->first[slot + 1] && c->spots[at].start < ask->hit->end)
		at++;
	if (at == c->first[slot + 1])
		return best;
	found = distance(c, ask, &c->spots[at]);
	return found < best ? found : best;
}
