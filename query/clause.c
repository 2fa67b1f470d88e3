#include "query/clause.h"
#include "core/alloc.h"

static const char *const field_names[] = {
	[FIELD_TEXT] = "",	     [FIELD_TITLE] = "title",
	[FIELD_COMPANY] = "company", [FIELD_TEAM] = "team",
	[FIELD_CITY] = "city",	     [FIELD_TYPE] = "type",
	[FIELD_LANG] = "lang",	     [FIELD_SOURCE] = "source",
	[FIELD_CONCEPT] = "concept", [FIELD_STAGE] = "stage",
	[FIELD_SECTION] = "section", [FIELD_AREA] = "area",
	[FIELD_FAMILY] = "family",   [FIELD_YEARS] = "years",
	[FIELD_CAMPUS] = "campus",   [FIELD_COUNTRY] = "country",
	[FIELD_PAY] = "pay",
};

const char *clause_field_name(enum clause_field field)
{
	size_t n = sizeof(field_names) / sizeof(*field_names);

	return (size_t)field < n ? field_names[field] : NULL;
}

/* Offsets first, slices when `memory` moves no more. */
static void add_term(struct clause *c, const struct token *token)
{
	c->terms = alloc_resize(c->terms, c->n_terms + 1, sizeof(*c->terms));
	c->terms[c->n_terms++] = slice_of(NULL, token->len);
	bytes_add(&c->memory, token->text, token->len);
}

/* A run's last character begins no bigram here but may in a longer run: it is
 * left out where a bigram holds it, and open where it is the whole run. */
static void open_end(struct clause *c, const enum token_kind last[2])
{
	if (last[1] != TOKEN_HAN)
		return;
	if (c->n_terms > 1 && last[0] == TOKEN_BIGRAM)
		c->n_terms--;
	else
		c->open = true;
}

static void add_tokens(struct clause *c, struct slice text)
{
	CLEANUP(tokens_freep) struct tokens *tokens = tokens_new();
	enum token_kind last[2] = {TOKEN_WORD, TOKEN_WORD};
	struct token token;

	tokens_begin(tokens, text, 0);
	while (tokens_next(tokens, &token)) {
		if (token.kind == TOKEN_STEM) {
			free(c->stem);
			c->stem = alloc_copy_n(token.text, token.len);
			continue;
		}
		add_term(c, &token);
		last[0] = last[1];
		last[1] = token.kind;
	}
	open_end(c, last);
}

struct clause *clause_of_text(enum clause_field field, struct slice text,
			      bool exact)
{
	struct clause *c = alloc_zero(1, sizeof(*c));
	size_t at = 0;

	c->kind = CLAUSE_WORD;
	c->field = field;
	c->text = alloc_copy_n(text.data, text.len);
	add_tokens(c, text);
	for (size_t i = 0; i < c->n_terms; at += c->terms[i++].len)
		c->terms[i].data = c->memory.data + at;
	if (exact || c->n_terms != 1) {
		free(c->stem);
		c->stem = NULL;
	}
	return c;
}

static void add_part(struct clause *c, struct clause *part)
{
	c->parts =
		alloc_resize(c->parts, c->n_parts + 1, sizeof(struct clause *));
	c->parts[c->n_parts++] = part;
}

struct clause *clause_join(enum clause_kind kind, struct clause *a,
			   struct clause *b)
{
	struct clause *both = NULL;

	if (!a || !b)
		return a ? a : b;
	if (a->kind == kind && !a->whole) {
		add_part(a, b);
		return a;
	}
	both = alloc_zero(1, sizeof(*both));
	both->kind = kind;
	add_part(both, a);
	add_part(both, b);
	return both;
}

struct clause *clause_not(struct clause *a)
{
	struct clause *c = NULL;

	if (!a)
		return NULL;
	c = alloc_zero(1, sizeof(*c));
	c->kind = CLAUSE_NOT;
	add_part(c, a);
	return c;
}

void clause_free(struct clause *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < c->n_parts; i++)
		clause_free(c->parts[i]);
	free(c->parts);
	free(c->text);
	free(c->terms);
	free(c->stem);
	bytes_deinit(&c->memory);
	free(c);
}
