#include "query/accept.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/fail.h"
#include "core/pack.h"
#include "core/times.h"
#include "query/peer.h"
#include "query/roundlist.h"
#include "query/sibling.h"
#include <errno.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ACCEPT_FIND_MS = 1000,	 /* a running indexer answers within */
	ACCEPT_START_MS = 30000, /* one that was started, its recovery done */
	ACCEPT_APPLY_MS = 600000,
};

struct accept {
	const char *source, *at; /* as typed */
	int64_t at_ms;		 /* OPTIONS_UNSET: `at` is no time */
	struct roundlist rounds;
	const Jobq__RoundDoc *round;
	size_t n_suspect; /* that fit `at` */
};

/* A round is named by its time, or by the beginning of it as it is printed, if
 * one suspect round's alone begins so. */
static bool names(const struct accept *a, const Jobq__RoundDoc *doc)
{
	char text[TIMES_TEXT];
	int64_t time = doc->round->id->time_ms;

	return time == a->at_ms ||
	       !strncmp(times_format(time, text), a->at, strlen(a->at));
}

static int find(void *arg, struct textindex *index)
{
	struct accept *a = arg;
	struct roundlist_ask ask = {.source = a->source,
				    .since_ms = OPTIONS_UNSET,
				    .until_ms = OPTIONS_UNSET};
	int r = roundlist_load(&a->rounds, index, &ask);

	a->round = NULL;
	a->n_suspect = 0;
	for (size_t i = 0; !r && i < a->rounds.n; i++) {
		const Jobq__RoundDoc *doc = a->rounds.items[i];

		if (names(a, doc) && !strcmp(doc->state, "suspect")) {
			a->round = doc;
			a->n_suspect++;
		}
	}
	return r;
}

/* Says why no round is meant; an exit code. */
static int refuse(const struct accept *a)
{
	if (a->n_suspect > 1)
		fprintf(stderr,
			"jobq rounds accept: %zu suspect rounds of %s begin "
			"with %s; give the whole time as `jobq rounds` prints "
			"it with --format ndjson\n",
			a->n_suspect, a->source, a->at);
	else
		fprintf(stderr,
			"jobq rounds accept: %s has no suspect round at %s; "
			"see: jobq rounds %s\n",
			a->source, a->at, a->source);
	return COMMAND_NOTHING;
}

/* Waits for the indexer that was started as `pid` to answer. */
static int wait_for_indexer(pid_t pid)
{
	int64_t deadline = times_mono_ms() + ACCEPT_START_MS;

	while (times_mono_ms() < deadline) {
		CLEANUP(pack_freep) Jobq__Status *status = NULL;
		int r = peer_status(DATADIR_INDEXER, ACCEPT_FIND_MS, &status);

		if (r <= 0)
			return r;
		if (waitpid(pid, NULL, WNOHANG) == pid)
			return fail(-ECHILD, "accept: jobq-indexer ended at "
					     "once, see above");
		usleep(20 * 1000);
	}
	return fail(-ETIMEDOUT, "accept: jobq-indexer does not answer");
}

/* *pid is the indexer that had to be started; 0: one runs. */
static int reach_indexer(pid_t *pid)
{
	CLEANUP(pack_freep) Jobq__Status *status = NULL;
	CLEANUP(freep) char *here = getcwd(NULL, 0);
	char *line[] = {NULL, (char *)"--data", here, NULL};
	int r = peer_status(DATADIR_INDEXER, ACCEPT_FIND_MS, &status);

	if (r != PEER_E_SILENT)
		return r;
	r = sibling_start("jobq-indexer", line, pid);
	return r ? r : wait_for_indexer(*pid);
}

/* Sends one message that is answered by Ack; > 0 after telling a refusal. */
static int deliver(struct peer *peer, enum wire_type type, const void *message)
{
	struct peer_question question = {type, WIRE_ACK, message,
					 ACCEPT_APPLY_MS};
	CLEANUP(pack_freep) Jobq__Ack *ack = NULL;
	int r = peer_ask(peer, &question, (ProtobufCMessage **)&ack);

	if (r == PEER_E_SILENT)
		return fail(-ETIMEDOUT, "accept: the indexer does not answer");
	if (!r && *ack->error) {
		fprintf(stderr, "jobq rounds accept: refused: %s\n",
			ack->error);
		return 1;
	}
	return r;
}

static int tell_indexer(const struct accept *a)
{
	CLEANUP(peer_deinit) struct peer peer = {0};
	Jobq__Acceptance acceptance = JOBQ__ACCEPTANCE__INIT;
	Jobq__Accept accept = JOBQ__ACCEPT__INIT;
	Jobq__Flush flush = JOBQ__FLUSH__INIT;
	int r = peer_open(&peer, DATADIR_INDEXER);

	if (r)
		return fold(r, "accept: no indexer");
	acceptance.round = a->round->round->id;
	acceptance.said_ms = times_now_ms();
	accept.batch = 1;
	accept.acceptance = &acceptance;
	flush.batch = 2;
	r = deliver(&peer, WIRE_ACCEPT, &accept);
	return r ? r : deliver(&peer, WIRE_FLUSH, &flush);
}

static void accept_deinit(struct accept *a)
{
	roundlist_deinit(&a->rounds);
}

int accept_run(struct snapshot *snapshot, const struct options *o)
{
	CLEANUP(accept_deinit) struct accept a = {.at_ms = OPTIONS_UNSET};
	char text[TIMES_TEXT];
	pid_t pid = 0;
	int r;

	a.source = o->words[1];
	a.at = o->words[2];
	if (options_time(a.at, &a.at_ms))
		return command_usage("rounds",
				     "accept: AT: expected a round's time, "
				     "found \"%s\"",
				     a.at);
	r = snapshot_run(snapshot, find, &a);
	if (r)
		return command_exit(r);
	if (a.n_suspect != 1)
		return refuse(&a);
	r = reach_indexer(&pid);
	if (!r)
		r = tell_indexer(&a);
	if (pid) {
		int stopped = sibling_stop("jobq-indexer", pid);

		r = r ? r : stopped;
	}
	if (!r)
		printf("accepted: the round of %s at %s\n", a.source,
		       times_format(a.round->round->id->time_ms, text));
	return command_exit(r);
}
