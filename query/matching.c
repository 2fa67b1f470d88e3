#include "query/matching.h"
#include "core/alloc.h"
#include "core/digest.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include "query/command.h"
#include "query/filter.h"
#include "query/question.h"
#include <errno.h>
#include <stdlib.h>

/* Postings that one search is restricted to. */
enum { MATCHING_BATCH = 500 };

struct matching_entry {
	char posting[POSTING_HEX];
	bool found;
};

struct matching {
	struct matching_entry *entries; /* by posting, once it has run */
	size_t n, cap;
};

struct matching *matching_new(void)
{
	return alloc_zero(1, sizeof(struct matching));
}

void matching_free(struct matching *m)
{
	if (!m)
		return;
	free(m->entries);
	free(m);
}

void matching_add(struct matching *m, const char *posting)
{
	if (strlen(posting) != POSTING_HEX - 1)
		return;
	if (m->n == m->cap) {
		m->cap = m->cap ? 2 * m->cap : 64;
		m->entries =
			alloc_resize(m->entries, m->cap, sizeof(*m->entries));
	}
	m->entries[m->n] = (struct matching_entry){.found = false};
	memcpy(m->entries[m->n++].posting, posting, POSTING_HEX);
}

static int by_posting(const void *a, const void *b)
{
	const struct matching_entry *x = a, *y = b;

	return strcmp(x->posting, y->posting);
}

static void sort(struct matching *m)
{
	size_t kept = 0;

	if (m->n)
		qsort(m->entries, m->n, sizeof(*m->entries), by_posting);
	for (size_t i = 0; i < m->n; i++) {
		if (!kept || by_posting(&m->entries[kept - 1], &m->entries[i]))
			m->entries[kept++] = m->entries[i];
	}
	m->n = kept;
}

static struct matching_entry *find(const struct matching *m,
				   const char *posting)
{
	struct matching_entry key = {.found = false};

	if (!m->n || strlen(posting) != POSTING_HEX - 1)
		return NULL;
	memcpy(key.posting, posting, POSTING_HEX);
	return bsearch(&key, m->entries, m->n, sizeof(key), by_posting);
}

bool matching_has(const struct matching *m, const char *posting)
{
	const struct matching_entry *entry = find(m, posting);

	return entry && entry->found;
}

static int mark(void *arg, const struct textindex_hit *hit)
{
	struct matching *m = arg;
	struct matching_entry *entry;
	CLEANUP(pack_freep)
	Jobq__SpanDoc *doc = PACK_READ(jobq__span_doc, hit->data);

	if (!doc)
		return fail(-EBADMSG, "index: a span's record is damaged");
	entry = find(m, doc->posting);
	if (entry)
		entry->found = true;
	return 0;
}

/* Asks of the postings of `these` alone; owns `these`. */
static int run_batch(struct matching *m, struct textindex *index,
		     const struct question *question, int64_t at_ms,
		     struct textquery *these)
{
	CLEANUP(textquery_freep) struct textquery *query = NULL;
	struct textindex_search search = {.order = ORDER_VALUE_UP,
					  .slot = VALUE_FROM};

	query = textquery_filter(question_compile(question), these);
	query = textquery_filter(query, textquery_and(filter_type("span"),
						      filter_open_at(at_ms)));
	search.query = query;
	return textindex_run(index, &search, mark, m, NULL);
}

static int run_all(struct matching *m, struct textindex *index,
		   const struct question *question, int64_t at_ms)
{
	struct textquery *these = NULL;
	int r = 0;

	for (size_t i = 0; !r && i < m->n; i++) {
		these = textquery_or(these, filter_term(TERM_POSTING,
							m->entries[i].posting));
		if ((i + 1) % MATCHING_BATCH && i + 1 < m->n)
			continue;
		r = run_batch(m, index, question, at_ms, TAKE(these));
	}
	return r;
}

int matching_run(struct matching *m, struct textindex *index, const char *query,
		 int64_t at_ms)
{
	CLEANUP(question_freep) struct question *question = NULL;
	CLEANUP(freep) char *why = NULL;
	int r = question_parse(&question, query, &why);

	if (r == QUESTION_E_FORM)
		return fail(-EINVAL, "query: %s", why);
	if (r)
		return r;
	sort(m);
	return run_all(m, index, question, at_ms);
}

int matching_check(const char *command, const char *query)
{
	CLEANUP(question_freep) struct question *question = NULL;
	CLEANUP(freep) char *why = NULL;
	int r = question_parse(&question, query, &why);

	if (r == QUESTION_E_FORM)
		return command_usage(command, "%s", why);
	return r ? COMMAND_FAULT : 0;
}
