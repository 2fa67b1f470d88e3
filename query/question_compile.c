#include "core/normal.h"
#include "indexer/schema.h"
#include "query/clause.h"
#include "query/question.h"

/* The prefix of a field's tokens, and of its stems. */
static const struct {
	const char *token, *stem;
} prefixes[] = {
	[FIELD_TEXT] = {"", TERM_STEM},
	[FIELD_TITLE] = {TERM_TITLE, TERM_STEM TERM_TITLE},
	[FIELD_COMPANY] = {TERM_NAME, TERM_STEM TERM_NAME},
	[FIELD_TEAM] = {TERM_TEAM, TERM_STEM TERM_TEAM},
	[FIELD_CITY] = {TERM_CITY, TERM_STEM TERM_CITY},
	[FIELD_TYPE] = {TERM_JOBTYPE, TERM_STEM TERM_JOBTYPE},
};

static struct textquery *compile_terms(const struct clause *c)
{
	const char *prefix = prefixes[c->field].token;

	if (c->stem)
		return textquery_term(prefixes[c->field].stem,
				      slice_text(c->stem));
	if (c->n_terms > 1)
		return c->open ? textquery_phrase_wildcard(prefix, c->terms,
							   c->n_terms)
			       : textquery_phrase(prefix, c->terms, c->n_terms);
	return c->open ? textquery_wildcard(prefix, c->terms[0])
		       : textquery_term(prefix, c->terms[0]);
}

/* The id as written or in lower case, or words of the names. */
static struct textquery *compile_company(const struct clause *c)
{
	struct textquery *query = NULL;
	struct normal id;

	normal_init(&id, slice_text(c->text));
	query = textquery_or(
		textquery_term(TERM_COMPANY, slice_of(id.text, id.len)),
		compile_terms(c));
	if (strcmp(id.text, c->text) != 0)
		query = textquery_or(
			query,
			textquery_term(TERM_COMPANY, slice_text(c->text)));
	normal_deinit(&id);
	return query;
}

static struct textquery *compile_word(const struct clause *c)
{
	switch (c->field) {
	case FIELD_COMPANY:
		return compile_company(c);
	case FIELD_LANG:
		return textquery_term(TERM_LANGUAGE, slice_text(c->text));
	case FIELD_SOURCE:
		return textquery_term(TERM_SOURCE, slice_text(c->text));
	default:
		return compile_terms(c);
	}
}

static struct textquery *compile(const struct clause *c);

static struct textquery *compile_and(const struct clause *c)
{
	struct textquery *all = NULL, *none = NULL;

	for (size_t i = 0; i < c->n_parts; i++) {
		const struct clause *part = c->parts[i];

		if (part->kind == CLAUSE_NOT)
			none = textquery_or(none, compile(part->parts[0]));
		else
			all = textquery_and(all, compile(part));
	}
	return textquery_not(all, none);
}

/* As deep as the parser allows. */
static struct textquery *compile(const struct clause *c)
{
	struct textquery *any = NULL;

	switch (c->kind) {
	case CLAUSE_WORD:
		return compile_word(c);
	case CLAUSE_AND:
		return compile_and(c);
	case CLAUSE_NOT:
		return textquery_not(NULL, compile(c->parts[0]));
	case CLAUSE_OR:
		break;
	}
	for (size_t i = 0; i < c->n_parts; i++)
		any = textquery_or(any, compile(c->parts[i]));
	return any;
}

struct textquery *question_compile(const struct question *q)
{
	const struct clause *root = question_clauses(q);

	return root ? compile(root) : textquery_all();
}
