#pragma once
/*
 * Lexicon: every word of the rules, once, with all that it is used for, and
 * one automaton over them: a posting is scanned once whatever the number of
 * rules. Filled, built, then immutable.
 */
#include "indexer/automaton.h"
#include "indexer/matchtext.h"

enum use_kind {
	USE_FORM,     /* names the concept of group `of` */
	USE_NEAR,     /* what group `of` needs nearby */
	USE_DOCUMENT, /* ... or anywhere in the posting */
	USE_UNLESS,   /* what must not be nearby */
	USE_VETO,     /* a phrase in which concept `of` is not meant */
	USE_OWN,      /* a company whose product concept `of` is */
	USE_CUE,      /* a cue of relation `of` */
	USE_CUE_NOT,  /* a phrase in which it is none */
};
struct use {
	enum use_kind kind;
	uint32_t of;
	const char *written; /* as the file has it; owned by the lexicon */
};
struct word {
	const struct use *uses; /* the forms first */
	uint32_t n_uses, n_forms;
};

struct lexicon;
struct lexicon *lexicon_new(void);
void lexicon_free(struct lexicon *lexicon);

enum lexicon_flags { LEXICON_PLURAL = 1 }; /* a trailing s is as good */
/* Returns false where the same word already has this use. */
bool lexicon_add(struct lexicon *lexicon, const char *written,
		 enum use_kind kind, uint32_t of, unsigned flags);
void lexicon_build(struct lexicon *lexicon);

size_t lexicon_words(const struct lexicon *lexicon);
const struct word *lexicon_word(const struct lexicon *lexicon, uint32_t word);

struct hit {
	uint32_t word;
	uint32_t start, end;	     /* of the matchtext */
	uint32_t origin, origin_end; /* of the original text */
};
/* One text scanned; {0} to begin with. */
struct scan {
	struct matchtext text;
	struct hit *hits; /* by end, the longest first; Latin words whole */
	size_t n, cap;
};
void lexicon_scan(const struct lexicon *lexicon, const struct normal *normal,
		  struct scan *out);
void scan_deinit(struct scan *scan);
