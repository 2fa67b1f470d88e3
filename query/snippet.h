#pragma once
/*
 * Snippet: the piece of a posting that answers a question, with the matches
 * marked. Pieces of the original text, found by the tokens of the index: also
 * by stem, in traditional characters, in full width. Pure.
 */
#include "core/records.pb-c.h"
#include "query/question.h"

enum { SNIPPET_COLUMNS = 160 }; /* CJK counts two */

struct snippet_mark {
	size_t start, end; /* bytes of snippet.text */
};

struct snippet {
	char *text; /* one line: each run of white space is one blank */
	struct snippet_mark *marks; /* in order, apart from each other */
	size_t n_marks;
	size_t block;	   /* of the content, from which it is taken */
	size_t start, end; /* bytes of that block's text */
	bool more_before, more_after; /* the block's text goes on there */
};

/* The window of at most `columns` over one block that holds most of what the
 * question's words ask for, cut at sentences or else between words; where
 * nothing matches, the first block's beginning. `text` is "" where the content
 * (NULL is allowed) has no text. */
void snippet_of_content(struct snippet *out, const struct question *q,
			const Jobq__Content *content, unsigned columns);
/* The whole title, with what matches in it. */
void snippet_of_title(struct snippet *out, const struct question *q,
		      const char *title);
/* The mention's sentence, with its quote marked. */
void snippet_of_mention(struct snippet *out, const Jobq__Mention *mention);
void snippet_deinit(struct snippet *s);
