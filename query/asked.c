#include "query/asked.h"
#include "indexer/features.h"
#include "indexer/schema.h"
#include <limits.h>

/* Bits by place among features_section() and features_stage(). */
#define EVERY UINT_MAX

static unsigned bit_of(const char *(*name_at)(size_t i), const char *name)
{
	for (size_t i = 0; name_at(i); i++) {
		if (!strcmp(name_at(i), name))
			return 1U << i;
	}
	return 0;
}

static unsigned section_bit(const char *name)
{
	return bit_of(features_section, name);
}

/* A mention without a stage is asked for as "unclear". */
static unsigned stage_bit(const char *name)
{
	return bit_of(features_stage,
		      strcmp(name, "unclear") != 0 ? name : "none");
}

struct asked asked_of_word(void)
{
	return (struct asked){.sections = ~section_bit("about"),
			      .stages = EVERY,
			      .plain = true};
}

bool asked_is(const struct clause *part, enum clause_field field)
{
	if (part->kind == CLAUSE_WORD)
		return part->field == field;
	if (part->kind != CLAUSE_OR)
		return false;
	for (size_t i = 0; i < part->n_parts; i++) {
		if (part->parts[i]->kind != CLAUSE_WORD ||
		    part->parts[i]->field != field)
			return false;
	}
	return true;
}

bool asked_binds(const struct clause *group)
{
	for (size_t i = 0; i < group->n_parts; i++) {
		if (asked_is(group->parts[i], FIELD_CONCEPT))
			return true;
	}
	return false;
}

static unsigned bits_of(const struct clause *part,
			unsigned (*bit)(const char *name))
{
	unsigned bits = 0;

	if (part->kind == CLAUSE_WORD)
		return bit(part->text);
	for (size_t i = 0; i < part->n_parts; i++)
		bits |= bit(part->parts[i]->text);
	return bits;
}

struct asked asked_of_group(const struct clause *group)
{
	struct asked asked = {EVERY, EVERY, true};
	bool section = false;

	for (size_t i = 0; i < group->n_parts; i++) {
		const struct clause *part = group->parts[i];

		if (asked_is(part, FIELD_SECTION)) {
			asked.sections &= bits_of(part, section_bit);
			asked.plain = false;
			section = true;
		} else if (asked_is(part, FIELD_STAGE)) {
			asked.stages &= bits_of(part, stage_bit);
			asked.plain = false;
		}
	}
	if (!section)
		asked.sections = asked_of_word().sections;
	return asked;
}

struct textquery *asked_compile(const struct asked *asked,
				const struct clause *concept)
{
	struct textquery *any = textquery_nothing();
	char text[FEATURES_TERM];

	if (asked->plain) {
		textquery_free(any);
		return textquery_term(TERM_MENTION, slice_text(concept->text));
	}
	for (size_t i = 0; features_section(i); i++) {
		for (size_t k = 0; features_stage(k); k++) {
			if (!(asked->sections & 1U << i) ||
			    !(asked->stages & 1U << k))
				continue;
			features_mention(text, concept->text,
					 features_section(i),
					 features_stage(k));
			any = textquery_or(
				any,
				textquery_term(TERM_MENTION, slice_text(text)));
		}
	}
	return any;
}

/* ---- which mention answers ---- */

static bool is_of(const Jobq__Mention *m, const char *concept)
{
	if (!strcmp(m->concept, concept))
		return true;
	for (size_t i = 0; i < m->n_families; i++) {
		if (!strcmp(m->families[i], concept))
			return true;
	}
	return false;
}

static const Jobq__Mention *find_word(const struct clause *word,
				      const struct asked *asked,
				      const Jobq__Analysis *a)
{
	const Jobq__Mention *in_title = NULL;

	for (size_t i = 0; i < a->n_mentions; i++) {
		const Jobq__Mention *m = a->mentions[i];

		if (m->negated || !is_of(m, word->text) ||
		    !(asked->sections & section_bit(m->section)) ||
		    !(asked->stages & stage_bit(m->stage)))
			continue;
		if (strcmp(m->section, "title") != 0)
			return m;
		if (!in_title)
			in_title = m;
	}
	return in_title;
}

/* As deep as the parser allows. `asked` is of the concepts in it. */
static const Jobq__Mention *find_in(const struct clause *c,
				    const struct asked *asked,
				    const Jobq__Analysis *a)
{
	const struct asked word = asked_of_word();
	const Jobq__Mention *found = NULL;
	struct asked group = *asked;

	if (c->kind == CLAUSE_NOT)
		return NULL;
	if (c->kind == CLAUSE_WORD)
		return c->field == FIELD_CONCEPT ? find_word(c, asked, a)
						 : NULL;
	if (c->kind == CLAUSE_AND)
		group = asked_of_group(c);
	for (size_t i = 0; !found && i < c->n_parts; i++) {
		const struct clause *part = c->parts[i];

		found = find_in(part,
				asked_is(part, FIELD_CONCEPT) ? &group : &word,
				a);
	}
	return found;
}

const Jobq__Mention *asked_find(const struct clause *root,
				const Jobq__Analysis *analysis)
{
	const struct asked word = asked_of_word();

	return root && analysis ? find_in(root, &word, analysis) : NULL;
}
