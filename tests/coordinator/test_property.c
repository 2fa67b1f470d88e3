/*
 * Whatever the order in which outcomes come, however often they are repeated,
 * and whenever coordinator or worker are killed: the same closed rounds.
 * JOBQ_SEED and PROPERTY_CASES choose others.
 */
#include "core/alloc.h"
#include "core/log.h"
#include "core/pack.h"
#include "tests/coordinator/stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

enum { CASES = 60, SOURCES = 3, SEEDS = 3, DETAILS = 6, STEPS = 4000 };

/* The sites: what becomes of a task depends on its URL and tries alone. */
static uint64_t hash_of(const char *url, uint64_t site)
{
	char key[256];
	struct digest d;

	snprintf(key, sizeof(key), "%llu %s", (unsigned long long)site, url);
	d = digest_of(key, strlen(key));
	return bytes_get_u64(d.bytes);
}

struct answer {
	Jobq__Outcome outcome;
	Jobq__Task tasks[DETAILS];
	Jobq__Task *found[DETAILS];
	char urls[DETAILS][64];
};

static void add_details(struct answer *a, uint64_t h)
{
	Jobq__Outcome *o = &a->outcome;

	for (size_t i = 0; i < h % DETAILS; i++) {
		snprintf(a->urls[i], sizeof(a->urls[i]),
			 "http://h%llu.example/d/%llu",
			 (unsigned long long)(h >> 8) % 4,
			 (unsigned long long)(h >> (16 + i)) % 40);
		a->tasks[i] =
			stage_task(JOBQ__TASK_KIND__TASK_DETAIL, a->urls[i]);
		a->found[i] = &a->tasks[i];
	}
	o->n_found = h % DETAILS;
	o->found = a->found;
	o->claimed = 42;
}

static void answer_to(struct answer *a, const Jobq__Task *task, uint64_t site)
{
	uint64_t h = hash_of(task->url, site);
	uint64_t fate = (h >> 40) % 16;
	Jobq__Outcome *o = &a->outcome;

	jobq__outcome__init(o);
	o->task = task->id;
	o->claimed = -1;
	o->pages = 1;
	o->bytes = h % 1000;
	o->reason = (char *)"so it is";
	if (task->tries < (h >> 44) % 6 && fate < 6)
		o->result = JOBQ__RESULT__RESULT_RETRY;
	else if (fate == 7)
		o->result = JOBQ__RESULT__RESULT_FAILED;
	else if (fate == 8)
		o->result = JOBQ__RESULT__RESULT_GONE;
	else if (task->kind == JOBQ__TASK_KIND__TASK_LISTING)
		add_details(a, h);
	o->contents_missing = !o->result && fate == 9;
}

/* What the worker holds: tasks with the token that they came with. */
struct worker_side {
	struct held {
		uint64_t token;
		Jobq__Task *task;
	} * held;
	size_t n;
	uint64_t incarnation;
	unsigned random;
};

static unsigned roll(struct worker_side *w, unsigned n)
{
	return (unsigned)rand_r(&w->random) % n;
}

static void forget(struct worker_side *w)
{
	for (size_t i = 0; i < w->n; i++)
		jobq__task__free_unpacked(w->held[i].task, NULL);
	w->n = 0;
}

static void take_leases(struct stage *s, struct worker_side *w)
{
	Jobq__Lease *l;

	while ((l = stage_take(s, "p", WIRE_LEASE))) {
		for (size_t i = 0; i < l->n_tasks; i++) {
			w->held = alloc_resize(w->held, w->n + 1,
					       sizeof(*w->held));
			w->held[w->n++] =
				(struct held){l->token, TAKE(l->tasks[i])};
		}
		l->n_tasks = 0;
		jobq__lease__free_unpacked(l, NULL);
	}
	stage_clear(s);
}

static void hello(struct stage *s, struct worker_side *w)
{
	stage_hello(s, "p", "w", w->incarnation);
	stage_credit(s, "p", 9);
}

/* One outcome of a task that is held, sent `times`; it is kept at times, so
 * that it will come again, stale. */
static void send_one(struct stage *s, struct worker_side *w, uint64_t site)
{
	size_t i = roll(w, (unsigned)w->n);
	struct held held = w->held[i];
	struct answer a;
	Jobq__Outcome *outcomes[] = {&a.outcome};
	Jobq__Outcomes m = JOBQ__OUTCOMES__INIT;

	answer_to(&a, held.task, site);
	m.token = held.token;
	m.outcomes = outcomes;
	m.n_outcomes = 1;
	m.release = !roll(w, 8);
	for (unsigned times = 1 + !roll(w, 4); times; times--)
		stage_say(s, "p", WIRE_OUTCOMES, &m);
	if (!roll(w, 6))
		return;
	jobq__task__free_unpacked(held.task, NULL);
	w->held[i] = w->held[--w->n];
}

static void beat_all(struct stage *s, struct worker_side *w)
{
	for (size_t i = 0; i < w->n; i++)
		stage_beat(s, "p", w->held[i].token);
}

static void disturb(struct stage *s, struct worker_side *w)
{
	switch (roll(w, 40)) {
	case 0: /* kill -9 of the coordinator, before or after its commit */
		if (roll(w, 2))
			stage_turn(s);
		stage_crash(s);
		hello(s, w);
		beat_all(s, w);
		break;
	case 1: /* kill -9 of the worker */
		forget(w);
		w->incarnation++;
		hello(s, w);
		break;
	case 2: /* silence: leases are lost */
		stage_pass(s, 11000);
		stage_turn(s);
		hello(s, w);
		break;
	default:
		stage_pass(s, roll(w, 300));
		beat_all(s, w);
		stage_say(s, "p", WIRE_HEARTBEAT,
			  &(Jobq__Heartbeat)JOBQ__HEARTBEAT__INIT);
	}
}

static void add_sources(struct stage *s)
{
	for (int i = 0; i < SOURCES; i++) {
		char id[16], host[16];

		snprintf(id, sizeof(id), "lab/%d", i);
		snprintf(host, sizeof(host), "h%d.example", i);
		stage_source(s,
			     (struct stage_source){.id = id,
						   .host = host,
						   .n_seeds = SEEDS,
						   .deadline_ms = 1000000000});
	}
}

static bool finished(const struct stage *s)
{
	return coordinator_state(s->coordinator) == COORDINATOR_FINISHED;
}

/* Crawls to the end; `random` 0: without any disturbance. */
static void crawl(struct stage *s, uint64_t site, unsigned random)
{
	struct worker_side w = {.incarnation = 1, .random = random};

	stage_init(s);
	s->plan.once = true;
	s->plan.run = 5;
	add_sources(s);
	stage_open(s);
	hello(s, &w);
	for (int i = 0; i < STEPS && !finished(s); i++) {
		if (random)
			disturb(s, &w);
		else
			stage_pass(s, 10);
		if (!random)
			beat_all(s, &w);
		if (w.n)
			send_one(s, &w, site);
		if (!w.n || !roll(&w, 3)) {
			stage_turn(s);
			take_leases(s, &w);
		}
	}
	assert_true(finished(s));
	forget(&w);
	free(w.held);
}

static const Jobq__Round *of_source(const struct stage *s, int i)
{
	char id[16];

	snprintf(id, sizeof(id), "lab/%d", i);
	for (size_t r = 0; r < s->n_rounds; r++)
		if (!strcmp(s->rounds[r]->id->source, id))
			return s->rounds[r];
	return NULL;
}

/* "listing: ...; and 2 more": how many, whichever came first. */
static const char *how_many(const char *why)
{
	const char *more = strstr(why, "; and");

	return more ? more : *why ? "one" : "none";
}

static void same_round(const Jobq__Round *a, const Jobq__Round *b)
{
	assert_non_null(a);
	assert_non_null(b);
	assert_int_equal(a->listing_ok, b->listing_ok);
	assert_int_equal(a->contents_ok, b->contents_ok);
	assert_string_equal(how_many(a->listing_why), how_many(b->listing_why));
	assert_string_equal(how_many(a->contents_why),
			    how_many(b->contents_why));
	assert_int_equal(a->claimed, b->claimed);
	assert_int_equal(a->pages, b->pages);
	assert_int_equal(a->bytes, b->bytes);
	assert_int_equal(a->errors, b->errors);
	assert_int_equal(a->limited, b->limited);
}

static unsigned number(const char *name, unsigned otherwise)
{
	const char *text = getenv(name);

	return text ? (unsigned)strtoul(text, NULL, 10) : otherwise;
}

static void the_closed_rounds_are_the_same(void **state)
{
	unsigned seed = number("JOBQ_SEED", 20251);
	unsigned cases = number("PROPERTY_CASES", CASES);

	(void)state;
	for (unsigned i = 0; i < cases; i++) {
		struct stage calm, wild;

		print_message("JOBQ_SEED=%u\n", seed + i);
		crawl(&calm, seed + i, 0);
		crawl(&wild, seed + i, seed + i);
		assert_int_equal(calm.n_rounds, SOURCES);
		assert_int_equal(wild.n_rounds, SOURCES);
		for (int k = 0; k < SOURCES; k++)
			same_round(of_source(&calm, k), of_source(&wild, k));
		stage_deinit(&calm);
		stage_deinit(&wild);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_closed_rounds_are_the_same),
	};

	log_set_level(LOG_ERROR);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
