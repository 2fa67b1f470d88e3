#pragma once
/*
 * Reading: a posting as the facts are read from it: its header fields as one
 * section of their own, its title, its sections; and where in them a fact was
 * found. All places are bytes of the section's normal text, until they are
 * quoted from the original. Pure.
 */
#include "indexer/outline.h"
#include "indexer/wordbook.h"

struct reading {
	const Jobq__Content *content;
	const struct outline *outline;
	/* Recruit and employment type, category, team, department: a line
	 * each, PART_TITLE, no clauses. */
	struct outline_section header;
	struct wordmarks *marks; /* of each section */
};
enum { READING_HEADER, READING_TITLE, READING_SECTIONS };

/* All borrowed. `book`, built: the lists that reading_find() may look for. */
void reading_init(struct reading *out, const Jobq__Content *content,
		  const struct outline *outline, const struct wordbook *book);
void reading_deinit(struct reading *reading);
/* Header, title and sections, in this order. */
size_t reading_sections(const struct reading *reading);
const struct outline_section *reading_section(const struct reading *reading,
					      size_t i);
struct slice reading_text(const struct outline_section *section);
/* As wordlist_find() in the text of section `i`, of a list of the book; what
 * loads a list adds it to the book, so that none is left out. */
void reading_find(const struct reading *reading, size_t i,
		  const struct wordlist *list, struct wordhits *out);

/* What lies around a byte of the section's normal text. */
struct around {
	enum part part;
	uint32_t clause_start, clause_end;
	uint32_t item_start, item_end; /* the list item's */
};
struct around around_of(const struct outline_section *section, uint32_t at);

struct finding {
	const struct outline_section *section; /* NULL: nothing found */
	uint32_t start, end;
};
/* The original bytes, at most some 200; caller frees. "" of nothing. */
char *finding_quote(const struct finding *finding);
/* Ends it where its clause does, or before `most` bytes more. */
void finding_extend(struct finding *finding, uint32_t clause_end,
		    uint32_t most);

/* ---- looking at text by bytes ---- */

static inline bool text_at(struct slice text, size_t at, const char *word)
{
	return at <= text.len &&
	       slice_starts(slice_of(text.data + at, text.len - at), word);
}
static inline bool text_before(struct slice text, size_t at, const char *word)
{
	return slice_ends(slice_of(text.data, at), word);
}
/* Whether `text` from start to end holds the word. */
bool text_holds(struct slice text, size_t start, size_t end, const char *word);
/* Over blanks (not line ends), to the right and to the left. */
size_t text_skip(struct slice text, size_t at);
size_t text_skip_back(struct slice text, size_t at);
/* The first of `words` (NULL-terminated) that begins (ends) at `at`: its
 * length, else 0. */
size_t text_any_at(struct slice text, size_t at, const char *const *words);
size_t text_any_before(struct slice text, size_t at, const char *const *words);
/* A Latin word: as text_any_...(), and no letter or digit goes on. */
size_t text_word_at(struct slice text, size_t at, const char *const *words);
size_t text_word_before(struct slice text, size_t at, const char *const *words);
/* `at`, or the next begin of a character to its left. */
size_t text_character(struct slice text, size_t at);
