#include "query/question.h"
#include "core/alloc.h"
#include "query/clause.h"
#include "query/fieldvalue.h"
#include "query/lexeme.h"
#include <strings.h>

#define FIELDS                                                      \
	"title: company: team: city: type: lang: source: concept: " \
	"stage: section: area: family: years: campus: country: pay:"

struct question {
	struct clause *root; /* NULL: empty */
};

struct parser {
	struct lexer lexer;
	struct lexeme now;
	unsigned depth;
	struct fieldvalue *values;
	char *why;
};

static int parse_or(struct parser *p, struct clause **out);

/* `what` went wrong where the parser stands. */
static int refuse(struct parser *p, const char *what)
{
	p->why = alloc_format("column %u: %s", p->now.column, what);
	return QUESTION_E_FORM;
}

static void advance(struct parser *p, enum lexeme_place place)
{
	lexer_next(&p->lexer, place, &p->now);
}

static int too_deep(struct parser *p)
{
	return p->depth < QUESTION_MAX_DEPTH
		       ? 0
		       : refuse(p, "more than 50 brackets or NOTs in one "
				   "another: ask in a simpler way");
}

static int refuse_operand(struct parser *p)
{
	switch (p->now.kind) {
	case LEXEME_UNCLOSED:
		return refuse(p, "this quote is not closed: add a \" behind "
				 "the phrase");
	case LEXEME_CLOSE:
		return refuse(p, "a word is missing before \")\": write one, "
				 "or drop the bracket");
	case LEXEME_AND:
	case LEXEME_OR:
		return refuse(p, "a word is missing before AND or OR: write "
				 "one, or put the operator in quotes to look "
				 "for it");
	default:
		return refuse(p, "the question ends where a word is missing: "
				 "write one, or drop what is last");
	}
}

static int parse_phrase(struct parser *p, enum clause_field field,
			struct clause **out)
{
	struct clause *c = clause_of_text(field, p->now.text, true);

	*out = c;
	return c->n_terms ? 0
			  : refuse(p, "there is no word in these quotes: write "
				      "one, or drop them");
}

static int check_value(struct parser *p, struct clause *c)
{
	CLEANUP(freep) char *why = NULL;
	int r = fieldvalue_check(p->values, c, &why);

	return r == FIELDVALUE_E_FORM ? refuse(p, why) : r;
}

/* A field's word or phrase, where the parser stands. */
static int parse_item(struct parser *p, enum clause_field field,
		      struct clause **out)
{
	int r = 0;

	if (p->now.kind == LEXEME_PHRASE)
		r = parse_phrase(p, field, out);
	else if (p->now.kind == LEXEME_WORD)
		*out = clause_of_text(field, p->now.text, false);
	else if (p->now.kind == LEXEME_UNCLOSED)
		return refuse_operand(p);
	else
		return refuse(p, "a word or \"phrase\" is due here, behind a "
				 "field's colon");
	if (!r && !(*out)->n_terms)
		r = refuse(p, "there is no letter or digit in this value: "
			      "write a word");
	return r ? r : check_value(p, *out);
}

static int parse_list(struct parser *p, enum clause_field field,
		      struct clause **out)
{
	struct clause *item = NULL;
	int r = 0;

	advance(p, PLACE_LIST);
	do {
		item = NULL;
		r = parse_item(p, field, &item);
		*out = clause_join(CLAUSE_OR, *out, item);
		if (r)
			return r;
		advance(p, PLACE_LIST);
		if (p->now.kind == LEXEME_OR)
			advance(p, PLACE_LIST);
		if (p->now.kind == LEXEME_END)
			return refuse(p, "the list is not closed: add a \")\"");
	} while (p->now.kind != LEXEME_CLOSE);
	return 0;
}

static int parse_field(struct parser *p, struct clause **out)
{
	const char *name = NULL;
	int field = FIELD_TITLE, r = 0;

	while ((name = clause_field_name((enum clause_field)field))) {
		if (strlen(name) == p->now.text.len &&
		    !strncasecmp(name, p->now.text.data, p->now.text.len))
			break;
		field++;
	}
	if (!name) {
		p->why = alloc_format(
			"column %u: there is no field \"%.*s:\": use one "
			"of " FIELDS ", or put the text in quotes",
			p->now.column, (int)p->now.text.len, p->now.text.data);
		return QUESTION_E_FORM;
	}
	advance(p, PLACE_VALUE);
	r = p->now.kind == LEXEME_OPEN
		    ? parse_list(p, (enum clause_field)field, out)
		    : parse_item(p, (enum clause_field)field, out);
	if (!r)
		advance(p, PLACE_QUESTION);
	return r;
}

static int parse_brackets(struct parser *p, struct clause **out)
{
	int r = too_deep(p);

	if (r)
		return r;
	p->depth++;
	advance(p, PLACE_QUESTION);
	r = parse_or(p, out);
	p->depth--;
	if (r)
		return r;
	if (p->now.kind != LEXEME_CLOSE)
		return refuse(p, "a bracket is not closed: add a \")\"");
	advance(p, PLACE_QUESTION);
	if (*out)
		(*out)->whole = true;
	return 0;
}

/* *out stays NULL for a sign alone. */
static int parse_operand(struct parser *p, struct clause **out)
{
	int r = 0;

	switch (p->now.kind) {
	case LEXEME_FIELD:
		return parse_field(p, out);
	case LEXEME_OPEN:
		return parse_brackets(p, out);
	case LEXEME_PHRASE:
		r = parse_phrase(p, FIELD_TEXT, out);
		break;
	case LEXEME_WORD:
		*out = clause_of_text(FIELD_TEXT, p->now.text, false);
		if (!(*out)->n_terms) {
			clause_free(*out);
			*out = NULL;
		}
		break;
	default:
		return refuse_operand(p);
	}
	if (!r)
		advance(p, PLACE_QUESTION);
	return r;
}

static int parse_not(struct parser *p, struct clause **out)
{
	unsigned depth = p->depth;
	int r = 0;

	while (p->now.kind == LEXEME_NOT) {
		r = too_deep(p);
		if (r)
			return r;
		p->depth++;
		advance(p, PLACE_QUESTION);
	}
	r = parse_operand(p, out);
	if ((p->depth - depth) % 2)
		*out = clause_not(*out);
	p->depth = depth;
	return r;
}

static bool begins_operand(enum lexeme_kind kind)
{
	return kind == LEXEME_WORD || kind == LEXEME_PHRASE ||
	       kind == LEXEME_UNCLOSED || kind == LEXEME_OPEN ||
	       kind == LEXEME_NOT || kind == LEXEME_FIELD;
}

static int parse_and(struct parser *p, struct clause **out)
{
	int r = parse_not(p, out);

	while (!r &&
	       (p->now.kind == LEXEME_AND || begins_operand(p->now.kind))) {
		struct clause *next = NULL;

		if (p->now.kind == LEXEME_AND)
			advance(p, PLACE_QUESTION);
		r = parse_not(p, &next);
		*out = clause_join(CLAUSE_AND, *out, next);
	}
	return r;
}

static int parse_or(struct parser *p, struct clause **out)
{
	int r = parse_and(p, out);

	while (!r && p->now.kind == LEXEME_OR) {
		struct clause *next = NULL;

		advance(p, PLACE_QUESTION);
		r = parse_and(p, &next);
		*out = clause_join(CLAUSE_OR, *out, next);
	}
	return r;
}

static int parse_all(struct parser *p, struct clause **out)
{
	int r = 0;

	if (p->lexer.len > QUESTION_MAX_BYTES)
		return refuse(p, "the question is longer than 4096 bytes: ask "
				 "for less");
	advance(p, PLACE_QUESTION);
	if (p->now.kind == LEXEME_END)
		return 0;
	r = parse_or(p, out);
	if (r)
		return r;
	if (p->now.kind != LEXEME_END)
		return refuse(p, "\")\" closes nothing: drop it, or open a "
				 "bracket before");
	p->now.column = 1;
	return *out ? 0
		    : refuse(p, "there is no letter or digit in the question: "
				"write a word");
}

int question_parse(struct question **out, const char *text, char **why)
{
	struct parser p = {.now = {.column = 1}};
	struct question *q = NULL;
	struct clause *root = NULL;
	int r = 0;

	lexer_init(&p.lexer, text ? text : "");
	p.values = fieldvalue_new();
	r = parse_all(&p, &root);
	fieldvalue_free(p.values);
	if (r) {
		clause_free(root);
		*why = p.why;
		return r;
	}
	q = alloc_zero(1, sizeof(*q));
	q->root = root;
	*out = q;
	return 0;
}

void question_free(struct question *q)
{
	if (!q)
		return;
	clause_free(q->root);
	free(q);
}

bool question_empty(const struct question *q)
{
	return !q->root;
}

const struct clause *question_clauses(const struct question *q)
{
	return q->root;
}
