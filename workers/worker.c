#include "workers/worker.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/times.h"
#include "workers/archive.h"
#include "workers/flight.h"
#include "workers/hold.h"
#include "workers/link.h"
#include "workers/parcel.h"
#include <errno.h>
#include <signal.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <uthash.h>
#include <utlist.h>

enum { DISK_MIN_MS = 100, DISK_MAX_MS = 5000 };

/* A batch of the spool whose outcomes are on their way. */
struct waiting {
	uint64_t number;
	size_t left;
	UT_hash_handle hh;
};

struct worker {
	const struct worker_options *options;
	void *context;
	struct archive *archive;
	struct spool *spool;
	struct fetch *fetch;
	struct accesses *accesses;
	struct rulebook *rulebook;
	struct flights flights;
	struct errand_world world;
	struct feed *feed;
	struct link *link;
	struct parcel parcel;
	struct holds holds;
	struct waiting *waiting;
	int signals;	 /* signalfd */
	bool full;	 /* the spool */
	int64_t disk_ms; /* before it the disk is not asked again; 0: it works
			  */
	int64_t disk_backoff_ms;
	int64_t leave_ms; /* then the loop ends, come what may; 0: it goes on */
	int r;		  /* a fault of a hook, for the loop to end with */
};

/* ---- the errands' world ---- */

static int start_fetch(void *arg, const struct fetch_request *request,
		       fetch_done *done, void *done_arg)
{
	struct worker *w = arg;

	return fetch_start(w->fetch, request, done, done_arg);
}

static int64_t mono_ms(void *arg)
{
	(void)arg;
	return times_mono_ms();
}

static int64_t clock_ms(void *arg)
{
	(void)arg;
	return times_now_ms();
}

static void take_report(void *arg, struct errand *errand, struct report *report)
{
	struct worker *w = arg;
	struct hold *hold = hold_find(&w->holds, errand_token(errand));

	if (hold) {
		hold->unacked++;
		hold->gathered++;
	}
	parcel_add(&w->parcel, errand_token(errand), report, times_mono_ms());
}

/* ---- what the coordinator says ---- */

static void take_lease(void *arg, Jobq__Lease *lease)
{
	struct worker *w = arg;
	struct hold *hold = hold_find(&w->holds, lease->token);

	if (hold && (hold->released || errand_lost(hold->errand)))
		return; /* crossed our release: the tasks go back with it */
	if (hold) {
		errand_add(hold->errand, lease);
		return;
	}
	hold = hold_add(&w->holds, &w->world, lease);
	if (w->leave_ms)
		errand_stop(hold->errand);
	log_line(LOG_DEBUG, "worker", "lease host=%s token=%llu", lease->host,
		 (unsigned long long)lease->token);
}

static void take_revoke(void *arg, uint64_t token)
{
	struct worker *w = arg;
	struct hold *hold = hold_find(&w->holds, token);

	if (!hold)
		return;
	log_line(LOG_INFO, "worker", "lease revoked host=%s token=%llu",
		 errand_host(hold->errand), (unsigned long long)token);
	errand_lose(hold->errand);
}

static void take_outcomes_ack(void *arg, const Jobq__Outcomes *outcomes,
			      uint64_t tag, bool refused)
{
	struct worker *w = arg;
	struct hold *hold = hold_find(&w->holds, outcomes->token);
	struct waiting *waiting = NULL;

	if (hold && (refused || outcomes->release))
		errand_lose(hold->errand);
	else if (hold)
		hold->unacked -= outcomes->n_outcomes;
	HASH_FIND(hh, w->waiting, &tag, sizeof(tag), waiting);
	if (!waiting || --waiting->left)
		return;
	HASH_DEL(w->waiting, waiting);
	free(waiting);
	spool_drop(w->spool, tag);
}

static void leave(struct worker *w)
{
	struct hold *hold;

	if (w->leave_ms)
		return;
	w->leave_ms = times_mono_ms() + WORKER_GRACE_MS;
	DL_FOREACH(w->holds.list, hold)
	errand_stop(hold->errand);
}

static void take_done(void *arg)
{
	struct worker *w = arg;

	log_line(LOG_INFO, "worker", "no more work name=%s", w->options->name);
	leave(w);
}

static void tell_beat(void *arg, Jobq__Heartbeat *out)
{
	struct worker *w = arg;

	hold_beats(&w->holds, out);
}

/* ---- what the indexer says ---- */

static void post_outcomes(struct worker *w, uint64_t number,
			  struct spool_batch *batch)
{
	struct waiting *waiting = alloc_zero(1, sizeof(*waiting));

	waiting->number = number;
	waiting->left = batch->n_outcomes;
	HASH_ADD(hh, w->waiting, number, sizeof(number), waiting);
	for (size_t i = 0; i < batch->n_outcomes; i++) {
		int r = link_outcomes(w->link, TAKE(batch->outcomes[i]),
				      number);

		if (r)
			w->r = r;
	}
	batch->n_outcomes = 0;
}

static void take_fed(void *arg, uint64_t number)
{
	struct worker *w = arg;
	CLEANUP(spool_batch_deinit) struct spool_batch batch = {0};
	int r = spool_read(w->spool, number, &batch);

	if (r)
		w->r = r;
	else if (batch.n_outcomes)
		post_outcomes(w, number, &batch);
	else
		spool_drop(w->spool, number);
}

/* ---- the start ---- */

static int block_signals(int *out_fd)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	if (pthread_sigmask(SIG_BLOCK, &set, NULL))
		return fail(-EINVAL, "worker: cannot block signals");
	*out_fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return *out_fd < 0 ? fail(-errno, "worker: signalfd") : 0;
}

static void make_world(struct worker *w)
{
	uint64_t seed = 0;

	if (getrandom(&seed, sizeof(seed), 0) < 0)
		seed = (uint64_t)times_now_ms();
	w->accesses = accesses_new(w->options->recipes);
	w->rulebook = rulebook_new();
	w->world = (struct errand_world){
		.start = start_fetch,
		.report = take_report,
		.mono_ms = mono_ms,
		.clock_ms = clock_ms,
		.arg = w,
		.accesses = w->accesses,
		.rulebook = w->rulebook,
		.flights = &w->flights,
		.seed = seed,
		.paced = fetch_paced(w->fetch),
	};
}

static int open_feed(struct worker *w)
{
	const struct feed_options options = {
		.context = w->context,
		.endpoint = {w->options->indexer, w->options->insecure},
		.spool = w->spool,
		.acked = take_fed,
		.arg = w,
	};
	uint64_t number = 0;
	int r = feed_open(&w->feed, &options);

	/* What is left of the last run is fed again. */
	while (!r && !(r = spool_next(w->spool, number, &number)))
		r = feed_offer(w->feed, number, NULL, FEED_AFTER_LAST);
	return r == SPOOL_E_END ? 0 : r;
}

static int open_link(struct worker *w)
{
	const struct link_options options = {
		.context = w->context,
		.endpoint = {w->options->coordinator, w->options->insecure},
		.worker = w->options->name,
		.hooks = {.lease = take_lease,
			  .revoke = take_revoke,
			  .acked = take_outcomes_ack,
			  .done = take_done,
			  .beat = tell_beat,
			  .arg = w},
	};

	return link_open(&w->link, &options);
}

static int open_all(struct worker *w)
{
	struct fetch_options fetch = {
		.gateway = w->options->gateway,
		.replay = w->options->replay,
	};
	int r = block_signals(&w->signals);

	if (!r)
		r = spool_open(&w->spool, w->options->name);
	if (!r)
		r = archive_open(&w->archive, w->options->name);
	fetch.archive = w->archive;
	if (!r)
		r = fetch_new(&w->fetch, &fetch);
	if (r)
		return r;
	make_world(w);
	w->context = wire_context_new();
	r = open_feed(w);
	return r ? r : open_link(w);
}

static void close_all(struct worker *w)
{
	struct waiting *waiting, *next;

	fetch_free(w->fetch);
	while (w->holds.list)
		hold_drop(&w->holds, w->holds.list);
	flights_deinit(&w->flights);
	HASH_ITER(hh, w->waiting, waiting, next)
	{
		HASH_DEL(w->waiting, waiting);
		free(waiting);
	}
	parcel_deinit(&w->parcel);
	link_free(w->link);
	feed_free(w->feed);
	wire_context_free(w->context);
	rulebook_free(w->rulebook);
	accesses_free(w->accesses);
	archive_free(w->archive);
	spool_free(w->spool);
	if (w->signals >= 0)
		close(w->signals);
}

/* ---- the loop ---- */

/* The disk (or what is left of it) said no: nothing is lost, all of it is tried
 * again after a while. */
static void disk_refused(struct worker *w, int r)
{
	struct hold *hold;

	w->disk_backoff_ms =
		w->disk_backoff_ms ? w->disk_backoff_ms * 2 : DISK_MIN_MS;
	if (w->disk_backoff_ms > DISK_MAX_MS)
		w->disk_backoff_ms = DISK_MAX_MS;
	w->disk_ms = times_mono_ms() + w->disk_backoff_ms;
	log_line(LOG_WARN, "worker", "held up r=%d retry_ms=%lld", r,
		 (long long)w->disk_backoff_ms);
	DL_FOREACH(w->holds.list, hold)
	errand_doubt(hold->errand);
}

static int post_direct(struct worker *w)
{
	CLEANUP(spool_batch_deinit) struct spool_batch direct = {0};
	int r = 0;

	parcel_take_direct(&w->parcel, &direct);
	for (size_t i = 0; !r && i < direct.n_outcomes; i++)
		r = link_outcomes(w->link, TAKE(direct.outcomes[i]), 0);
	direct.n_outcomes = 0;
	return r;
}

static void post_parcel(struct worker *w)
{
	int r = archive_sync(w->archive);

	if (!r)
		w->r = post_direct(w);
	if (!r)
		r = parcel_post(&w->parcel, w->spool, w->feed);
	if (r) {
		disk_refused(w, r);
		return;
	}
	hold_posted(&w->holds);
	w->disk_ms = 0;
	w->disk_backoff_ms = 0;
}

static void drive_parcel(struct worker *w, int64_t now_ms)
{
	if (parcel_empty(&w->parcel) || now_ms < w->disk_ms)
		return;
	if (now_ms >= parcel_due_ms(&w->parcel) || hold_any_dry(&w->holds))
		post_parcel(w);
}

static bool held_up(const struct worker *w, int64_t now_ms)
{
	return w->full || now_ms < w->disk_ms ||
	       now_ms >= link_until_ms(w->link);
}

static void drive_credit(struct worker *w, int64_t now_ms)
{
	uint64_t bound = w->options->spool_bytes ? w->options->spool_bytes
						 : SPOOL_MAX_BYTES;
	uint64_t bytes = spool_bytes(w->spool) + w->parcel.bytes;
	uint32_t hosts = w->options->hosts ? w->options->hosts : WORKER_HOSTS;

	w->full = bytes > bound || (w->full && bytes > bound / 2);
	if (w->leave_ms || w->full || w->disk_ms)
		hosts = 0;
	/* An archive that refused has no parcel to try it with. */
	if (w->disk_ms && now_ms >= w->disk_ms && parcel_empty(&w->parcel))
		w->disk_ms = 0;
	link_credit(w->link, hosts);
}

static enum hold_leave leaving(const struct worker *w, int64_t now_ms)
{
	if (!w->leave_ms)
		return HOLD_STAY;
	return now_ms > w->leave_ms - WORKER_GRACE_MS / 3 ? HOLD_LEAVE_NOW
							  : HOLD_LEAVE;
}

static int drive_holds(struct worker *w, int64_t now_ms)
{
	struct hold *hold, *next;
	int r = 0;

	DL_FOREACH_SAFE(w->holds.list, hold, next)
	{
		if (errand_lost(hold->errand)) {
			if (!errand_flying(hold->errand))
				hold_drop(&w->holds, hold);
			continue;
		}
		if (now_ms >= hold_release_ms(hold, now_ms, leaving(w, now_ms)))
			r = link_outcomes(w->link, hold_release(hold), 0);
		if (r)
			return r;
	}
	return 0;
}

static void begin_requests(struct worker *w)
{
	struct hold *hold;

	if (held_up(w, times_mono_ms()))
		return;
	DL_FOREACH(w->holds.list, hold)
	{
		int r = 0;

		if (!hold->released && !hold_is_blocked(&w->holds, hold))
			r = errand_go(hold->errand);
		if (r) {
			disk_refused(w, r);
			return;
		}
	}
}

static void poll_fetch(struct worker *w, struct fetch_fd *fds, size_t n_fds,
		       int timeout_ms)
{
	int r = fetch_poll(w->fetch, fds, n_fds, timeout_ms);

	if (r)
		disk_refused(w, r);
}

/* The next request is on its way before an answer is read. */
static void read_answers(struct worker *w)
{
	struct hold *hold;

	begin_requests(w);
	DL_FOREACH(w->holds.list, hold)
	{
		if (!errand_unread(hold->errand))
			continue;
		poll_fetch(w, NULL, 0, 0);
		begin_requests(w);
		errand_read(hold->errand);
	}
}

static int64_t earlier(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

static int64_t due_ms(struct worker *w, int64_t now_ms)
{
	int64_t due = earlier(link_due_ms(w->link), feed_due_ms(w->feed));
	int64_t parcel = parcel_due_ms(&w->parcel);
	struct hold *hold;

	if (link_waiting(w->link) || feed_waiting(w->feed))
		return now_ms;
	if (w->disk_ms)
		due = earlier(due, w->disk_ms);
	if (parcel != TIMES_FOREVER)
		due = earlier(due, parcel > w->disk_ms ? parcel : w->disk_ms);
	if (w->leave_ms)
		due = earlier(due, earlier(w->leave_ms, now_ms + 50));
	DL_FOREACH(w->holds.list, hold)
	{
		due = earlier(
			due, hold_release_ms(hold, now_ms, leaving(w, now_ms)));
		if (errand_unread(hold->errand))
			return now_ms;
		if (!held_up(w, now_ms) && !hold->released &&
		    !hold_is_blocked(&w->holds, hold))
			due = earlier(due, errand_due_ms(hold->errand));
	}
	return due;
}

static void wait_for_more(struct worker *w)
{
	int64_t now_ms = times_mono_ms();
	int64_t wait_ms = earlier(due_ms(w, now_ms) - now_ms, 1000);
	struct fetch_fd fds[FETCH_MAX_FDS];
	size_t n = 0;
	int candidates[] = {w->signals, link_fd(w->link), feed_fd(w->feed)};

	for (size_t i = 0; i < sizeof(candidates) / sizeof(int); i++)
		if (candidates[i] >= 0)
			fds[n++] = (struct fetch_fd){.fd = candidates[i]};
	poll_fetch(w, fds, n, wait_ms > 0 ? (int)wait_ms : 0);
}

static void take_signals(struct worker *w)
{
	struct signalfd_siginfo info;

	if (read(w->signals, &info, sizeof(info)) != sizeof(info))
		return;
	log_line(LOG_INFO, "worker", "leaving signal=%u", info.ssi_signo);
	leave(w);
}

static bool may_end(struct worker *w)
{
	if (!w->leave_ms)
		return false;
	if (times_mono_ms() >= w->leave_ms)
		return true;
	return !w->holds.list && parcel_empty(&w->parcel) &&
	       !feed_pending(w->feed) && !link_pending(w->link);
}

/* What was dropped goes with the next batch, or when there is time for it. */
static void tidy(struct worker *w)
{
	int r = w->holds.list || w->disk_ms ? 0 : spool_tidy(w->spool);

	if (r)
		disk_refused(w, r);
}

static int turn(struct worker *w)
{
	int64_t now_ms = times_mono_ms();
	int r = link_drive(w->link, now_ms);

	if (!r)
		r = feed_drive(w->feed, now_ms);
	if (!r)
		r = drive_holds(w, now_ms);
	if (r || w->r)
		return r ? r : w->r;
	read_answers(w);
	drive_parcel(w, times_mono_ms());
	drive_credit(w, now_ms);
	tidy(w);
	return 0;
}

int worker_run(const struct worker_options *options)
{
	struct worker w = {.options = options, .signals = -1};
	int r = open_all(&w);

	while (!r && !may_end(&w)) {
		r = turn(&w);
		if (r || may_end(&w))
			break;
		wait_for_more(&w);
		take_signals(&w);
	}
	if (!r)
		r = spool_tidy(w.spool);
	close_all(&w);
	return r;
}
