#include "indexing.h"
#include "core/alloc.h"
#include "indexer/textdoc.h"

static void add_text(struct textdoc *doc, struct tokens *tokens,
		     const char *text)
{
	struct token token;

	tokens_begin(tokens, slice_text(text), 1);
	while (tokens_next(tokens, &token))
		textdoc_posting(doc, token.kind == TOKEN_STEM ? "Z" : "",
				slice_of(token.text, token.len),
				token.position);
}

int indexing_add(struct textindex *index, struct tokens *tokens, long long n,
		 const char *text, struct slice data)
{
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	CLEANUP(freep) char *id = alloc_format("Q%lld", n);

	textdoc_term(doc, "", slice_text(id));
	add_text(doc, tokens, text);
	textdoc_data(doc, data);
	return textindex_replace(index, id, doc);
}
