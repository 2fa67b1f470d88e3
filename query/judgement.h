#pragma once
/*
 * Judgement: whether what a crawl ran is complete, read off the round documents
 * of the index: the newest round of each source of the panel, as far as it was
 * closed by this crawl. Pure but for the index that it reads.
 */
#include "core/bytes.h"
#include "core/panel.h"
#include "core/records.pb-c.h"

struct judgement {
	size_t sources, complete;
	uint64_t postings, added, changed, closed, errors; /* their sums */
	struct bytes why; /* a line for each source that is not complete:
			   * "acme/ashby: partial: ...\n" */
};

/* Takes in the newest round of `source`; NULL: it has none that counts. A round
 * closed before `since_ms` (real clock) is another crawl's. */
void judgement_add(struct judgement *j, const char *source,
		   const Jobq__RoundDoc *round, int64_t since_ms);
/* Judges every source of the panel by the index at INDEX_PATH. */
MUST_CHECK int judgement_read(struct judgement *out, const struct panel *panel,
			      int64_t since_ms);
void judgement_deinit(struct judgement *j);
