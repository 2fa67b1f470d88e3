#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "core/log.h"
#include "core/times.h"
#include "tests/seed.h"
#include "tests/workers/fakerecipe.h"
#include "tests/workers/fakesite.h"
#include <stdio.h>

/*
 * A host that fails at random, its leases given out again as a coordinator
 * does: whatever happens, each task has exactly one final outcome, at most four
 * tries, and what is owed to the host is kept.
 */
enum { CASES = 400, TASKS = 25, MAX_LEASES = 400 };

struct coordinator {
	struct site *site;
	uint64_t random;
	unsigned tries[TASKS + 1];
	unsigned finals[TASKS + 1];
	int64_t held_ms; /* next allowed time of the host */
	uint32_t failures;
	size_t n_read; /* reports */
};

static uint32_t pick(struct coordinator *c, uint32_t n)
{
	c->random = c->random * 6364136223846793005ULL + 1442695040888963407ULL;
	return (uint32_t)(c->random >> 33) % n;
}

static void answer(struct site *site, const char *url, struct said *out)
{
	static const struct said mishaps[] = {
		{.status = 503},
		{.status = 429, .headers = "Retry-After: 3\r\n"},
		{.status = 500},
		{.error = FETCH_NETWORK},
		{.error = FETCH_TIMEOUT},
		{.status = 200, .body = "bad answer"},
		{.status = 200, .body = "stale yes"},
		{.status = 302, .headers = "Location: /elsewhere\r\n"},
		{.status = 302, .headers = "Location: /session\r\n"},
		{.status = 301, .headers = "Location: http://o.example/\r\n"},
		{.status = 404},
		{.status = 403},
		{.error = FETCH_TOO_LARGE},
	};
	struct coordinator *c = site->answer_arg;

	if (pick(c, 3))
		*out = (struct said){.status = 200, .body = "post a"};
	else
		*out = mishaps[pick(c, sizeof(mishaps) / sizeof(*mishaps))];
	if (strstr(url, "robots.txt") && pick(c, 2))
		*out = (struct said){.status = 404};
}

static void settle(struct coordinator *c, const struct told *told)
{
	assert_in_range(told->task, 1, TASKS);
	assert_int_equal(c->finals[told->task], 0);
	if (told->result == JOBQ__RESULT__RESULT_RETRY &&
	    ++c->tries[told->task] < 4)
		return;
	c->finals[told->task]++;
}

static bool all_done(const struct coordinator *c)
{
	for (size_t i = 1; i <= TASKS; i++)
		if (!c->finals[i])
			return false;
	return true;
}

static Jobq__Lease *next_lease(struct coordinator *c, uint64_t token)
{
	Jobq__Lease *lease = site_lease(pick(c, 2) ? "plain" : "session", 100);
	size_t n = 1 + pick(c, 8);
	int64_t wait_ms = c->held_ms - c->site->now_ms;
	char url[64];

	lease->token = token;
	lease->wait_ms = wait_ms > 0 ? (uint32_t)wait_ms : 0;
	lease->failures = c->failures;
	for (uint64_t id = 1; id <= TASKS && n; id++) {
		if (c->finals[id])
			continue;
		snprintf(url, sizeof(url), "http://site.example/%u",
			 (unsigned)id);
		lease_task(lease, id, url)->tries = c->tries[id];
		n--;
	}
	return lease;
}

/* Either to its end, or lost or stopped in the middle. */
static void go_through(struct coordinator *c, struct errand *errand)
{
	struct site *site = c->site;
	unsigned steps = pick(c, 4) ? UINT32_MAX : pick(c, 20);

	while (!errand_over(errand) && steps--)
		site_step(site, errand);
	if (pick(c, 2))
		errand_lose(errand);
	else
		errand_stop(errand);
	if (site->done)
		site_answer(site);
	while (errand_unread(errand))
		errand_read(errand);
	assert_true(errand_over(errand));
	while (c->n_read < site->n_told)
		settle(c, &site->told[c->n_read++]);
}

static void check_spacing(const struct site *site)
{
	for (size_t i = 1; i < site->n_asked; i++)
		assert_true(site->asked[i].begun_ms >=
			    site->asked[i - 1].ended_ms + 100);
}

static void run_case(uint64_t seed)
{
	struct coordinator c = {.site = site_new(true), .random = seed};

	c.site->answer = answer;
	c.site->answer_arg = &c;
	c.site->world.seed = seed;
	for (uint64_t token = 1; token < MAX_LEASES && !all_done(&c); token++) {
		Jobq__Lease *lease = next_lease(&c, token);
		struct errand *errand = errand_new(&c.site->world, lease);

		go_through(&c, errand);
		c.held_ms = c.site->now_ms + errand_wait_ms(errand);
		c.failures = errand_failures(errand);
		errand_free(errand);
		jobq__lease__free_unpacked(lease, NULL);
	}
	assert_true(all_done(&c));
	check_spacing(c.site);
	site_free(c.site);
}

static void random_failures_never_lose_a_task(void **state)
{
	uint64_t seed = seed_take();

	(void)state;
	for (uint64_t i = 0; i < CASES; i++)
		run_case(seed + i);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_failures_never_lose_a_task),
	};

	setenv("JOBQ_LOG", "error", 0);
	log_from_environment();
	return cmocka_run_group_tests(tests, NULL, NULL);
}
