#include "indexer/matcher.h"
#include "core/alloc.h"
#include "indexer/rulesyaml.h"

void matcher_init(struct matcher *m, const struct rules *rules,
		  const bool *document)
{
	*m = (struct matcher){.rules = rules, .document = document};
	context_init(&m->context, rules);
}

void matcher_deinit(struct matcher *m)
{
	context_deinit(&m->context);
	free(m->matches);
	free(m->vetoes);
}

static bool is_upper(char c)
{
	return c >= 'A' && c <= 'Z';
}

/* Whether the original has the form as written, or all of its letters large
 * (a plural's s may be small). */
static bool case_kept(const char *written, struct slice original)
{
	size_t len = strlen(written);
	size_t i = 0;

	if (original.len != len && original.len != len + 1)
		return false;
	if (!memcmp(original.data, written, len))
		return true;
	for (; i < len; i++) {
		char c = original.data[i];

		if (!is_upper(c) && c != written[i])
			return false;
		if ((c | 0x20) != (written[i] | 0x20))
			return false;
	}
	return true;
}

static void add_match(struct matcher *m, const struct hit *hit,
		      const struct use *use)
{
	if (m->n_matches == m->cap_matches) {
		m->cap_matches = m->cap_matches ? 2 * m->cap_matches : 64;
		m->matches = alloc_resize(m->matches, m->cap_matches,
					  sizeof(*m->matches));
	}
	m->matches[m->n_matches++] = (struct match){
		.hit = hit,
		.written = use->written,
		.concept = m->rules->groups[use->of].concept,
		.group = use->of,
		.distance = 0,
	};
	context_want(&m->context, use->of);
}

static void add_veto(struct matcher *m, const struct hit *hit, uint32_t concept)
{
	if (m->n_vetoes == m->cap_vetoes) {
		m->cap_vetoes = m->cap_vetoes ? 2 * m->cap_vetoes : 16;
		m->vetoes = alloc_resize(m->vetoes, m->cap_vetoes,
					 sizeof(*m->vetoes));
	}
	m->vetoes[m->n_vetoes++] = (struct veto){concept, hit->start, hit->end};
}

static void collect(struct matcher *m, const struct outline_section *section,
		    const struct scan *scan)
{
	for (size_t i = 0; i < scan->n; i++) {
		const struct hit *hit = &scan->hits[i];
		const struct word *word =
			lexicon_word(m->rules->lexicon, hit->word);
		struct slice original =
			slice_of(section->text.data + hit->origin,
				 hit->origin_end - hit->origin);

		for (uint32_t k = 0; k < word->n_forms; k++) {
			const struct use *use = &word->uses[k];

			if (!m->rules->groups[use->of].kept ||
			    case_kept(use->written, original))
				add_match(m, hit, use);
		}
		for (uint32_t k = word->n_forms; k < word->n_uses; k++)
			if (word->uses[k].kind == USE_VETO)
				add_veto(m, hit, word->uses[k].of);
	}
}

/* A veto is at most RULES_MAX_WORD long, so it ends soon or not at all. */
static bool vetoed(const struct matcher *m, const struct match *match)
{
	const struct hit *hit = match->hit;
	size_t low = 0, high = m->n_vetoes;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (m->vetoes[middle].end < hit->end)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < m->n_vetoes &&
	       m->vetoes[low].end < hit->start + 2 * RULES_MAX_WORD;
	     low++)
		if (m->vetoes[low].concept == match->concept &&
		    m->vetoes[low].start <= hit->start)
			return true;
	return false;
}

/* Whether the group's conditions hold; sets the match's distance. */
static bool holds(const struct matcher *m,
		  const struct outline_section *section, struct match *match)
{
	const struct formgroup *group = &m->rules->groups[match->group];
	const struct clause *clause;
	const struct item *item;
	struct context_ask ask = {.group = match->group, .hit = match->hit};

	if (!group->guarded && !group->unless)
		return true;
	clause = outline_clause(section, match->hit->origin);
	item = &section->items[clause->item];
	ask.item_start = item->start;
	ask.item_end = item->end;
	if (group->guarded)
		match->distance = context_distance(&m->context, &ask);
	if (match->distance == CONTEXT_FAR && !m->document[match->group])
		return false;
	ask.unless = true;
	return !group->unless ||
	       context_distance(&m->context, &ask) == CONTEXT_FAR;
}

/* By start, the longest first, of equal places by concept; a form that needs
 * nothing before one that does. */
static int by_place(const void *a, const void *b)
{
	const struct match *x = a;
	const struct match *y = b;

	if (x->hit->start != y->hit->start)
		return x->hit->start < y->hit->start ? -1 : 1;
	if (x->hit->end != y->hit->end)
		return x->hit->end > y->hit->end ? -1 : 1;
	if (x->concept != y->concept)
		return x->concept < y->concept ? -1 : 1;
	if (x->distance != y->distance)
		return x->distance < y->distance ? -1 : 1;
	return (x->group > y->group) - (x->group < y->group);
}

static void sweep(struct matcher *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n_matches; i++)
		if (!m->matches[i].dropped)
			m->matches[n++] = m->matches[i];
	m->n_matches = n;
}

/* Whether the longer match `outer` leaves no room for `inner`. */
static bool covers(const struct matcher *m, const struct match *outer,
		   const struct match *inner)
{
	const struct concept *a = &m->rules->concepts[outer->concept];
	const struct concept *b = &m->rules->concepts[inner->concept];

	if (outer->hit->end < inner->hit->end ||
	    (outer->hit->start == inner->hit->start &&
	     outer->hit->end == inner->hit->end))
		return false;
	if (a == b)
		return true;
	return a->kind == b->kind && !b->inside && !concept_is(a, b) &&
	       !concept_is(b, a);
}

static void drop_covered(struct matcher *m)
{
	for (size_t i = 0; i < m->n_matches; i++) {
		struct match *match = &m->matches[i];

		for (size_t k = i;
		     k-- && m->matches[k].hit->start + 2 * RULES_MAX_WORD >
				    match->hit->start;)
			match->dropped |= covers(m, &m->matches[k], match);
	}
	sweep(m);
}

static const struct formgroup *group_of(const struct matcher *m,
					const struct match *match)
{
	return &m->rules->groups[match->group];
}

static bool contends(const struct matcher *m, const struct match *match)
{
	return group_of(m, match)->guarded && !group_of(m, match)->last &&
	       m->rules->concepts[match->concept].kind == 'h';
}

/* Matches first to end - 1 have one place. The same concept stays once; of
 * things that their neighbours tell apart the nearest decides, and where two
 * are as near, the one that is marked last; else that gives way. */
static void settle(struct matcher *m, size_t first, size_t end)
{
	uint32_t nearest = CONTEXT_FAR;
	size_t n_nearest = 0, n_last = 0, n_left = 0;

	for (size_t i = first; i < end; i++) {
		struct match *match = &m->matches[i];

		match->dropped =
			i > first && match[-1].concept == match->concept;
		n_last += group_of(m, match)->last;
		if (match->dropped || !contends(m, match))
			continue;
		if (match->distance < nearest)
			n_nearest = 0;
		if (match->distance <= nearest) {
			nearest = match->distance;
			n_nearest++;
		}
	}
	for (size_t i = first; i < end; i++) {
		struct match *match = &m->matches[i];

		if (contends(m, match))
			match->dropped |= match->distance > nearest ||
					  (n_last && n_nearest > 1);
		n_left += !match->dropped && !group_of(m, match)->last;
	}
	for (size_t i = first; n_left && i < end; i++)
		m->matches[i].dropped |= group_of(m, &m->matches[i])->last;
}

static void settle_places(struct matcher *m)
{
	size_t first = 0;

	for (size_t i = 1; i <= m->n_matches; i++) {
		const struct hit *at = m->matches[first].hit;

		if (i < m->n_matches && m->matches[i].hit->start == at->start &&
		    m->matches[i].hit->end == at->end)
			continue;
		if (i - first > 1)
			settle(m, first, i);
		first = i;
	}
	sweep(m);
}

void matcher_run(struct matcher *m, const struct outline_section *section,
		 const struct scan *scan)
{
	m->n_matches = 0;
	m->n_vetoes = 0;
	context_begin(&m->context, scan, &section->normal);
	collect(m, section, scan);
	if (!m->n_matches)
		return;
	context_fill(&m->context);
	for (size_t i = 0; i < m->n_matches; i++) {
		struct match *match = &m->matches[i];

		match->dropped = vetoed(m, match) || !holds(m, section, match);
	}
	sweep(m);
	qsort(m->matches, m->n_matches, sizeof(*m->matches), by_place);
	settle_places(m);
	drop_covered(m);
}
