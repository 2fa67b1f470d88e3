#include "indexer/indexer.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/times.h"
#include "indexer/fold.h"
#include "indexer/group.h"
#include "indexer/reanalysis.h"
#include "indexer/tally.h"
#include <errno.h>
#include <zmq.h>

enum {
	STEP = 64,	 /* changes applied between two looks at the wire */
	TRIM_AT = 10000, /* changes that the index has, then forgotten */
	BACKOFF_MS = 100,
	BACKOFF_MAX_MS = 5000,
	DAMAGED_AFTER = 3, /* faults of the index in a row: it is made anew */
	IDLE_MS = 60000,
};

struct flush { /* waits for the index's commit of `seq` */
	struct bytes peer;
	uint64_t batch, seq;
};

struct indexer {
	const struct indexer_options *options;
	struct analyses *analyses; /* NULL: none are made */
	struct reanalysis reanalysis;
	int64_t reread_ms;   /* no step of it before then */
	struct apply *apply; /* NULL: to be opened again at `retry_ms` */
	struct group group;
	struct intake counts;
	struct tally tally;
	uint64_t folded_contents; /* counts.contents at the last open fold */
	uint64_t seq;		  /* of the corpus */
	int64_t news_ms;	  /* when something came last that open rounds
				   * are not folded for; 0: nothing */
	bool behind; /* the index may have something to take over */
	bool stop;
	int faults; /* of the index, in a row */
	int64_t retry_ms;
	struct flush *flushes;
	size_t n_flushes;
};

static int64_t backoff_ms(int faults)
{
	int64_t ms = BACKOFF_MS;

	while (--faults > 0 && ms < BACKOFF_MAX_MS)
		ms *= 2;
	return ms < BACKOFF_MAX_MS ? ms : BACKOFF_MAX_MS;
}

/* ---- the index ---- */

static bool disk_is_full(void)
{
	return datadir_free_bytes() < DATADIR_ROOM_BYTES;
}

/* After a fault the writer is given up and opened anew, which goes on from the
 * last commit; an index that fails again and again is damaged. */
static void give_up_index(struct indexer *x)
{
	apply_free(x->apply);
	x->apply = NULL;
	x->faults++;
	x->retry_ms = times_mono_ms() + backoff_ms(x->faults);
}

static void reopen_index(struct indexer *x)
{
	const struct apply_options options = {
		.corpus = x->options->corpus,
		.path = x->options->index,
		.analyses = x->analyses,
		.rebuild = x->faults >= DAMAGED_AFTER && !disk_is_full()};

	if (times_mono_ms() < x->retry_ms)
		return;
	if (apply_open(&x->apply, &options))
		give_up_index(x);
}

static void step_index(struct indexer *x)
{
	uint64_t before;
	int r;

	if (!x->apply)
		reopen_index(x);
	if (!x->apply)
		return;
	before = apply_cursor(x->apply);
	r = apply_step(x->apply, STEP);
	if (r < 0) {
		give_up_index(x);
		return;
	}
	if (r == APPLY_E_IDLE || apply_cursor(x->apply) > before)
		x->faults = 0; /* what is not committed may fail still */
	x->behind = r != APPLY_E_IDLE;
}

static int trim(struct indexer *x)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	uint64_t done = x->apply ? apply_cursor(x->apply) : 0, trimmed = 0;
	int r = store_begin(x->options->corpus, STORE_READ, &txn);

	if (!r)
		r = corpus_trimmed(txn, &trimmed);
	store_abort(TAKE(txn));
	if (r || done < trimmed + TRIM_AT)
		return r;
	r = store_begin(x->options->corpus, STORE_WRITE, &txn);
	if (!r)
		r = corpus_trim(txn, done, TRIM_AT);
	return r ? r : store_commit(TAKE(txn));
}

/* ---- answers ---- */

static int send_ack(struct indexer *x, const struct bytes *peer, uint64_t batch,
		    const char *error)
{
	Jobq__Ack ack = JOBQ__ACK__INIT;
	int r;

	ack.batch = batch;
	ack.error = (char *)(error ? error : "");
	r = wire_send(x->options->socket, peer, WIRE_ACK, &ack);
	return r > 0 ? 0 : r; /* a peer that is gone sends it again */
}

static int read_status(struct indexer *x, Jobq__Status *out)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	size_t postings = 0;
	int r = store_begin(x->options->corpus, STORE_READ, &txn);

	if (!r)
		r = tally_update(&x->tally, txn);
	if (!r)
		r = store_count(txn, DB_POSTINGS, &postings);
	out->postings = postings;
	return r;
}

static uint64_t positive(int64_t n)
{
	return n > 0 ? (uint64_t)n : 0;
}

static int send_status(struct indexer *x, const struct bytes *peer)
{
	Jobq__Status status = JOBQ__STATUS__INIT;
	int r = read_status(x, &status);

	if (r)
		return r;
	status.program = (char *)"jobq-indexer";
	status.added = positive(x->tally.added);
	status.changed = positive(x->tally.changed);
	status.closed = positive(x->tally.closed);
	status.errors = x->counts.refused;
	status.reanalysed = x->reanalysis.done;
	status.to_reanalyse = x->reanalysis.under_way ? x->reanalysis.total : 0;
	status.corpus_seq = x->seq;
	status.index_seq = x->apply ? apply_cursor(x->apply) : 0;
	r = wire_send(x->options->socket, peer, WIRE_STATUS, &status);
	return r > 0 ? 0 : r;
}

static void add_flush(struct indexer *x, const struct bytes *peer,
		      uint64_t batch)
{
	struct flush *f;

	x->flushes =
		alloc_resize(x->flushes, x->n_flushes + 1, sizeof(*x->flushes));
	f = &x->flushes[x->n_flushes++];
	*f = (struct flush){.batch = batch, .seq = x->seq};
	bytes_add(&f->peer, peer->data, peer->len);
}

static int answer_flushes(struct indexer *x)
{
	size_t kept = 0;
	int r = 0;

	for (size_t i = 0; i < x->n_flushes; i++) {
		struct flush *f = &x->flushes[i];

		if (r || !x->apply || apply_cursor(x->apply) < f->seq) {
			x->flushes[kept++] = *f;
			continue;
		}
		r = send_ack(x, &f->peer, f->batch, NULL);
		bytes_deinit(&f->peer);
	}
	x->n_flushes = kept;
	return r;
}

static int answer_message(struct indexer *x, size_t i)
{
	const struct wire_message *m = &x->group.messages[i];
	const struct answer *a = &x->group.answers[i];

	switch (m->type) {
	case WIRE_STATUS_ASK:
		return send_status(x, &m->peer);
	case WIRE_FLUSH:
		add_flush(x, &m->peer, a->batch);
		return 0;
	case WIRE_OBSERVATIONS:
	case WIRE_ROUNDS:
	case WIRE_SOURCES:
	case WIRE_ACCEPT:
		return send_ack(x, &m->peer, a->batch, a->error);
	default:
		return 0;
	}
}

/* ---- the corpus ---- */

static int read_seq(struct indexer *x)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	int r = store_begin(x->options->corpus, STORE_READ, &txn);

	return r ? r : corpus_seq(txn, &x->seq);
}

static bool stop_asked(struct indexer *x, int64_t wait_ms)
{
	zmq_pollitem_t item = {.fd = x->options->stop_fd, .events = ZMQ_POLLIN};

	if (zmq_poll(&item, 1, wait_ms) > 0)
		x->stop = true;
	return x->stop;
}

/* Commits the group. A full disk is the one fault that is waited out here: what
 * is not committed is not acknowledged, and it may come right. */
static int commit_patiently(struct indexer *x, bool open_too)
{
	for (int tries = 1;; tries++) {
		int r = group_commit(&x->group, x->options->corpus, &x->counts,
				     open_too);

		if (r != -ENOSPC)
			return r;
		if (stop_asked(x, backoff_ms(tries)))
			return r;
	}
}

static bool open_fold_is_due(const struct indexer *x)
{
	if (group_has(&x->group, WIRE_FLUSH) ||
	    x->counts.contents - x->folded_contents >= INDEXER_OPEN_CONTENTS)
		return true;
	return x->news_ms && times_mono_ms() - x->news_ms >= INDEXER_QUIET_MS;
}

static int commit_group(struct indexer *x)
{
	bool open_too = open_fold_is_due(x);
	int r = 0;

	if (!x->group.n && !open_too)
		return 0;
	if (group_has(&x->group, WIRE_OBSERVATIONS))
		x->news_ms = times_mono_ms();
	r = commit_patiently(x, open_too);
	if (!r)
		r = read_seq(x);
	if (r)
		return r;
	if (open_too) {
		x->folded_contents = x->counts.contents;
		x->news_ms = 0;
	}
	x->behind = true;
	for (size_t i = 0; !r && i < x->group.n; i++)
		r = answer_message(x, i);
	group_reset(&x->group);
	return r;
}

/* ---- after the rules have changed ---- */

static bool reread_is_due(const struct indexer *x)
{
	return x->reanalysis.under_way && !x->behind && x->apply &&
	       times_mono_ms() >= x->reread_ms;
}

/* The next spans become changes; the index takes them over between messages,
 * as it does all others. */
static int reread(struct indexer *x)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	int r = store_begin(x->options->corpus, STORE_WRITE, &txn);

	if (!r)
		r = reanalysis_step(&x->reanalysis, txn, INDEXER_REREAD);
	if (r >= 0)
		r = store_commit(TAKE(txn));
	if (r == -ENOSPC) { /* it can wait until there is room */
		x->reread_ms = times_mono_ms() + BACKOFF_MAX_MS;
		return 0;
	}
	x->behind = true;
	return r ? r : read_seq(x);
}

/* ---- the loop ---- */

static bool lags(const struct indexer *x)
{
	return x->apply && x->seq > apply_cursor(x->apply) + INDEXER_LAG;
}

static int64_t wait_ms(const struct indexer *x)
{
	int64_t now = times_mono_ms(), ms = IDLE_MS;

	if (x->behind && x->apply)
		return 0;
	if (x->news_ms)
		ms = x->news_ms + INDEXER_QUIET_MS - now;
	if (!x->apply && x->retry_ms - now < ms)
		ms = x->retry_ms - now;
	if (x->reanalysis.under_way && x->apply && x->reread_ms - now < ms)
		ms = x->reread_ms - now;
	return ms > 0 ? ms : 0;
}

static int turn(struct indexer *x)
{
	zmq_pollitem_t items[] = {
		{.fd = x->options->stop_fd, .events = ZMQ_POLLIN},
		{.socket = x->options->socket, .events = ZMQ_POLLIN},
	};
	int n = zmq_poll(items, lags(x) ? 1 : 2, wait_ms(x));
	int r = 0;

	if (n < 0 && zmq_errno() != EINTR)
		return fail(-EIO, "indexer: poll: %s",
			    zmq_strerror(zmq_errno()));
	if (n > 0 && items[0].revents) {
		x->stop = true;
		return 0;
	}
	if (n > 0 && items[1].revents)
		r = group_receive(&x->group, x->options->socket);
	if (!r)
		r = commit_group(x);
	if (r)
		return r;
	step_index(x);
	r = answer_flushes(x);
	if (r || x->behind)
		return r;
	r = trim(x);
	return r || !reread_is_due(x) ? r : reread(x);
}

/* What a killed process left unfolded, and where counting begins. */
static int begin(struct indexer *x)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	int r = store_begin(x->options->corpus, STORE_WRITE, &txn);

	if (!r)
		r = tally_init(&x->tally, txn);
	if (!r)
		r = fold_dirty(txn, false);
	if (!r && x->options->analyser)
		r = reanalysis_begin(
			&x->reanalysis, txn,
			rules_digest(analyser_rules(x->options->analyser)));
	if (!r)
		r = store_commit(TAKE(txn));
	return r ? r : read_seq(x);
}

static void end(struct indexer *x)
{
	if (x->apply && apply_flush(x->apply))
		log_line(LOG_WARN, "indexer",
			 "the index was not brought up to date; the next start "
			 "does it");
	apply_free(x->apply);
	analyses_free(x->analyses);
	group_reset(&x->group);
	for (size_t i = 0; i < x->n_flushes; i++)
		bytes_deinit(&x->flushes[i].peer);
	free(x->flushes);
	free(x);
}

int indexer_run(const struct indexer_options *options)
{
	struct indexer *x = alloc_zero(1, sizeof(*x));
	int r;

	x->options = options;
	x->behind = true;
	if (options->analyser)
		x->analyses = analyses_new(options->corpus, options->analyser);
	r = begin(x);
	reopen_index(x);
	while (!r && !x->stop)
		r = turn(x);
	if (x->stop && r == -ENOSPC)
		r = 0; /* what waited for room was never acknowledged */
	end(x);
	return r;
}
