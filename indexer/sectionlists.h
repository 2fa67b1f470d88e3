#pragma once
/*
 * Sectionlists: the words by which a posting's sections are told, as tables, a
 * file a language; sectionwords says what a line means by them. All text is
 * normal (core/normal.h). Constant.
 */
#include "indexer/sectionwords.h"
#include "indexer/wordset.h"

struct header_name {
	const char *text;
	size_t len;
	enum part part;
	unsigned flags;
};
struct header_names {
	const struct header_name *items;
	size_t n;
};

/* ---- Chinese ---- */

/* Names of sections. */
extern const struct header_names names_zh;
/* How a header that is a sentence begins; the first that fits decides. */
extern const struct header_names leads_zh;
/* How lines begin that tell of tasks, and that ask; the longest decides. */
extern const struct wordset duty_leads_zh;
extern const struct wordset requirement_leads_zh;
/* How a line of prose begins that says what the job is. Not duty_leads_zh: a
 * blurb tells what the company designs and researches. */
extern const struct wordset job_leads_zh;

/* ---- English ---- */

/* What a word in a header says. Higher wins. */
enum say {
	SAY_NOTHING, /* the, your, key: may stand in any header */
	SAY_DUTY,
	SAY_ABOUT,
	SAY_REQUIREMENT,
	SAY_BONUS,
	SAY_OTHER, /* location, type: a field, whatever else it says */
	SAY_MONEY, /* benefits, pay: "bonus" is money beside them */
	SAY_UNKNOWN,
};
/* The words that say it, by enum say: a blank on both sides of each. */
extern const char *const vocabulary_en[SAY_UNKNOWN];
/* Headers that are sentences; the first that fits decides. "^" first: only as
 * the beginning; "=": so on a line that is not marked as a header ("Rust is
 * nice to have"). One that holds another of its part never decides. */
extern const struct header_names phrases_en;
/* Headers that head all that follows, as whole. */
extern const struct wordset wholes_en;
/* Headers that may stand in mid-line, in title case; the longest counts. */
extern const struct header_names suffixes_en;
/* First words of lines, as whole. */
extern const struct wordset duty_verbs_en;
extern const struct wordset requirement_nouns_en;
/* How a line of prose begins that says what the job is. */
extern const struct wordset job_leads_en;
