#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/log.h"
#include "tests/workers/fakedir.h"
#include "tests/workers/fakepeer.h"
#include "workers/spool.h"
#include "workers/worker.h"
#include <signal.h>
#include <sys/wait.h>

/*
 * A worker in a process of its own, between a coordinator and an indexer that
 * the test plays. It replays an archive that holds nothing, so that each page
 * fails at once, with an observation that says so.
 */
struct bench {
	void *directory;
	struct peer coordinator, indexer;
	pid_t worker;
};

static void run_worker(void)
{
	static const char *const replay[] = {"nothing.warc.gz", NULL};
	struct worker_options options = {
		.name = "w",
		.coordinator = PEER_ADDRESS,
		.indexer = "ipc://indexer.ipc",
		.replay = replay,
	};
	char *recipes = alloc_format("%s/workers/recipes", fakedir_before);
	int r;

	options.recipes = recipes;
	r = worker_run(&options);
	free(recipes);
	exit(r ? 3 : 0);
}

static int set_up(void **state)
{
	const struct wire_endpoint at = {"ipc://indexer.ipc", false};
	struct bench *bench = alloc_zero(1, sizeof(*bench));
	FILE *nothing;

	if (fakedir_enter(&bench->directory))
		return -1;
	*state = bench;
	nothing = fopen("nothing.warc.gz", "w");
	assert_non_null(nothing);
	fclose(nothing);
	fflush(NULL);
	bench->worker = fork();
	if (!bench->worker)
		run_worker();
	bench->coordinator = peer_new();
	bench->indexer.context = bench->coordinator.context;
	assert_int_equal(
		wire_bind(bench->indexer.context, &at, &bench->indexer.socket),
		0);
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;
	int r;

	if (bench->worker) {
		kill(bench->worker, SIGKILL);
		waitpid(bench->worker, NULL, 0);
	}
	peer_close(&bench->indexer);
	peer_close(&bench->coordinator);
	wire_context_free(bench->coordinator.context);
	r = fakedir_leave(&bench->directory);
	free(bench);
	return r;
}

/* What may come between any two messages: a beat, or credit that changed. */
static bool comes_between(enum wire_type got)
{
	return got == WIRE_HEARTBEAT || got == WIRE_CREDIT;
}

/* The coordinator's next message but for what may come between. */
static const void *get(struct bench *bench, enum wire_type type)
{
	const void *body;

	do {
		int64_t until_ms = times_mono_ms() + PEER_DEADLINE_MS;
		int r = WIRE_E_EMPTY;

		wire_message_deinit(&bench->coordinator.got);
		while (r == WIRE_E_EMPTY && times_mono_ms() < until_ms) {
			r = wire_receive(bench->coordinator.socket,
					 &bench->coordinator.got);
			if (r == WIRE_E_EMPTY)
				poll(NULL, 0, 1);
		}
		assert_int_equal(r, 0);
		body = bench->coordinator.got.body;
	} while (bench->coordinator.got.type != type &&
		 comes_between(bench->coordinator.got.type));
	assert_int_equal(bench->coordinator.got.type, type);
	return body;
}

static void greet(struct bench *bench)
{
	Jobq__Welcome welcome = JOBQ__WELCOME__INIT;

	get(bench, WIRE_HELLO);
	welcome.heartbeat_ms = 1000;
	peer_say(&bench->coordinator, WIRE_WELCOME, &welcome);
	assert_int_equal(((const Jobq__Credit *)get(bench, WIRE_CREDIT))->hosts,
			 WORKER_HOSTS);
}

/* A lease with one page of an HTML site. */
static void lease_page(struct bench *bench, uint64_t task_id)
{
	Jobq__Lease lease = JOBQ__LEASE__INIT;
	Jobq__SourceSpec spec = JOBQ__SOURCE_SPEC__INIT, *specs[] = {&spec};
	Jobq__Task task = JOBQ__TASK__INIT, *tasks[] = {&task};
	Jobq__RoundId round = JOBQ__ROUND_ID__INIT;
	Jobq__Var url = JOBQ__VAR__INIT, *params[] = {&url};

	url.name = (char *)"url";
	url.value = (char *)"http://site.example/";
	spec.id = round.source = (char *)"lab/html";
	spec.recipe = (char *)"html";
	spec.params = params;
	spec.n_params = 1;
	task.id = task_id;
	task.kind = JOBQ__TASK_KIND__TASK_PAGE;
	task.step = (char *)"page";
	task.url = (char *)"http://site.example/a";
	task.method = (char *)"GET";
	task.round = &round;
	lease.token = 7;
	lease.host = (char *)"site.example";
	lease.tasks = tasks;
	lease.sources = specs;
	lease.n_tasks = lease.n_sources = 1;
	peer_say(&bench->coordinator, WIRE_LEASE, &lease);
}

static void ack_outcomes(struct bench *bench, bool refused)
{
	const Jobq__Outcomes *got =
		(const Jobq__Outcomes *)bench->coordinator.got.body;
	Jobq__OutcomesAck ack = JOBQ__OUTCOMES_ACK__INIT;

	ack.batch = got->batch;
	ack.refused = refused;
	peer_say(&bench->coordinator, WIRE_OUTCOMES_ACK, &ack);
}

static uint64_t get_observation(struct bench *bench)
{
	const Jobq__Observations *seen =
		peer_get(&bench->indexer, WIRE_OBSERVATIONS);

	assert_int_equal(seen->n_items, 1);
	assert_string_equal(seen->items[0]->key, "http://site.example/a");
	assert_int_equal(seen->items[0]->presence,
			 JOBQ__PRESENCE__PRESENCE_TENTATIVE);
	return seen->batch;
}

static void ack_observations(struct bench *bench, uint64_t batch)
{
	Jobq__Ack ack = JOBQ__ACK__INIT;

	ack.batch = batch;
	peer_say(&bench->indexer, WIRE_ACK, &ack);
}

static void assert_ends_well(struct bench *bench)
{
	int status = 0;

	assert_int_equal(waitpid(bench->worker, &status, 0), bench->worker);
	assert_int_equal(status, 0);
	bench->worker = 0;
}

static void assert_release(struct bench *bench)
{
	const Jobq__Outcomes *got = get(bench, WIRE_OUTCOMES);

	assert_int_equal(got->token, 7);
	assert_int_equal(got->n_outcomes, 0);
	assert_true(got->release);
	ack_outcomes(bench, false);
}

static void say_bye(struct bench *bench)
{
	Jobq__Bye bye = JOBQ__BYE__INIT;

	bye.done = true;
	peer_say(&bench->coordinator, WIRE_BYE, &bye);
}

static size_t left_in_spool(void)
{
	CLEANUP(spool_freep) struct spool *spool = NULL;
	uint64_t number = 0;
	size_t n = 0;

	assert_int_equal(spool_open(&spool, "w"), 0);
	while (!spool_next(spool, number, &number))
		n++;
	return n;
}

static void tells_outcomes_after_the_indexers_ack(void **state)
{
	struct bench *bench = *state;
	const Jobq__Outcomes *got;
	uint64_t batch;

	greet(bench);
	lease_page(bench, 11);
	batch = get_observation(bench);
	get(bench, WIRE_HEARTBEAT); /* the lease's; then another, and nothing */
	get(bench, WIRE_HEARTBEAT);
	ack_observations(bench, batch);
	got = get(bench, WIRE_OUTCOMES);
	assert_int_equal(got->n_outcomes, 1);
	assert_int_equal(got->outcomes[0]->task, 11);
	assert_int_equal(got->outcomes[0]->result, JOBQ__RESULT__RESULT_FAILED);
	ack_outcomes(bench, false);
	assert_release(bench);
	say_bye(bench);
	assert_ends_well(bench);
	assert_int_equal(left_in_spool(), 0);
}

static void takes_more_tasks_before_it_releases(void **state)
{
	struct bench *bench = *state;
	const Jobq__Outcomes *got;

	greet(bench);
	lease_page(bench, 11);
	ack_observations(bench, get_observation(bench));
	get(bench, WIRE_OUTCOMES);
	lease_page(bench, 12);
	ack_outcomes(bench, false);
	ack_observations(bench, get_observation(bench));
	got = get(bench, WIRE_OUTCOMES);
	assert_int_equal(got->outcomes[0]->task, 12);
	ack_outcomes(bench, false);
	assert_release(bench);
}

static void drops_a_lease_that_is_refused(void **state)
{
	struct bench *bench = *state;

	greet(bench);
	lease_page(bench, 11);
	ack_observations(bench, get_observation(bench));
	get(bench, WIRE_OUTCOMES);
	ack_outcomes(bench, true);
	say_bye(bench);
	assert_ends_well(bench); /* without a release */
	assert_int_equal(left_in_spool(), 0);
}

static void leaves_when_it_is_told_to(void **state)
{
	struct bench *bench = *state;

	greet(bench);
	lease_page(bench, 11);
	ack_observations(bench, get_observation(bench));
	get(bench, WIRE_OUTCOMES);
	ack_outcomes(bench, false);
	kill(bench->worker, SIGTERM);
	assert_release(bench);
	assert_ends_well(bench);
}

static void keeps_in_the_spool_what_nobody_took(void **state)
{
	struct bench *bench = *state;

	greet(bench);
	lease_page(bench, 11);
	get_observation(bench);
	kill(bench->worker, SIGKILL);
	waitpid(bench->worker, NULL, 0);
	bench->worker = 0;
	assert_int_equal(left_in_spool(), 1);
	fflush(NULL);
	bench->worker = fork();
	if (!bench->worker)
		run_worker();
	ack_observations(bench, get_observation(bench));
	greet(bench);
	get(bench, WIRE_OUTCOMES); /* of a lease that is long lost */
	ack_outcomes(bench, true);
	say_bye(bench);
	assert_ends_well(bench);
	assert_int_equal(left_in_spool(), 0);
}

#define WORKER_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		WORKER_TEST(tells_outcomes_after_the_indexers_ack),
		WORKER_TEST(takes_more_tasks_before_it_releases),
		WORKER_TEST(drops_a_lease_that_is_refused),
		WORKER_TEST(leaves_when_it_is_told_to),
		WORKER_TEST(keeps_in_the_spool_what_nobody_took),
	};

	log_from_environment();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
