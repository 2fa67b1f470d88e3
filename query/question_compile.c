#include "core/normal.h"
#include "indexer/schema.h"
#include "query/asked.h"
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

static struct textquery *term_of(const char *prefix, const struct clause *c)
{
	return textquery_term(prefix, slice_text(c->text));
}

static struct textquery *flag(const char *prefix, const char *value)
{
	return textquery_term(prefix, slice_text(value));
}

/* A value that was never set lies in no range of the term's documents. */
static struct textquery *compile_years(const struct bounds *b)
{
	if (b->kind == BOUNDS_UNSAID)
		return flag(TERM_YEARS, "none");
	return textquery_and(flag(TERM_YEARS, "known"),
			     textquery_range(VALUE_YEARS, b->low, b->high));
}

static struct textquery *compile_pay(const struct bounds *b)
{
	struct textquery *query = NULL;

	if (b->kind == BOUNDS_UNSAID)
		return flag(TERM_PAY, "no");
	query = *b->currency ? flag(TERM_CURRENCY, b->currency)
			     : flag(TERM_PAY, "yes");
	if (b->kind == BOUNDS_SAID)
		return query;
	return textquery_and(query,
			     textquery_range(VALUE_PAY, b->low, b->high));
}

static struct textquery *compile_word(const struct clause *c,
				      const struct asked *asked)
{
	switch (c->field) {
	case FIELD_CONCEPT:
		return asked_compile(asked, c);
	case FIELD_STAGE:
		return term_of(TERM_STAGE, c);
	case FIELD_SECTION:
		return term_of(TERM_SECTION, c);
	case FIELD_AREA:
		return term_of(TERM_AREA, c);
	case FIELD_FAMILY:
		return term_of(TERM_FAMILY, c);
	case FIELD_CAMPUS:
		return term_of(TERM_CAMPUS, c);
	case FIELD_COUNTRY:
		return term_of(TERM_COUNTRY, c);
	case FIELD_YEARS:
		return compile_years(&c->bounds);
	case FIELD_PAY:
		return compile_pay(&c->bounds);
	case FIELD_COMPANY:
		return compile_company(c);
	case FIELD_LANG:
		return term_of(TERM_LANGUAGE, c);
	case FIELD_SOURCE:
		return term_of(TERM_SOURCE, c);
	default:
		return compile_terms(c);
	}
}

static struct textquery *compile(const struct clause *c,
				 const struct asked *asked);

/* What a mention must satisfy is in the concepts' terms, and asked nowhere
 * else. */
static bool is_bound(const struct clause *group, const struct clause *part)
{
	return (asked_is(part, FIELD_SECTION) || asked_is(part, FIELD_STAGE)) &&
	       asked_binds(group);
}

static struct textquery *compile_and(const struct clause *c)
{
	const struct asked word = asked_of_word(), group = asked_of_group(c);
	struct textquery *all = NULL, *none = NULL;

	for (size_t i = 0; i < c->n_parts; i++) {
		const struct clause *part = c->parts[i];

		if (part->kind == CLAUSE_NOT)
			none = textquery_or(none,
					    compile(part->parts[0], &word));
		else if (!is_bound(c, part))
			all = textquery_and(
				all, compile(part, asked_is(part, FIELD_CONCEPT)
							   ? &group
							   : &word));
	}
	return textquery_not(all, none);
}

/* As deep as the parser allows. `asked` is of the concepts in it. */
static struct textquery *compile(const struct clause *c,
				 const struct asked *asked)
{
	struct textquery *any = NULL;

	switch (c->kind) {
	case CLAUSE_WORD:
		return compile_word(c, asked);
	case CLAUSE_AND:
		return compile_and(c);
	case CLAUSE_NOT:
		return textquery_not(NULL, compile(c->parts[0], asked));
	case CLAUSE_OR:
		break;
	}
	for (size_t i = 0; i < c->n_parts; i++)
		any = textquery_or(any, compile(c->parts[i], asked));
	return any;
}

struct textquery *question_compile(const struct question *q)
{
	const struct clause *root = question_clauses(q);
	const struct asked word = asked_of_word();

	return root ? compile(root, &word) : textquery_all();
}
