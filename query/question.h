#pragma once
/*
 * Question: what a person typed behind `jobq search`, parsed and made a query
 * over the index's spans. The language, for people, is in docs/search.md:
 *
 *	question = all of: word  "phrase"  field:value  ( question )  a OR b
 *	           NOT a  -a        NOT binds tightest, then AND, then OR
 *	value    = word | "phrase" | ( any of these words and phrases )
 *	field    = title company team city type lang source
 *		   concept stage section area family years campus country pay
 *
 * Full-width （ ） ： “ ” and blanks are taken as the others. A Latin word
 * matches its forms (stem), in quotes only itself. Chinese needs no blanks: a
 * run of characters is found inside longer ones. What is written without a
 * blank in between is a phrase: 昇腾Ascend. A sign alone is left out.
 *   company: is the id, or words of the names; source: the id exactly; lang:
 *en, zh or mixed. Pure; one thread each.
 */
#include "core/cleanup.h"
#include "indexer/textindex.h"

enum { QUESTION_E_FORM = 1 };
enum { QUESTION_MAX_BYTES = 4096, QUESTION_MAX_DEPTH = 50 };

struct question;
struct clause;

/* Parses `text`. QUESTION_E_FORM: it cannot be understood; *why says what,
 * at which column (in characters, from 1) and what to do; caller frees. */
MUST_CHECK int question_parse(struct question **out, const char *text,
			      char **why);
void question_free(struct question *q);
DEFINE_CLEANUP(struct question *, question_free);

/* Nothing is asked: every span matches. */
bool question_empty(const struct question *q);
/* The query over the spans' documents (indexer/schema.h), never NULL; the
 * caller adds TERM_TYPE "span" and the time. */
struct textquery *question_compile(const struct question *q);
/* What it consists of (query/clause.h); NULL where it is empty. */
const struct clause *question_clauses(const struct question *q);
