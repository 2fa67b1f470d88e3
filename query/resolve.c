#include "query/resolve.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include "query/filter.h"
#include "query/posting.h"
#include <ctype.h>
#include <errno.h>

static int add_term(void *arg, const char *term)
{
	struct resolved *found = arg;
	const char *hex = term + strlen(TERM_POSTING);

	if (found->n_several < RESOLVE_SHOWN && strlen(hex) == POSTING_HEX - 1)
		memcpy(found->several[found->n_several++], hex, POSTING_HEX);
	return 0;
}

/* Postings whose id begins with `hex`. */
static int by_beginning(struct textindex *index, const char *hex,
			struct resolved *out)
{
	CLEANUP(freep) char *prefix = alloc_format("%s%s", TERM_POSTING, hex);
	int r;

	out->n_several = 0;
	for (char *c = prefix + strlen(TERM_POSTING); *c; c++)
		*c = (char)tolower((unsigned char)*c);
	r = textindex_terms(index, prefix, RESOLVE_SHOWN, add_term, out);
	if (r)
		return r;
	if (!out->n_several)
		return RESOLVE_E_NONE;
	memcpy(out->posting, out->several[0], POSTING_HEX);
	return out->n_several == 1 ? 0 : RESOLVE_E_MANY;
}

struct external_search {
	const char *external_id;
	struct resolved *out;
	bool found;
};

static int match_external(void *arg, const struct textindex_hit *hit)
{
	struct external_search *search = arg;
	CLEANUP(pack_freep)
	Jobq__SpanDoc *doc = PACK_READ(jobq__span_doc, hit->data);

	if (!doc)
		return fail(-EBADMSG, "index: a span's record is damaged");
	if (strcmp(posting_external_id(doc), search->external_id) != 0 ||
	    strlen(doc->posting) != POSTING_HEX - 1)
		return 0;
	memcpy(search->out->posting, doc->posting, POSTING_HEX);
	search->found = true;
	return 0;
}

/* The newest posting of the source that the site calls so. */
static int by_external_id(struct textindex *index, const char *source,
			  const char *external_id, struct resolved *out)
{
	struct external_search search = {external_id, out, false};
	CLEANUP(textquery_freep)
	struct textquery *query = textquery_and(
		filter_type("span"), filter_term(TERM_SOURCE, source));
	struct textindex_search ask = {
		.query = query, .order = ORDER_VALUE_UP, .slot = VALUE_FROM};
	int r = textindex_run(index, &ask, match_external, &search, NULL);

	if (r)
		return r;
	return search.found ? 0 : RESOLVE_E_NONE;
}

static int by_source(struct textindex *index, const char *text,
		     const char *colon, struct resolved *out)
{
	CLEANUP(freep)
	char *source = alloc_copy_n(text, (size_t)(colon - text));
	struct posting_id id = posting_id_of(source, colon + 1);
	char hex[POSTING_HEX];
	int r = by_beginning(index, posting_hex(&id, hex), out);

	if (r != RESOLVE_E_NONE)
		return r;
	return by_external_id(index, source, colon + 1, out);
}

int resolve_posting(struct textindex *index, const char *text,
		    struct resolved *out)
{
	const char *colon = strchr(text, ':');
	size_t digits = strspn(text, "0123456789abcdefABCDEF");

	if (digits && digits < POSTING_HEX && !text[digits])
		return by_beginning(index, text, out);
	if (colon && colon != text && colon[1])
		return by_source(index, text, colon, out);
	return RESOLVE_E_NONE;
}
