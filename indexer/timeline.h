#pragma once
/*
 * Timeline: what a source's observations, closed rounds and acceptances mean:
 * each posting's spans, the events between them, each round's state. A pure
 * function of sets: the order and repetition of the input do not matter, also
 * years late. No clock, no store. docs/timeline.md gives the rules with their
 * reasons; promises 4 and 5 are kept here.
 *
 * The rules of absence (DESIGN.md, "Records"):
 *   - A presence in any round, complete or not, is evidence.
 *   - A listing is complete if every page was fetched and valid, the number of
 *     distinct keys equals what the site claims (where it does), and every
 *     tentative key is an open posting's.
 *   - A posting missing from a complete listing closes: at once where the
 *     listing is authoritative; else when the next complete round misses it
 *     too, dated at the first.
 *   - A complete round that finds nothing where something was open, or would
 *     newly miss at least 3 postings and more than 10 % of the open ones plus
 *     5 % for each day since the last complete round (at most 90 %), is
 *     suspect: it closes nothing; the next complete round that is not suspect
 *     closes what both miss, dated at the first; an acceptance closes at once.
 *   - 404/410 on its own page closes a posting that no listing of that round
 *     shows.
 * Of several versions at one moment (rounds of equal time) the last one stands,
 * without a span or event of the others; a span without length is kept only
 * where the posting would else be lost.
 */
#include "core/digest.h"

struct timeline_seen {
	struct posting_id posting;
	struct digest version; /* none: listed, its content not had */
	enum _Jobq__Presence presence;
};
struct timeline_round {
	int64_t time_ms;
	uint64_t seq; /* rounds order by (time_ms, seq) */
	bool closed;  /* else still open: presences count, nothing else */
	bool listing_ok, contents_ok, authoritative;
	bool accepted;
	int64_t claimed;	 /* -1 */
	const char *listing_why; /* borrowed */
	const struct timeline_seen *seen;
	size_t n_seen; /* any order, repetition allowed */
};
/* What the fold must know of a version. One that was read by two extractors is
 * in the table twice: two versions are compared if one extractor read both,
 * or if nothing is known of them; else their difference is no change. */
struct timeline_version {
	struct digest version, text; /* text: for reposts; none: it has none */
	struct digest extractor;
};

enum timeline_state {
	STATE_COMPLETE,
	STATE_PARTIAL,
	STATE_SUSPECT,
	STATE_ACCEPTED,
	STATE_FAILED,
	STATE_OPEN /* not closed by the coordinator yet */
};
const char *timeline_state_name(enum timeline_state state);

struct timeline_span {
	int64_t from_ms, until_ms; /* until 0: open */
	uint64_t from_seq;
	int64_t last_seen_ms;	  /* of a closed one */
	int64_t missing_since_ms; /* 0, or open but missing */
	enum _Jobq__Ending ending;
	struct digest version; /* none: no content was ever had */
};
struct timeline_posting {
	struct posting_id id;
	struct timeline_span *spans; /* oldest first, at least one */
	size_t n_spans;
};
struct timeline_event {
	enum _Jobq__EventKind kind;
	struct posting_id posting, other; /* other: of a repost */
	int64_t at_ms;
	uint64_t at_seq;
	struct digest before, after;
	enum _Jobq__Ending ending;
	int64_t last_seen_ms;
};
struct timeline_verdict { /* per round, in order of (time, seq) */
	int64_t time_ms;
	uint64_t seq;
	enum timeline_state state;
	char *reason; /* in words; "" for a complete one */
	size_t seen, added, changed, closed;
	struct posting_id *unseen; /* open then and not seen in it */
	size_t n_unseen;
};
struct timeline {
	struct timeline_posting *postings; /* by id */
	size_t n_postings;
	struct timeline_event *events; /* by (at, seq, posting, kind) */
	size_t n_events;
	struct timeline_verdict *rounds;
	size_t n_rounds;
};

struct timeline_input {
	const struct timeline_round
		*rounds; /* any order; those of equal
			  * (time, seq) are one: seen united */
	size_t n_rounds;
	const struct timeline_version *versions; /* any order */
	size_t n_versions;
};
/* Never fails. */
void timeline_fold(struct timeline *out, const struct timeline_input *input);
void timeline_deinit(struct timeline *timeline);
