#include "indexer/analysis.h"
#include "core/alloc.h"
#include "indexer/language.h"

/* What a record keeps of one text: beyond it lies no posting that a person
 * wrote, and what unpacks must stay far below PACK_MAX_BYTES. */
enum { MENTIONS_MAX = 2000, CUES_MAX = 200 };
/* How far a sentence is followed from its mention, to either side. */
enum { SENTENCE_REACH = 240 };

struct analyser {
	struct rules *rules;
	struct stages *stages;
	struct facts *facts;
};

int analyser_new(struct analyser **out, const char *rules_dir)
{
	CLEANUP(analyser_freep) struct analyser *a = alloc_zero(1, sizeof(*a));
	int r = rules_load(&a->rules, rules_dir);

	if (!r)
		r = stages_load(&a->stages, rules_dir);
	if (!r)
		r = facts_load(&a->facts, rules_dir);
	if (r)
		return r;
	*out = TAKE(a);
	return 0;
}

void analyser_free(struct analyser *analyser)
{
	if (!analyser)
		return;
	rules_free(analyser->rules);
	stages_free(analyser->stages);
	facts_free(analyser->facts);
	free(analyser);
}

const struct rules *analyser_rules(const struct analyser *analyser)
{
	return analyser->rules;
}

/* ---- the sentence around a mention ---- */

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* The bytes of a sentence's end at `at`, or 0. */
static size_t ends_at(struct slice text, size_t at)
{
	struct slice rest = slice_of(text.data + at, text.len - at);

	switch (*rest.data) {
	case '\n':
	case '\r':
		return 1;
	case '.':
	case '!':
	case '?':
	case ';':
		return rest.len == 1 || is_blank(rest.data[1]) ? 1 : 0;
	case '\xe3':
		return slice_starts(rest, "。") ? 3 : 0;
	case '\xef':
		return slice_starts(rest, "！") || slice_starts(rest, "？") ||
				       slice_starts(rest, "；")
			       ? 3
			       : 0;
	default:
		return 0;
	}
}

static bool begins_character(struct slice text, size_t at)
{
	return at >= text.len || ((unsigned char)text.data[at] & 0xc0) != 0x80;
}

static size_t sentence_start(struct slice text, size_t low, size_t at)
{
	size_t start = at;

	if (at > low + SENTENCE_REACH)
		low = at - SENTENCE_REACH;
	while (start > low) {
		size_t end = ends_at(text, start - 1);

		/* an end of several bytes is known by its first */
		for (size_t k = 2; !end && k <= 3 && start >= low + k; k++)
			end = ends_at(text, start - k) == k ? k : 0;
		if (end)
			break;
		start--;
	}
	while (start < at && !begins_character(text, start))
		start++;
	return start;
}

static size_t sentence_end(struct slice text, size_t at, size_t high)
{
	if (high > at + SENTENCE_REACH)
		high = at + SENTENCE_REACH;
	for (; at < high; at++) {
		size_t end = ends_at(text, at);

		if (end)
			return at + end;
	}
	while (at < text.len && !begins_character(text, at))
		at--;
	return at;
}

static char *sentence_of(const struct outline_section *section,
			 const struct mention *m)
{
	struct slice text = section->text;
	const struct clause *clause = outline_clause(section, m->start);
	size_t low = 0, high = text.len;

	if (clause && clause->item < section->n_items) {
		low = section->items[clause->item].start;
		high = section->items[clause->item].end;
	}
	low = low > m->start ? m->start : low;
	high = high < m->end ? m->end : high;
	low = sentence_start(text, low, m->start);
	high = sentence_end(text, m->end, high);
	while (low < m->start && is_blank(text.data[low]))
		low++;
	while (high > m->end && is_blank(text.data[high - 1]))
		high--;
	return alloc_copy_n(text.data + low, high - low);
}

/* ---- the record ---- */

static char *quote_of(const struct outline *outline, uint32_t in_section,
		      uint32_t start, uint32_t end)
{
	struct slice text = outline_section(outline, in_section)->text;

	return alloc_copy_n(text.data + start, end - start);
}

static void set_sections(Jobq__Analysis *out, const struct outline *outline)
{
	out->sections =
		alloc_zero(outline->n_sections + 1, sizeof(Jobq__Section *));
	for (size_t i = 0; i < outline->n_sections; i++) {
		const struct outline_section *from = &outline->sections[i];
		Jobq__Section *s = alloc_get(sizeof(*s));

		jobq__section__init(s);
		s->kind = alloc_copy(part_name(from->part));
		s->text = alloc_copy_n(from->text.data, from->text.len);
		out->sections[out->n_sections++] = s;
	}
}

static void set_families(Jobq__Mention *out, const struct concept *concept)
{
	const char *const *families = NULL;
	size_t n = concept_families(concept, &families);

	out->families = alloc_zero(n + 1, sizeof(char *));
	for (size_t i = 0; i < n; i++)
		out->families[out->n_families++] = alloc_copy(families[i]);
}

static Jobq__Mention *new_mention(const struct outline *outline,
				  const struct mention *m, enum stage stage)
{
	Jobq__Mention *out = alloc_get(sizeof(*out));

	jobq__mention__init(out);
	out->concept = alloc_copy(concept_id(m->concept));
	set_families(out, m->concept);
	out->section = alloc_copy(part_name(m->part));
	out->stage = alloc_copy(stage_name(stage));
	out->relation = alloc_copy(relation_name(m->relation));
	out->quote = quote_of(outline, m->in_section, m->start, m->end);
	out->in_section = m->in_section;
	out->start = m->start;
	out->end = m->end;
	out->any_of = m->any_of;
	out->self_vendor = m->self_vendor;
	out->negated = m->negated;
	out->rule = alloc_copy(m->rule ? m->rule : "");
	out->sentence = sentence_of(outline_section(outline, m->in_section), m);
	return out;
}

static void set_mentions(Jobq__Analysis *out, const struct outline *outline,
			 const struct mentions *mentions,
			 const struct stage_result *stages)
{
	size_t n = mentions->n < MENTIONS_MAX ? mentions->n : MENTIONS_MAX;

	out->mentions = alloc_zero(n + 1, sizeof(Jobq__Mention *));
	for (size_t i = 0; i < n; i++)
		out->mentions[out->n_mentions++] = new_mention(
			outline, &mentions->items[i], stages->of_mention[i]);
}

static void set_cues(Jobq__Analysis *out, const struct outline *outline,
		     const struct stage_result *stages)
{
	size_t n = stages->n_cues < CUES_MAX ? stages->n_cues : CUES_MAX;

	out->cues = alloc_zero(n + 1, sizeof(Jobq__Cue *));
	for (size_t i = 0; i < n; i++) {
		const struct cue *from = &stages->cues[i];
		Jobq__Cue *cue = alloc_get(sizeof(*cue));

		jobq__cue__init(cue);
		cue->quote = quote_of(outline, from->in_section, from->start,
				      from->end);
		cue->section = alloc_copy(part_name(from->part));
		cue->stage = alloc_copy(stage_name(from->stage));
		cue->weight = from->weight;
		out->cues[out->n_cues++] = cue;
	}
}

static void set_stage(Jobq__Analysis *out, const struct stage_result *stages)
{
	out->stage = alloc_copy(stage_posting_name(stages->posting));
	out->stage_confidence = stages->confidence;
	if (stages->second != STAGE_NONE)
		out->stage_second =
			alloc_copy(stage_posting_name(stages->second));
	out->transition = stages->transition;
	out->production_claim = stages->production_claim;
}

Jobq__Analysis *analyser_read(const struct analyser *analyser,
			      const Jobq__Content *content, const char *company)
{
	CLEANUP(outline_deinit) struct outline outline = {0};
	CLEANUP(mentions_deinit) struct mentions mentions = {0};
	CLEANUP(stage_result_deinit) struct stage_result stages = {0};
	Jobq__Analysis *out = alloc_get(sizeof(*out));
	char hex[DIGEST_HEX];

	jobq__analysis__init(out);
	outline_init(&outline, content);
	rules_find(analyser->rules, &outline, company, &mentions);
	stages_judge(analyser->stages, &outline, &mentions, &stages);
	out->rules = alloc_copy(digest_hex(rules_digest(analyser->rules), hex));
	set_sections(out, &outline);
	set_mentions(out, &outline, &mentions, &stages);
	set_stage(out, &stages);
	set_cues(out, &outline, &stages);
	facts_read(analyser->facts, content, &outline, &mentions, out);
	out->language = alloc_copy(language_of(content));
	return out;
}
