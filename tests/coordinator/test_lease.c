#include "coordinator/lease.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static char rounds_[2]; /* only compared */
#define ROUND(i) ((struct round *)(void *)&rounds_[i])
static const struct moment NOW = {.real_ms = 1700000000000, .mono_ms = 1000};

struct desk {
	struct hosts hosts;
	struct leases leases;
	struct lease *lease;
};

static int enter(void **state)
{
	struct desk *d = test_calloc(1, sizeof(*d));
	Jobq__FrontierLease record = JOBQ__FRONTIER_LEASE__INIT;

	record.token = 4;
	record.worker = (char *)"w";
	d->lease =
		leases_add(&d->leases, hosts_get(&d->hosts, "a"), &record, NOW);
	*state = d;
	return 0;
}

static int leave(void **state)
{
	struct desk *d = *state;

	leases_deinit(&d->leases);
	hosts_deinit(&d->hosts);
	test_free(d);
	return 0;
}

static void is_found_by_its_token_alone(void **state)
{
	struct desk *d = *state;

	assert_ptr_equal(leases_find(&d->leases, 4), d->lease);
	assert_null(leases_find(&d->leases, 3));
}

static void holds_its_host_until_removed(void **state)
{
	struct desk *d = *state;

	assert_ptr_equal(hosts_get(&d->hosts, "a")->lease, d->lease);
	leases_remove(&d->leases, d->lease);
	assert_null(hosts_get(&d->hosts, "a")->lease);
	assert_null(leases_find(&d->leases, 4));
}

static void gives_a_task_once(void **state)
{
	struct desk *d = *state;
	struct work work = {.id = 9, .round = ROUND(1)}, out = {0};

	lease_add_task(d->lease, &work);
	assert_false(lease_take_task(d->lease, 8, &out));
	assert_true(lease_take_task(d->lease, 9, &out));
	assert_ptr_equal(out.round, ROUND(1));
	assert_false(lease_take_task(d->lease, 9, &out));
}

static void knows_its_rounds(void **state)
{
	struct desk *d = *state;
	struct work work = {.id = 9, .round = ROUND(1)};

	assert_false(lease_has_round(d->lease, ROUND(1)));
	lease_add_task(d->lease, &work);
	assert_true(lease_has_round(d->lease, ROUND(1)));
	assert_false(lease_has_round(d->lease, ROUND(0)));
}

static void is_lost_ten_seconds_after_the_last_renewal(void **state)
{
	struct desk *d = *state;

	assert_int_equal(d->lease->lost_mono_ms, NOW.mono_ms + 10000);
	lease_renew(d->lease, (struct moment){.mono_ms = 5000});
	assert_int_equal(d->lease->lost_mono_ms, 15000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
#define T(name) cmocka_unit_test_setup_teardown(name, enter, leave)
		T(is_found_by_its_token_alone),
		T(holds_its_host_until_removed),
		T(gives_a_task_once),
		T(knows_its_rounds),
		T(is_lost_ten_seconds_after_the_last_renewal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
