#include "coordinator/loop.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/times.h"
#include <errno.h>
#include <signal.h>
#include <sys/signalfd.h>
#include <unistd.h>
#include <zmq.h>

enum { SLEEP_MS = 2000 };

struct loop {
	const struct loop_options *options;
	void *context, *peers, *indexer;
	int signals;
	struct coordinator *coordinator;
	int64_t end_mono_ms;	/* TIMES_FOREVER: not ending */
	int64_t looked_mono_ms; /* at the clock */
};

static struct moment moment_now(void)
{
	return (struct moment){.real_ms = times_now_ms(),
			       .mono_ms = times_mono_ms()};
}

static int to_peer(void *arg, const struct bytes *peer, enum wire_type type,
		   const void *message)
{
	struct loop *loop = arg;

	return wire_send(loop->peers, peer, type, message);
}

static int to_indexer(void *arg, enum wire_type type, const void *message)
{
	struct loop *loop = arg;

	return wire_send(loop->indexer, NULL, type, message);
}

/* What waits in the old socket goes with it: it will be sent again. */
static int redial(void *arg)
{
	struct loop *loop = arg;

	wire_close(loop->indexer);
	loop->indexer = NULL;
	return fold(wire_dial(loop->context, &loop->options->indexer,
			      &loop->indexer),
		    "dial the indexer");
}

static int open_signals(struct loop *loop)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGINT);
	loop->signals = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (loop->signals < 0)
		return fail(-errno, "coordinator: signalfd: %s",
			    strerror(errno));
	return 0;
}

static int loop_open(struct loop *loop)
{
	struct coordinator_options options = loop->options->coordinator;
	int r = open_signals(loop);

	options.out = (struct coordinator_out){.arg = loop,
					       .peer = to_peer,
					       .indexer = to_indexer,
					       .redial = redial};
	if (!r)
		r = coordinator_open(&loop->coordinator, &options,
				     moment_now());
	if (r)
		return r;
	loop->context = wire_context_new();
	if (!loop->context)
		return fail(-ENOMEM, "coordinator: no ZeroMQ context");
	r = fold(wire_bind(loop->context, &loop->options->endpoint,
			   &loop->peers),
		 "bind");
	return r ? r : redial(loop);
}

static void loop_close(struct loop *loop)
{
	wire_close(loop->peers);
	wire_close(loop->indexer);
	if (loop->context)
		wire_context_free(loop->context);
	coordinator_free(loop->coordinator);
	if (loop->signals >= 0)
		close(loop->signals);
}

typedef int take_message(struct coordinator *c, const struct wire_message *m,
			 struct moment now);

/* At most LOOP_BATCH messages; *more says whether that was not all. */
static int receive(struct loop *loop, void *socket, take_message *take,
		   bool *more)
{
	for (int i = 0; i < LOOP_BATCH; i++) {
		struct wire_message message = {0};
		int r = wire_receive(socket, &message);

		if (r == WIRE_E_EMPTY)
			return 0;
		if (!r)
			r = take(loop->coordinator, &message, moment_now());
		wire_message_deinit(&message);
		if (r < 0)
			return r;
	}
	*more = true;
	return 0;
}

static void take_signals(struct loop *loop)
{
	struct signalfd_siginfo info;

	if (read(loop->signals, &info, sizeof(info)) != sizeof(info) ||
	    loop->end_mono_ms != TIMES_FOREVER)
		return;
	log_line(LOG_INFO, "coordinator", "ending signal=%u", info.ssi_signo);
	coordinator_drain(loop->coordinator);
	loop->end_mono_ms = times_mono_ms() + LOOP_GRACE_MS;
}

static bool ended(struct loop *loop)
{
	enum coordinator_state state = coordinator_state(loop->coordinator);
	int64_t now_ms = times_mono_ms();

	if (state == COORDINATOR_FINISHED && loop->end_mono_ms == TIMES_FOREVER)
		loop->end_mono_ms = now_ms + LOOP_FAREWELL_MS;
	if (state == COORDINATOR_DRAINING &&
	    coordinator_drained(loop->coordinator))
		return true;
	return now_ms >= loop->end_mono_ms;
}

/* The time; were we stopped since it was last asked for, or was the machine,
 * the coordinator learns it before it judges others by the clock. */
static struct moment look_at_clock(struct loop *loop, int64_t waited_ms)
{
	struct moment now = moment_now();
	int64_t slept_ms = now.mono_ms - loop->looked_mono_ms - waited_ms;

	loop->looked_mono_ms = now.mono_ms;
	if (slept_ms < SLEEP_MS)
		return now;
	log_line(LOG_WARN, "coordinator", "did not run for ms=%lld",
		 (long long)slept_ms);
	coordinator_slept(loop->coordinator, slept_ms);
	return now;
}

static int wait(struct loop *loop, int wait_ms)
{
	zmq_pollitem_t items[] = {
		{.socket = loop->peers, .events = ZMQ_POLLIN},
		{.socket = loop->indexer, .events = ZMQ_POLLIN},
		{.fd = loop->signals, .events = ZMQ_POLLIN},
	};

	if (loop->end_mono_ms != TIMES_FOREVER && wait_ms > 50)
		wait_ms = 50;
	if (zmq_poll(items, 3, wait_ms) < 0 && zmq_errno() != EINTR)
		return fail(-zmq_errno(), "coordinator: poll: %s",
			    zmq_strerror(zmq_errno()));
	look_at_clock(loop, wait_ms);
	return 0;
}

static int turn(struct loop *loop)
{
	struct moment now;
	bool more = false;
	int r;

	take_signals(loop);
	r = receive(loop, loop->peers, coordinator_receive, &more);
	if (!r)
		r = receive(loop, loop->indexer, coordinator_indexer, &more);
	now = look_at_clock(loop, 0);
	if (!r)
		r = coordinator_turn(loop->coordinator, now);
	if (r || ended(loop))
		return r;
	return wait(loop,
		    more ? 0 : coordinator_wait_ms(loop->coordinator, now));
}

int loop_run(const struct loop_options *options)
{
	struct loop loop = {.options = options,
			    .signals = -1,
			    .end_mono_ms = TIMES_FOREVER};
	int r = loop_open(&loop);

	loop.looked_mono_ms = times_mono_ms();
	while (!r && !ended(&loop))
		r = turn(&loop);
	loop_close(&loop);
	return r;
}
