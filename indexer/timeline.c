#include "indexer/timeline.h"
#include "core/alloc.h"
#include "core/times.h"
#include "indexer/gather.h"
#include "indexer/history.h"

/* What a round shows of a posting. */
enum mark {
	MARK_UNSEEN,
	MARK_LISTED,
	MARK_KEPT, /* a page failed that may be its own: it stays open */
};

struct track {
	struct history history;
	int64_t last_seen_ms;
	bool open;
	bool missing; /* from a round that alone proves nothing: */
	int64_t missing_ms;
	uint64_t missing_seq;
	enum mark mark; /* of the round that is being folded */
};

struct fold {
	const struct timeline_version *versions; /* by (version, extractor) */
	size_t n_versions;
	struct track *tracks; /* by posting */
	size_t n_tracks;
	int64_t judged_ms; /* the last complete or accepted round, else the
			    * first */
};

/* What one round amounts to. */
struct tally {
	size_t listed, unresolved; /* keys */
	size_t added, changed, closed;
	size_t open;	     /* before the round: what it opened is no measure
			      * of what it may close */
	size_t fresh, known; /* missing: now first, and from an earlier one */
};

const char *timeline_state_name(enum timeline_state state)
{
	static const char *const names[] = {
		[STATE_COMPLETE] = "complete", [STATE_PARTIAL] = "partial",
		[STATE_SUSPECT] = "suspect",   [STATE_ACCEPTED] = "accepted",
		[STATE_FAILED] = "failed",     [STATE_OPEN] = "open",
	};

	return names[state];
}

/* ---- versions ---- */

static int compare_versions(const void *left, const void *right)
{
	return memcmp(left, right, sizeof(struct timeline_version));
}

static size_t first_of_version(const struct fold *f, const struct digest *v)
{
	size_t low = 0, high = f->n_versions;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (memcmp(f->versions[mid].version.bytes, v->bytes,
			   DIGEST_BYTES) < 0)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

static bool version_has_extractor(const struct fold *f, const struct digest *v,
				  const struct digest *extractor)
{
	for (size_t i = first_of_version(f, v); i < f->n_versions; i++) {
		if (!digest_equal(&f->versions[i].version, v))
			return false;
		if (digest_equal(&f->versions[i].extractor, extractor))
			return true;
	}
	return false;
}

/* Did one extractor read both? Else their difference may be the extractor's. */
static bool comparable(const struct fold *f, const struct digest *a,
		       const struct digest *b)
{
	bool known = false;

	for (size_t i = first_of_version(f, a);
	     i < f->n_versions && digest_equal(&f->versions[i].version, a);
	     i++) {
		known = true;
		if (version_has_extractor(f, b, &f->versions[i].extractor))
			return true;
	}
	return !known;
}

/* ---- presence ---- */

static struct run *last_run(struct track *t)
{
	return &t->history.runs[t->history.n_runs - 1];
}

static void close_track(struct track *t, enum _Jobq__Ending ending,
			int64_t at_ms, uint64_t at_seq)
{
	struct run *run = last_run(t);

	run->span.until_ms = at_ms;
	run->span.ending = ending;
	run->span.last_seen_ms = t->last_seen_ms;
	run->until_seq = at_seq;
	t->open = false;
	t->missing = false;
}

static void begin_run(struct track *t, const struct gathered *r,
		      const struct digest *version)
{
	struct run *run = history_add(&t->history);

	run->span.from_ms = r->time_ms;
	run->span.from_seq = r->seq;
	run->span.version = *version;
	t->open = true;
}

static void reopen_run(struct track *t)
{
	struct run *run = last_run(t);

	run->span.until_ms = 0;
	run->span.ending = JOBQ__ENDING__ENDING_OPEN;
	run->span.last_seen_ms = 0;
	run->until_seq = 0;
	t->open = true;
}

/* What the span before the last said before it changed, or NULL. */
static const struct digest *version_before(const struct track *t)
{
	const struct run *run = t->history.runs + t->history.n_runs;

	if (t->history.n_runs < 2 ||
	    run[-2].span.ending != JOBQ__ENDING__ENDING_CHANGED)
		return NULL;
	return &run[-2].span.version;
}

/* Of several versions at one moment the last round's word stands; where that
 * is what the span before said, nothing changed. */
static void correct_version(struct track *t, const struct digest *version)
{
	const struct digest *before = version_before(t);

	last_run(t)->span.version = *version;
	if (!before || !digest_equal(before, version))
		return;
	t->history.n_runs--;
	reopen_run(t);
}

/* A listed posting that is not open opens a span. One that was opened and
 * closed at this very moment goes on: spans without length say nothing. */
static void open_track(struct track *t, const struct gathered *r,
		       const struct digest *version)
{
	if (!t->history.n_runs || last_run(t)->span.from_ms != r->time_ms) {
		begin_run(t, r, version);
		return;
	}
	reopen_run(t);
	if (!digest_none(version))
		correct_version(t, version);
}

/* Does a span that says `now` say something else when it shows `version`?
 * Not when it began without content, nor when no extractor read both; but what
 * it changed from is another thing for sure. */
static bool is_change(const struct fold *f, const struct track *t,
		      const struct digest *now, const struct digest *version)
{
	const struct digest *before = version_before(t);

	if (digest_none(now))
		return false;
	return comparable(f, now, version) ||
	       (before && digest_equal(before, version));
}

/* An open posting shows `version`. Returns whether it changed. */
static bool show_version(const struct fold *f, struct track *t,
			 const struct gathered *r, const struct digest *version)
{
	struct timeline_span *span = &last_run(t)->span;

	if (digest_none(version) || digest_equal(&span->version, version))
		return false;
	if (!is_change(f, t, &span->version, version)) {
		span->version = *version;
		return false;
	}
	if (span->from_ms == r->time_ms) {
		correct_version(t, version);
		return false;
	}
	close_track(t, JOBQ__ENDING__ENDING_CHANGED, r->time_ms, r->seq);
	begin_run(t, r, version);
	return true;
}

static void apply_listed(const struct fold *f, struct track *t,
			 const struct gathered *r,
			 const struct timeline_seen *seen, struct tally *tally)
{
	t->mark = MARK_LISTED;
	tally->listed++;
	if (!t->open) {
		open_track(t, r, &seen->version);
		tally->added++;
	} else if (show_version(f, t, r, &seen->version)) {
		tally->changed++;
	}
	t->missing = false;
	t->last_seen_ms = r->time_ms;
}

/* A page that failed keeps an open posting open and never opens one. */
static void apply_tentative(struct track *t, struct tally *tally)
{
	if (!t->open) {
		tally->unresolved++;
		return;
	}
	t->mark = MARK_KEPT;
	t->missing = false;
}

/* 404 or 410 on its own page, and no listing of the round shows it. */
static void apply_gone(struct track *t, const struct gathered *r,
		       struct tally *tally)
{
	if (!t->open)
		return;
	close_track(t, JOBQ__ENDING__ENDING_PAGE, r->time_ms, r->seq);
	tally->closed++;
}

static void apply_presences(const struct fold *f, const struct gathered *r,
			    struct tally *tally)
{
	struct track *t = f->tracks;

	for (size_t i = 0; i < f->n_tracks; i++)
		f->tracks[i].mark = MARK_UNSEEN;
	for (size_t i = 0; i < r->n_seen; i++, t++) {
		const struct timeline_seen *seen = &r->seen[i];

		while (gather_compare_ids(&t->history.id, &seen->posting))
			t++;
		if (seen->presence == JOBQ__PRESENCE__PRESENCE_LISTED)
			apply_listed(f, t, r, seen, tally);
		else if (seen->presence == JOBQ__PRESENCE__PRESENCE_GONE)
			apply_gone(t, r, tally);
		else
			apply_tentative(t, tally);
	}
}

/* ---- judging a round ---- */

static void count_missing(const struct fold *f, struct tally *tally)
{
	for (size_t i = 0; i < f->n_tracks; i++) {
		const struct track *t = &f->tracks[i];

		tally->open += t->open;
		tally->fresh += t->open && !t->mark && !t->missing;
		tally->known += t->open && !t->mark && t->missing;
	}
	tally->open -= tally->added;
}

/* Why absence from this listing is no evidence, or NULL: it is complete. */
static char *why_incomplete(const struct gathered *r, const struct tally *tally)
{
	if (!r->listing_ok)
		return alloc_copy(r->listing_why && *r->listing_why
					  ? r->listing_why
					  : "the listing was not read whole");
	if (tally->unresolved)
		return alloc_format("%zu failed page%s may be a posting's",
				    tally->unresolved,
				    tally->unresolved == 1 ? "" : "s");
	if (r->claimed >= 0 && tally->listed != (uint64_t)r->claimed)
		return alloc_format("listing shows %zu of %lld postings",
				    tally->listed, (long long)r->claimed);
	return NULL;
}

/* How much of the open postings may go at once, in millionths: 10 % and 5 %
 * more for each day since a listing was last believed, at most 90 %. */
static uint64_t believable(const struct fold *f, const struct gathered *r)
{
	const uint64_t first = 100000, a_day = 50000, most = 900000;
	uint64_t ms = (uint64_t)r->time_ms - (uint64_t)f->judged_ms;

	if (ms > 100 * (uint64_t)TIMES_DAY_MS)
		return most;
	ms = first + a_day * ms / (uint64_t)TIMES_DAY_MS;
	return ms < most ? ms : most;
}

/* A board that is empty at once, or lost too much at once, is rather a broken
 * answer than a closed board. What an earlier round missed too is no news. */
static bool is_suspect(const struct fold *f, const struct gathered *r,
		       const struct tally *tally)
{
	const size_t never = 3;

	if (!tally->fresh)
		return false;
	if (!tally->listed)
		return true;
	return tally->fresh >= never && tally->fresh * UINT64_C(1000000) >
						tally->open * believable(f, r);
}

static char *why_suspect(const struct fold *f, const struct gathered *r,
			 const struct tally *tally)
{
	if (!tally->listed)
		return alloc_format("listing is empty, %zu postings were open",
				    tally->open);
	return alloc_format(
		"would close %zu of %zu open postings (limit %llu %%)",
		tally->fresh, tally->open,
		(unsigned long long)believable(f, r) / 10000);
}

static void judge(const struct fold *f, const struct gathered *r,
		  const struct tally *tally, struct timeline_verdict *out)
{
	out->reason = NULL;
	if (!r->closed) {
		out->state = STATE_OPEN;
	} else if ((out->reason = why_incomplete(r, tally))) {
		out->state = !r->listing_ok && !tally->listed ? STATE_FAILED
							      : STATE_PARTIAL;
	} else if (!is_suspect(f, r, tally)) {
		out->state = STATE_COMPLETE;
	} else if (r->accepted) {
		out->state = STATE_ACCEPTED;
		out->reason =
			alloc_format("%zu of %zu open postings are gone",
				     tally->fresh + tally->known, tally->open);
	} else {
		out->state = STATE_SUSPECT;
		out->reason = why_suspect(f, r, tally);
	}
	if (!out->reason)
		out->reason = alloc_copy("");
}

/* ---- absence ---- */

static void note_missing(struct track *t, const struct gathered *r)
{
	if (t->missing)
		return;
	t->missing = true;
	t->missing_ms = r->time_ms;
	t->missing_seq = r->seq;
}

/* A suspect round closes nothing; what it misses waits for the next. */
static bool absent_suspect(struct track *t, const struct gathered *r)
{
	note_missing(t, r);
	return false;
}

/* A person's word closes all that is missing, dated when it was first. */
static bool absent_accepted(struct track *t, const struct gathered *r)
{
	note_missing(t, r);
	close_track(t, JOBQ__ENDING__ENDING_ACCEPTED, t->missing_ms,
		    t->missing_seq);
	return true;
}

/* The second complete round in a row confirms, dated at the first; an
 * authoritative one needs no second. */
static bool absent_complete(struct track *t, const struct gathered *r)
{
	if (t->missing) {
		close_track(t, JOBQ__ENDING__ENDING_CONFIRMED, t->missing_ms,
			    t->missing_seq);
		return true;
	}
	if (!r->authoritative) {
		note_missing(t, r);
		return false;
	}
	close_track(t, JOBQ__ENDING__ENDING_LISTING, r->time_ms, r->seq);
	return true;
}

static void apply_absences(struct fold *f, const struct gathered *r,
			   enum timeline_state state, struct tally *tally)
{
	bool (*absent)(struct track *, const struct gathered *) =
		state == STATE_SUSPECT	  ? absent_suspect
		: state == STATE_ACCEPTED ? absent_accepted
		: state == STATE_COMPLETE ? absent_complete
					  : NULL;

	if (!absent)
		return;
	for (size_t i = 0; i < f->n_tracks; i++) {
		struct track *t = &f->tracks[i];

		if (t->open && t->mark == MARK_UNSEEN)
			tally->closed += absent(t, r);
	}
	if (state != STATE_SUSPECT)
		f->judged_ms = r->time_ms;
}

/* ---- the fold ---- */

static void note_unseen(const struct fold *f, struct timeline_verdict *out)
{
	size_t n = 0;

	for (size_t i = 0; i < f->n_tracks; i++)
		n += f->tracks[i].open && f->tracks[i].mark != MARK_LISTED;
	out->unseen = alloc_zero(n + 1, sizeof(*out->unseen));
	for (size_t i = 0; i < f->n_tracks; i++) {
		if (f->tracks[i].open && f->tracks[i].mark != MARK_LISTED)
			out->unseen[out->n_unseen++] = f->tracks[i].history.id;
	}
}

static void fold_round(struct fold *f, const struct gathered *r,
		       struct timeline_verdict *out)
{
	struct tally tally = {0};

	apply_presences(f, r, &tally);
	count_missing(f, &tally);
	judge(f, r, &tally, out);
	apply_absences(f, r, out->state, &tally);
	note_unseen(f, out);
	out->time_ms = r->time_ms;
	out->seq = r->seq;
	out->seen = tally.listed;
	out->added = tally.added;
	out->changed = tally.changed;
	out->closed = tally.closed;
}

static void copy_spans(struct timeline_posting *out, const struct track *t)
{
	size_t n = t->history.n_runs;

	out->id = t->history.id;
	out->spans = alloc_zero(n, sizeof(*out->spans));
	out->n_spans = n;
	for (size_t i = 0; i < n; i++)
		out->spans[i] = t->history.runs[i].span;
	if (t->open && t->missing)
		out->spans[n - 1].missing_since_ms = t->missing_ms;
}

static void publish(struct timeline *out, const struct fold *f)
{
	const struct history_texts texts = {f->versions, f->n_versions};
	CLEANUP(freep)
	struct history *histories =
		alloc_zero(f->n_tracks + 1, sizeof(*histories));
	size_t n = 0;

	out->postings = alloc_zero(f->n_tracks + 1, sizeof(*out->postings));
	for (size_t i = 0; i < f->n_tracks; i++) {
		if (!f->tracks[i].history.n_runs)
			continue; /* tentative or gone only: never was one */
		copy_spans(&out->postings[n], &f->tracks[i]);
		histories[n++] = f->tracks[i].history;
	}
	out->n_postings = n;
	history_events(out, histories, n, &texts);
}

static struct timeline_version *sort_versions(const struct timeline_input *in)
{
	struct timeline_version *sorted =
		alloc_zero(in->n_versions + 1, sizeof(*sorted));

	if (!in->n_versions)
		return sorted;
	memcpy(sorted, in->versions, in->n_versions * sizeof(*sorted));
	qsort(sorted, in->n_versions, sizeof(*sorted), compare_versions);
	return sorted;
}

void timeline_fold(struct timeline *out, const struct timeline_input *input)
{
	CLEANUP(freep) struct timeline_version *versions = sort_versions(input);
	CLEANUP(gather_deinit) struct gather g;
	struct fold f = {.versions = versions, .n_versions = input->n_versions};

	*out = (struct timeline){0};
	gather_init(&g, input);
	f.tracks = alloc_zero(g.n_ids + 1, sizeof(*f.tracks));
	f.n_tracks = g.n_ids;
	for (size_t i = 0; i < g.n_ids; i++)
		f.tracks[i].history.id = g.ids[i];
	f.judged_ms = g.n_rounds ? g.rounds[0].time_ms : 0;
	out->rounds = alloc_zero(g.n_rounds + 1, sizeof(*out->rounds));
	out->n_rounds = g.n_rounds;
	for (size_t i = 0; i < g.n_rounds; i++)
		fold_round(&f, &g.rounds[i], &out->rounds[i]);
	publish(out, &f);
	for (size_t i = 0; i < f.n_tracks; i++)
		history_deinit(&f.tracks[i].history);
	free(f.tracks);
}

void timeline_deinit(struct timeline *timeline)
{
	for (size_t i = 0; i < timeline->n_postings; i++)
		free(timeline->postings[i].spans);
	for (size_t i = 0; i < timeline->n_rounds; i++) {
		free(timeline->rounds[i].reason);
		free(timeline->rounds[i].unseen);
	}
	free(timeline->postings);
	free(timeline->events);
	free(timeline->rounds);
	*timeline = (struct timeline){0};
}
