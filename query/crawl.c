#include "query/crawl.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "query/crew.h"
#include "query/judgement.h"
#include "query/preflight.h"
#include "query/pulse.h"
#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zmq.h>

enum { TAIL_LINES = 5, TICK_MS = 250, IDLE_MS = 2000 };
enum { DISK_LOOK_MS = 2000 };

struct crawl {
	const struct crawlorder *order;
	struct supervise *crew;
	struct pulse pulse;
	struct progress progress;
	struct progress_counts counts;
	int64_t started_ms; /* real clock: what closed before is not ours */
	int signals;	    /* signalfd */
	int signal;	    /* that ends the crawl; 0: none came */
	bool finished;	    /* --once, and the coordinator said so */
	bool full;	    /* the disk, when it was looked at */
	int64_t looked_ms;  /* monotonic */
	int code;	    /* that ends the crawl; 0: goes on */
};

/* ---- before ---- */

static int take_lock(const struct crawlorder *order, int *fd)
{
	int holder = 0;
	int r = datadir_lock("lock", 0, fd, &holder);

	if (r == DATADIR_E_HELD) {
		fprintf(stderr,
			"process %d crawls into %s: waiting for it, at most "
			"%d s\n",
			holder, order->data, CRAWL_LOCK_MS / 1000);
		r = datadir_lock("lock", CRAWL_LOCK_MS, fd, &holder);
	}
	if (r == DATADIR_E_HELD)
		return fail(-EBUSY,
			    "crawl: %s is held by process %d: stop it, or "
			    "give another --data",
			    order->data, holder);
	return r;
}

/* From here on signals are read, not delivered; children get them back. */
static int open_signals(void)
{
	static const int all[] = {SIGINT, SIGTERM, SIGHUP, SIGCHLD};
	sigset_t set;
	int fd = -1;

	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++)
		sigaddset(&set, all[i]);
	if (sigprocmask(SIG_BLOCK, &set, NULL))
		return fail(-errno, "crawl: signals: %s", strerror(errno));
	fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
	return fd < 0 ? fail(-errno, "crawl: signalfd: %s", strerror(errno))
		      : fd;
}

/* ---- while it runs ---- */

static void tell_death(struct crawl *c, const struct supervise_death *d,
		       const char *what_now)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	bytes_add_format(&text, "%s ", d->name);
	supervise_describe(d->status, &text);
	bytes_add_format(&text, "; %s", what_now);
	progress_say(&c->progress, "%s", text.data);
	bytes_reset(&text);
	supervise_tail(c->crew, d->child, TAIL_LINES, &text);
	if (text.len) {
		text.data[--text.len] = '\0'; /* say() ends the line */
		progress_say(&c->progress, "%s", text.data);
	}
}

/* Tells when there is hardly room any more, and when there is again. */
static void look_at_disk(struct crawl *c)
{
	uint64_t left = datadir_free_bytes();
	bool full = left < DATADIR_ROOM_BYTES;

	c->looked_ms = times_mono_ms();
	if (full == c->full)
		return;
	c->full = full;
	progress_say(&c->progress,
		     full ? "%llu MiB left on the disk of %s: free some; what "
			    "finds no room waits, nothing is lost"
			  : "%llu MiB left on the disk of %s: it goes on",
		     (unsigned long long)(left >> 20), c->order->data);
}

static void on_death(struct crawl *c, const struct supervise_death *d)
{
	bool exited = WIFEXITED(d->status);
	int code = exited ? WEXITSTATUS(d->status) : -1;
	CLEANUP(freep) char *again = NULL;

	if (c->order->once && !code && d->child == CREW_COORDINATOR) {
		supervise_retire(c->crew, d->child);
		c->finished = true;
		return;
	}
	/* Told that there is no more work. Should the coordinator die before it
	 * ends, the next one will want workers again. */
	if (c->order->once && !code && d->child >= CREW_WORKERS) {
		supervise_postpone(c->crew, d->child, IDLE_MS);
		return;
	}
	if (code == COMMAND_USAGE) {
		tell_death(c, d, "it refused what it was asked to do");
		c->code = COMMAND_USAGE;
		return;
	}
	look_at_disk(c);
	if (d->given_up && c->full) /* told; it comes right with the disk */
		return;
	if (d->given_up) {
		tell_death(c, d, "too often in a row, the crawl ends");
		c->code = COMMAND_FAULT;
		return;
	}
	again = alloc_format("starting it again in %lld ms",
			     (long long)d->restart_ms);
	tell_death(c, d, again);
}

static void read_signals(struct crawl *c)
{
	struct signalfd_siginfo info;

	while (read(c->signals, &info, sizeof(info)) == sizeof(info))
		if (info.ssi_signo != SIGCHLD && !c->signal)
			c->signal = (int)info.ssi_signo;
}

static int wait_for_something(struct crawl *c)
{
	zmq_pollitem_t items[] = {
		{.fd = c->signals, .events = ZMQ_POLLIN},
		{.socket = c->pulse.sockets[0], .events = ZMQ_POLLIN},
		{.socket = c->pulse.sockets[1], .events = ZMQ_POLLIN}};
	int64_t due = supervise_wait_ms(c->crew);
	long wait = due >= 0 && due < TICK_MS ? (long)due : TICK_MS;

	if (zmq_poll(items, 3, wait) < 0 && zmq_errno() != EINTR)
		return fail(-EIO, "crawl: poll: %s", zmq_strerror(zmq_errno()));
	return 0;
}

static int watch(struct crawl *c)
{
	while (!c->finished && !c->signal && !c->code) {
		struct supervise_death death;
		int64_t now = times_mono_ms();
		int r = supervise_start(c->crew);

		if (!r)
			r = pulse_ask(&c->pulse, now);
		if (!r)
			r = pulse_take(&c->pulse, &c->counts);
		if (!r)
			r = wait_for_something(c);
		if (r)
			return r;
		progress_show(&c->progress, &c->counts, now);
		if (now - c->looked_ms >= DISK_LOOK_MS)
			look_at_disk(c);
		read_signals(c);
		while (!c->code && supervise_reap(c->crew, &death))
			on_death(c, &death);
	}
	return 0;
}

/* ---- after ---- */

static int judge(struct crawl *c)
{
	CLEANUP(judgement_deinit) struct judgement j = {0};
	int r = judgement_read(&j, c->order->panel, c->started_ms);

	if (r)
		return COMMAND_FAULT;
	c->counts.sources_done = j.complete;
	c->counts.postings = j.postings;
	c->counts.added = j.added;
	c->counts.changed = j.changed;
	c->counts.closed = j.closed;
	c->counts.errors = j.errors;
	progress_end(&c->progress, &c->counts);
	if (j.complete == j.sources)
		return COMMAND_DONE;
	progress_say(&c->progress, "not complete:\n%.*s", (int)j.why.len - 1,
		     j.why.data);
	return COMMAND_NOTHING;
}

static int conclude(struct crawl *c, int r)
{
	if (c->signal)
		progress_say(&c->progress, "stopping");
	supervise_stop(c->crew);
	if (r < 0)
		return COMMAND_FAULT;
	if (c->code)
		return c->code;
	if (c->finished)
		return judge(c);
	progress_end(&c->progress, &c->counts);
	progress_say(&c->progress, "stopped; what was under way goes on at the "
				   "next start");
	return 128 + c->signal;
}

static int run_locked(const struct crawlorder *order)
{
	CLEANUP(supervise_freep) struct supervise *crew = supervise_new();
	struct crawl c = {.order = order,
			  .crew = crew,
			  .started_ms = times_now_ms(),
			  .signals = open_signals()};
	int r = c.signals < 0 ? c.signals : crew_add(crew, order);

	progress_init(&c.progress, stderr);
	c.counts.once = order->once;
	c.counts.sources_total = crawlorder_sources(order);
	if (!r)
		r = pulse_init(&c.pulse);
	if (!r)
		r = watch(&c);
	r = conclude(&c, r);
	pulse_deinit(&c.pulse);
	if (c.signals >= 0)
		close(c.signals);
	return r;
}

int crawl_run(const struct crawlorder *order)
{
	int lock = -1;
	int r = datadir_enter(order->data);

	if (!r)
		r = take_lock(order, &lock);
	if (r)
		return COMMAND_FAULT;
	r = preflight_stores() ? COMMAND_FAULT : run_locked(order);
	close(lock);
	return r;
}

int command_crawl(int argc, char **argv)
{
	CLEANUP(crawlorder_deinit) struct crawlorder order = {0};
	int r = crawlorder_read(&order, argc, argv);

	return r ? r : crawl_run(&order);
}
