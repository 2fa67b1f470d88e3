#include "query/judgement.h"
#include "core/fail.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include "indexer/textindex.h"
#include "query/roundlist.h"

static bool is_whole(const Jobq__RoundDoc *doc)
{
	bool listing = !strcmp(doc->state, "complete") ||
		       !strcmp(doc->state, "accepted");

	return listing && doc->round->contents_ok;
}

static void add_reason(struct bytes *why, const Jobq__RoundDoc *doc)
{
	CLEANUP(bytes_deinit) struct bytes reason = {0};

	roundlist_reason(doc, &reason);
	bytes_add_text(why, doc->state);
	if (reason.len)
		bytes_add_format(why, ": %s", reason.data);
}

void judgement_add(struct judgement *j, const char *source,
		   const Jobq__RoundDoc *round, int64_t since_ms)
{
	bool ours =
		round && round->round && round->round->closed_ms >= since_ms;

	j->sources++;
	if (ours) {
		j->postings += round->seen;
		j->added += round->added;
		j->changed += round->changed;
		j->closed += round->closed;
		j->errors += round->round->errors;
	}
	if (ours && is_whole(round)) {
		j->complete++;
		return;
	}
	bytes_add_format(&j->why, "%s: ", source);
	if (ours)
		add_reason(&j->why, round);
	else
		bytes_add_text(&j->why, "no round was closed in this crawl");
	bytes_add_char(&j->why, '\n');
}

void judgement_deinit(struct judgement *j)
{
	bytes_deinit(&j->why);
}

/* ---- reading ---- */

static int keep_round(void *arg, const struct textindex_hit *hit)
{
	Jobq__RoundDoc **out = arg;

	*out = PACK_READ(jobq__round_doc, hit->data);
	return *out ? 0 : -1;
}

/* The round of `source` with the highest sequence; *out NULL: it has none. */
static int newest(struct textindex *index, const char *source,
		  Jobq__RoundDoc **out)
{
	CLEANUP(textquery_freep)
	struct textquery *query =
		textquery_and(textquery_term(TERM_TYPE, slice_text("round")),
			      textquery_term(TERM_SOURCE, slice_text(source)));
	struct textindex_search search = {.query = query,
					  .order = ORDER_VALUE_DOWN,
					  .slot = VALUE_ROUND_SEQ,
					  .limit = 1};
	int r = textindex_run(index, &search, keep_round, out, NULL);

	return fold(r, "judgement: newest round");
}

static int judge_source(struct judgement *j, struct textindex *index,
			const char *source, int64_t since_ms)
{
	CLEANUP(pack_freep) Jobq__RoundDoc *round = NULL;
	int r = index ? newest(index, source, &round) : 0;

	if (!r)
		judgement_add(j, source, round, since_ms);
	return r;
}

int judgement_read(struct judgement *out, const struct panel *panel,
		   int64_t since_ms)
{
	CLEANUP(textindex_freep) struct textindex *index = NULL;
	int r = textindex_open_reader(&index, INDEX_PATH);

	if (r == TEXTINDEX_E_ABSENT) /* nothing was ever indexed */
		r = 0;
	for (size_t i = 0; !r && i < panel->n_companies; i++) {
		const struct panel_company *company = &panel->companies[i];

		for (size_t k = 0; !r && k < company->n_sources; k++)
			r = judge_source(out, index, company->sources[k].id,
					 since_ms);
	}
	return fold(r, "judgement");
}
