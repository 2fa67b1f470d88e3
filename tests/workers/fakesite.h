#pragma once
/*
 * Fakesite: a scripted fetcher and a clock that stands still, for tests of
 * errands, with the tasks and leases they take. A URL that nothing was said of
 * answers 404; the last thing said of a URL stays. Asserts in the test's name.
 */
#include "workers/errand.h"
#include "workers/flight.h"

enum { SITE_MAX = 4096, SITE_LATENCY_MS = 7 };

struct said {
	const char *url;
	enum fetch_error error;
	int status;
	const char *headers, *body;
};
struct asked {
	char *url, *method, *cookie;
	int64_t begun_ms, ended_ms;
	int64_t logical_ms;
};
struct told { /* a report, in short */
	uint64_t task;
	Jobq__Result result;
	char reason[128];
	uint32_t wait_ms, failures, pages;
	size_t n_found, n_observations;
	Jobq__Presence presence; /* of the first observation */
	char key[128];
	char found[128]; /* url of the first */
};
struct site {
	struct said script[SITE_MAX];
	size_t n_script;
	struct asked asked[SITE_MAX];
	size_t n_asked;
	struct told told[SITE_MAX];
	size_t n_told;
	int64_t now_ms;
	fetch_done *done; /* the request under way */
	void *done_arg;
	bool broken; /* fetch_start() has a fault */
	/* NULL, or what a request gets instead of the script */
	void (*answer)(struct site *site, const char *url, struct said *out);
	void *answer_arg;
	struct accesses *accesses;
	struct rulebook *rulebook;
	struct flights flights;
	struct errand_world world;
};

struct site *site_new(bool paced);
void site_free(struct site *site);
/* cmocka's fixtures: *state is a paced site. */
int site_set_up(void **state);
int site_tear_down(void **state);

void site_say(struct site *site, struct said said);
/* Says 200 with `body`. */
void site_page(struct site *site, const char *url, const char *body);
/* The answer to the request under way is there. */
void site_answer(struct site *site);

/* A lease of site.example; tasks are added by lease_task(). */
Jobq__Lease *site_lease(const char *recipe, uint32_t delay_ms);
Jobq__Task *lease_task(Jobq__Lease *lease, uint64_t id, const char *url);

/* The errand's next step; where it has none, the clock goes on. */
void site_step(struct site *site, struct errand *errand);
/* Until the errand has nothing more to do. */
void site_run(struct site *site, struct errand *errand);
/* Runs a lease to its end and frees it. */
void site_work(struct site *site, Jobq__Lease *lease);
void site_work_one(struct site *site, const char *recipe, const char *url);
/* One task, whose URL gives what is said: what is told of it. */
const struct told *site_tell(struct site *site, const char *url,
			     struct said said);
