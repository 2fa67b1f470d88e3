#include "tests/coordinator/stage.h"
#include "core/alloc.h"
#include "core/pack.h"
#include <ftw.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

void stage_init(struct stage *stage)
{
	memset(stage, 0, sizeof(*stage));
	strcpy(stage->dir, access("/dev/shm", W_OK) ? "/tmp/stage-XXXXXX"
						    : "/dev/shm/stage-XXXXXX");
	assert_non_null(mkdtemp(stage->dir));
	stage->now =
		(struct moment){.real_ms = 1700000000000, .mono_ms = 5000000};
	stage->plan.path = stage->dir;
	stage->plan.sources = &stage->sources;
	jobq__ack__init(&stage->ack);
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st, (void)type, (void)ftw;
	return remove(path);
}

void stage_clear(struct stage *stage)
{
	for (size_t i = 0; i < stage->n_sent; i++)
		protobuf_c_message_free_unpacked(stage->sent[i].message, NULL);
	stage->n_sent = 0;
}

void stage_deinit(struct stage *stage)
{
	coordinator_free(stage->coordinator);
	sources_deinit(&stage->sources);
	stage_clear(stage);
	free(stage->sent);
	for (size_t i = 0; i < stage->n_rounds; i++)
		jobq__round__free_unpacked(stage->rounds[i], NULL);
	free(stage->rounds);
	if (stage->panel)
		jobq__sources__free_unpacked(stage->panel, NULL);
	nftw(stage->dir, remove_one, 8, FTW_DEPTH | FTW_PHYS);
}

static Jobq__Task *seed(const struct stage_source *from, size_t i)
{
	Jobq__Task *task = alloc_get(sizeof(*task));

	jobq__task__init(task);
	task->kind = from->kind;
	task->url = alloc_format("http://%s/list?page=%zu", from->host, i);
	task->step = alloc_copy(from->step ? from->step : "");
	task->seed = true;
	return task;
}

struct source *stage_source(struct stage *stage, struct stage_source from)
{
	struct panel_company company = {.id = (char *)"lab"};
	struct panel_source source = {
		.id = (char *)from.id,
		.recipe = (char *)"greenhouse",
		.every_ms = from.every_ms ? from.every_ms : 3600000,
		.delay_ms = from.delay_ms,
		.deadline_ms = from.deadline_ms ? from.deadline_ms : 600000,
		.hops = from.hops ? from.hops : 6,
		.pages = from.pages ? from.pages : 20000,
	};
	struct source_recipe recipe = {
		.contact = "a@b.example",
		.board = alloc_format("%s/board", from.host),
		.seeds = alloc_zero(from.n_seeds, sizeof(Jobq__Task *)),
		.n_seeds = from.n_seeds,
		.authoritative = true,
	};

	for (size_t i = 0; i < from.n_seeds; i++)
		recipe.seeds[i] = seed(&from, i);
	return sources_add(&stage->sources, &company, &source, recipe);
}

/* ---- what it sends ---- */

static int to_peer(void *arg, const struct bytes *peer, enum wire_type type,
		   const void *message)
{
	struct stage *stage = arg;
	struct sent *sent;

	if (stage->peers_gone)
		return WIRE_E_GONE;
	stage->sent = alloc_resize(stage->sent, stage->n_sent + 1,
				   sizeof(*stage->sent));
	sent = &stage->sent[stage->n_sent++];
	snprintf(sent->peer, sizeof(sent->peer), "%.*s", (int)peer->len,
		 peer->data);
	sent->type = type;
	sent->message = pack_clone(message);
	return 0;
}

static void take_round(struct stage *stage, const Jobq__Round *round)
{
	for (size_t i = 0; i < stage->n_rounds; i++)
		if (stage->rounds[i]->id->seq == round->id->seq)
			return;
	stage->rounds = alloc_resize(stage->rounds, stage->n_rounds + 1,
				     sizeof(*stage->rounds));
	stage->rounds[stage->n_rounds++] = (void *)pack_clone(&round->base);
}

static void ack(struct stage *stage, uint64_t batch)
{
	stage->ack.batch = batch;
	stage->acked = true;
	if (stage->indexer_error)
		stage->ack.error = (char *)stage->indexer_error;
}

static int to_indexer(void *arg, enum wire_type type, const void *message)
{
	struct stage *stage = arg;
	const Jobq__Rounds *rounds = message;
	const Jobq__Sources *sources = message;

	if (stage->indexer_silent)
		return WIRE_E_FULL;
	if (type == WIRE_ROUNDS) {
		for (size_t i = 0; i < rounds->n_rounds; i++)
			take_round(stage, rounds->rounds[i]);
		ack(stage, rounds->batch);
	} else if (type == WIRE_SOURCES) {
		if (stage->panel)
			jobq__sources__free_unpacked(stage->panel, NULL);
		stage->panel = (void *)pack_clone(&sources->base);
		ack(stage, sources->batch);
	} else {
		stage->n_flushes++;
		ack(stage, ((const Jobq__Flush *)message)->batch);
	}
	return 0;
}

static int redial(void *arg)
{
	struct stage *stage = arg;

	stage->n_redials++;
	return 0;
}

/* ---- its life ---- */

void stage_open(struct stage *stage)
{
	struct coordinator_options options = {
		.plan = stage->plan,
		.out = {.arg = stage,
			.peer = to_peer,
			.indexer = to_indexer,
			.redial = redial},
	};

	assert_int_equal(
		coordinator_open(&stage->coordinator, &options, stage->now), 0);
}

void stage_crash(struct stage *stage)
{
	coordinator_free(TAKE(stage->coordinator));
	for (struct source *s = stage->sources.table; s; s = s->hh.next) {
		s->round = NULL;
		s->known = false;
		s->opened_ms = 0;
		s->once_done = false;
	}
	stage->acked = false;
	stage_open(stage);
}

void stage_pass(struct stage *stage, int64_t ms)
{
	stage->now.real_ms += ms;
	stage->now.mono_ms += ms;
}

void stage_turn(struct stage *stage)
{
	struct wire_message message = {.type = WIRE_ACK,
				       .body = &stage->ack.base};

	assert_int_equal(coordinator_turn(stage->coordinator, stage->now), 0);
	while (stage->acked) {
		stage->acked = false;
		assert_int_equal(coordinator_indexer(stage->coordinator,
						     &message, stage->now),
				 0);
		assert_int_equal(
			coordinator_turn(stage->coordinator, stage->now), 0);
	}
}

/* ---- what it is told ---- */

void stage_say(struct stage *stage, const char *peer, enum wire_type type,
	       void *message)
{
	struct wire_message m = {.type = type, .body = message};

	bytes_add_text(&m.peer, peer);
	assert_int_equal(
		coordinator_receive(stage->coordinator, &m, stage->now), 0);
	bytes_deinit(&m.peer);
}

void stage_hello(struct stage *stage, const char *peer, const char *worker,
		 uint64_t incarnation)
{
	Jobq__Hello hello = JOBQ__HELLO__INIT;

	hello.worker = (char *)worker;
	hello.incarnation = incarnation;
	stage_say(stage, peer, WIRE_HELLO, &hello);
}

void stage_credit(struct stage *stage, const char *peer, uint32_t hosts)
{
	Jobq__Credit credit = JOBQ__CREDIT__INIT;

	credit.hosts = hosts;
	stage_say(stage, peer, WIRE_CREDIT, &credit);
}

void stage_beat(struct stage *stage, const char *peer, uint64_t token)
{
	Jobq__LeaseBeat lease = JOBQ__LEASE_BEAT__INIT;
	Jobq__LeaseBeat *leases[] = {&lease};
	Jobq__Heartbeat beat = JOBQ__HEARTBEAT__INIT;

	lease.token = token;
	beat.leases = leases;
	beat.n_leases = token ? 1 : 0;
	stage_say(stage, peer, WIRE_HEARTBEAT, &beat);
}

void stage_worker(struct stage *stage, const char *peer, uint32_t hosts)
{
	stage_hello(stage, peer, "w", 1);
	stage_credit(stage, peer, hosts);
	stage_turn(stage);
}

void stage_outcome(struct stage *stage, const char *peer,
		   struct stage_outcome o)
{
	Jobq__Outcome outcome = JOBQ__OUTCOME__INIT;
	Jobq__Outcome *outcomes[] = {&outcome};
	Jobq__Outcomes message = JOBQ__OUTCOMES__INIT;

	outcome.task = o.task;
	outcome.result = o.result;
	outcome.reason = (char *)(o.reason ? o.reason : "");
	outcome.found = o.found;
	outcome.n_found = o.n_found;
	outcome.claimed = o.claimed ? o.claimed : -1;
	outcome.pages = 1;
	outcome.bytes = 100;
	outcome.items = 2;
	outcome.wait_ms = o.wait_ms;
	outcome.failures = o.failures;
	outcome.contents_missing = o.contents_missing;
	message.batch = 7;
	message.token = o.token;
	message.outcomes = outcomes;
	message.n_outcomes = 1;
	message.release = o.release;
	message.wait_ms = o.wait_ms;
	message.failures = o.failures;
	stage_say(stage, peer, WIRE_OUTCOMES, &message);
}

void stage_release(struct stage *stage, const char *peer, uint64_t token)
{
	Jobq__Outcomes message = JOBQ__OUTCOMES__INIT;

	message.batch = 8;
	message.token = token;
	message.release = true;
	stage_say(stage, peer, WIRE_OUTCOMES, &message);
}

void *stage_take(struct stage *stage, const char *peer, enum wire_type type)
{
	for (size_t i = 0; i < stage->n_sent; i++) {
		struct sent *sent = &stage->sent[i];
		void *message = sent->message;

		if (sent->type != type || strcmp(sent->peer, peer) != 0)
			continue;
		stage->n_sent--;
		memmove(sent, sent + 1,
			(stage->n_sent - i) * sizeof(*stage->sent));
		return message;
	}
	return NULL;
}

Jobq__Task stage_task(Jobq__TaskKind kind, const char *url)
{
	Jobq__Task task = JOBQ__TASK__INIT;

	task.kind = kind;
	task.url = (char *)url;
	return task;
}
