#include "indexer/relation.h"
#include "core/alloc.h"
#include "indexer/rulesyaml.h"

enum { CUES_LOOKED_AT = 16 }; /* on each side of a mention */

void relations_init(struct relations *r, const struct rules *rules)
{
	*r = (struct relations){.rules = rules};
}

void relations_deinit(struct relations *r)
{
	free(r->cues);
	free(r->clause);
	free(r->several);
	free(r->item);
}

static void add_cue(struct relations *r, const struct hit *hit, uint32_t rule,
		    uint32_t clause)
{
	if (r->n_cues == r->cap_cues) {
		r->cap_cues = r->cap_cues ? 2 * r->cap_cues : 32;
		r->cues = alloc_resize(r->cues, r->cap_cues, sizeof(*r->cues));
	}
	r->cues[r->n_cues++] =
		(struct cue_spot){rule, hit->start, hit->end, clause};
}

static bool has_use(const struct word *word, enum use_kind kind, uint32_t of)
{
	for (uint32_t k = word->n_forms; k < word->n_uses; k++)
		if (word->uses[k].kind == kind && word->uses[k].of == of)
			return true;
	return false;
}

/* Whether hit `i` lies inside a phrase in which it is no cue of `rule`; hits
 * come by end, and a phrase is at most RULES_MAX_WORD long. */
static bool is_excepted(const struct relations *r, size_t i, uint32_t rule)
{
	const struct scan *scan = r->scan;
	const struct hit *hit = &scan->hits[i];

	while (i && scan->hits[i - 1].end == hit->end)
		i--;
	for (; i < scan->n && scan->hits[i].end < hit->start + RULES_MAX_WORD;
	     i++)
		if (scan->hits[i].start <= hit->start &&
		    has_use(lexicon_word(r->rules->lexicon, scan->hits[i].word),
			    USE_CUE_NOT, rule))
			return true;
	return false;
}

static uint32_t clause_of(const struct outline_section *section, uint32_t at)
{
	return (uint32_t)(outline_clause(section, at) - section->clauses);
}

static void reserve(struct relations *r, const struct outline_section *section)
{
	if (r->cap_clauses < section->n_clauses) {
		r->cap_clauses = section->n_clauses;
		r->clause = alloc_resize(r->clause, r->cap_clauses, 1);
		r->several = alloc_resize(r->several, r->cap_clauses, 1);
	}
	if (r->cap_items < section->n_items) {
		r->cap_items = section->n_items;
		r->item = alloc_resize(r->item, r->cap_items, sizeof(*r->item));
	}
	memset(r->clause, 0, section->n_clauses);
	memset(r->several, 0, section->n_clauses);
	memset(r->item, 0xff, section->n_items * sizeof(*r->item));
}

static void take_cue(struct relations *r, const struct outline_section *section,
		     const struct hit *hit, uint32_t of)
{
	const struct relation_rule *rule = &r->rules->relations[of];
	uint32_t clause = clause_of(section, hit->origin);
	uint32_t item = section->clauses[clause].item;
	uint8_t bit = (uint8_t)(1u << rule->effect);

	if (rule->side == SIDE_BEFORE || rule->side == SIDE_AFTER)
		add_cue(r, hit, of, clause);
	else if (rule->side == SIDE_ITEM && hit->end < r->item[item])
		r->item[item] = hit->end;
	else if (rule->side == SIDE_CLAUSE && rule->several)
		r->several[clause] |= bit;
	else if (rule->side == SIDE_CLAUSE)
		r->clause[clause] |= bit;
}

void relations_begin(struct relations *r, const struct outline_section *section,
		     const struct scan *scan)
{
	r->scan = scan;
	r->n_cues = 0;
	reserve(r, section);
	for (size_t i = 0; i < scan->n; i++) {
		const struct hit *hit = &scan->hits[i];
		const struct word *word =
			lexicon_word(r->rules->lexicon, hit->word);

		for (uint32_t k = word->n_forms; k < word->n_uses; k++) {
			const struct use *use = &word->uses[k];

			if (use->kind == USE_CUE && !is_excepted(r, i, use->of))
				take_cue(r, section, hit, use->of);
		}
	}
}

/* The first cue whose end is behind `end`. */
static size_t first_behind(const struct relations *r, uint32_t end)
{
	size_t low = 0, high = r->n_cues;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (r->cues[middle].end <= end)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* The effects, as bits, of the cues on both sides. */
static unsigned beside(const struct relations *r, const struct hit *hit,
		       uint32_t clause)
{
	size_t at = first_behind(r, hit->start);
	unsigned effects = 0;

	for (size_t i = at; i-- && at - i <= CUES_LOOKED_AT;) {
		const struct cue_spot *cue = &r->cues[i];
		const struct relation_rule *rule =
			&r->rules->relations[cue->rule];

		if (rule->side == SIDE_BEFORE && cue->clause == clause &&
		    matchtext_near(&r->scan->text, cue->end, hit->start,
				   rule->window))
			effects |= 1u << rule->effect;
	}
	at = first_behind(r, hit->end);
	for (size_t i = at; i < r->n_cues && i - at < CUES_LOOKED_AT; i++) {
		const struct cue_spot *cue = &r->cues[i];
		const struct relation_rule *rule =
			&r->rules->relations[cue->rule];

		if (rule->side == SIDE_AFTER && cue->clause == clause &&
		    cue->start >= hit->end &&
		    matchtext_near(&r->scan->text, hit->end, cue->start,
				   rule->window))
			effects |= 1u << rule->effect;
	}
	return effects;
}

bool relations_listed(const struct outline_section *section,
		      const struct mention *before, const struct mention *after)
{
	static const char *const between[] = {"、", "/",   ",",	  "，",
					      "和", "及",  "与",  "或",
					      " ",  "or ", "nor "};
	struct slice text = section->text;
	size_t at = before->end;

	while (at < after->start) {
		size_t i = 0, n = sizeof(between) / sizeof(*between);

		while (i < n && !slice_starts(slice_of(text.data + at,
						       after->start - at),
					      between[i]))
			i++;
		if (i == n)
			return false;
		at += strlen(between[i]);
	}
	return true;
}

void relations_judge(const struct relations *r, const struct hit *hit,
		     size_t n_in_clause, const struct outline_section *section,
		     struct mention *mention)
{
	uint32_t item = section->clauses[mention->clause].item;
	unsigned effects =
		beside(r, hit, mention->clause) | r->clause[mention->clause];

	if (n_in_clause > 1)
		effects |= r->several[mention->clause];
	if (r->item[item] <= hit->start)
		effects |= 1u << EFFECT_ANY_OF;
	mention->any_of = effects & 1u << EFFECT_ANY_OF;
	mention->negated = effects & 1u << EFFECT_NEGATED;
	if (effects & 1u << EFFECT_REPLACES)
		mention->relation = RELATION_REPLACES;
	else if (effects & 1u << EFFECT_COMPARATOR)
		mention->relation = RELATION_COMPARATOR;
	else if (effects & 1u << EFFECT_DONE)
		mention->relation = RELATION_DONE;
}
