#include "coordinator/host.h"
#include "tests/coordinator/stage.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const struct moment NOW = {.real_ms = 1700000000000, .mono_ms = 1000};

static struct moment later(int64_t ms)
{
	return (struct moment){NOW.real_ms + ms, NOW.mono_ms + ms};
}

static void a_new_host_need_not_wait(void **state)
{
	struct hosts hosts = {0};

	(void)state;
	assert_int_equal(host_wait_ms(hosts_get(&hosts, "a"), NOW), 0);
	hosts_deinit(&hosts);
}

static void the_workers_word_counts(void **state)
{
	struct hosts hosts = {0};
	struct host *host = hosts_get(&hosts, "a");

	(void)state;
	host_pace(host, 5000, 2, NOW);
	assert_int_equal(host_wait_ms(host, later(1000)), 4000);
	assert_int_equal(host->failures, 2);
	host_pace(host, 10, 0, NOW);
	assert_int_equal(host_wait_ms(host, NOW), 10);
	host_pace(host, UINT32_MAX, 0, NOW);
	assert_int_equal(host_wait_ms(host, NOW), HOST_MAX_WAIT_MS);
	hosts_deinit(&hosts);
}

static void holding_never_shortens(void **state)
{
	struct hosts hosts = {0};
	struct host *host = hosts_get(&hosts, "a");

	(void)state;
	host_hold(host, 1000, NOW);
	assert_int_equal(host_wait_ms(host, NOW), 1000);
	host_hold(host, 500, NOW);
	assert_int_equal(host_wait_ms(host, NOW), 1000);
	hosts_deinit(&hosts);
}

static int take_host(void *arg, const void *record)
{
	hosts_restore(arg, record, later(400));
	return 0;
}

static void the_next_time_survives_a_crash(void **state)
{
	struct stage stage;
	struct frontier *frontier = NULL;
	struct hosts hosts = {0};

	(void)state;
	stage_init(&stage);
	assert_int_equal(frontier_open(&frontier, stage.dir, 0), 0);
	host_pace(hosts_get(&hosts, "a"), 3000, 1, NOW);
	assert_int_equal(hosts_save(&hosts, frontier, NOW), 0);
	assert_int_equal(frontier_commit(frontier), 0);
	hosts_deinit(&hosts);
	frontier_free(frontier);
	assert_int_equal(frontier_open(&frontier, stage.dir, 0), 0);
	assert_int_equal(
		frontier_each(frontier, FRONTIER_HOSTS, take_host, &hosts), 0);
	assert_int_equal(host_wait_ms(hosts_get(&hosts, "a"), later(400)),
			 2600);
	assert_int_equal(hosts_get(&hosts, "a")->failures, 1);
	hosts_deinit(&hosts);
	frontier_free(frontier);
	stage_deinit(&stage);
}

static void a_clock_set_back_holds_nobody_for_years(void **state)
{
	struct hosts hosts = {0};
	Jobq__FrontierHost record = JOBQ__FRONTIER_HOST__INIT;

	(void)state;
	record.host = (char *)"a";
	record.next_ms = NOW.real_ms + 1000LL * HOST_MAX_WAIT_MS;
	hosts_restore(&hosts, &record, NOW);
	assert_int_equal(host_wait_ms(hosts_get(&hosts, "a"), NOW),
			 HOST_MAX_WAIT_MS);
	hosts_deinit(&hosts);
}

static void an_idle_host_is_forgotten(void **state)
{
	struct stage stage;
	struct frontier *frontier = NULL;
	struct hosts hosts = {0};

	(void)state;
	stage_init(&stage);
	assert_int_equal(frontier_open(&frontier, stage.dir, 0), 0);
	host_pace(hosts_get(&hosts, "a"), 1000, 0, NOW);
	assert_int_equal(hosts_save(&hosts, frontier, NOW), 0);
	assert_int_equal(HASH_COUNT(hosts.table), 1);
	assert_int_equal(hosts_save(&hosts, frontier, later(1000)), 0);
	assert_int_equal(HASH_COUNT(hosts.table), 0);
	hosts_deinit(&hosts);
	frontier_free(frontier);
	stage_deinit(&stage);
}

static void a_served_host_goes_to_the_end(void **state)
{
	struct hosts hosts = {0};
	struct host *a = hosts_get(&hosts, "a");
	struct host *b = hosts_get(&hosts, "b");

	(void)state;
	assert_ptr_equal(hosts.table, a);
	hosts_to_end(&hosts, a);
	assert_ptr_equal(hosts.table, b);
	assert_ptr_equal(hosts_get(&hosts, "a"), a);
	hosts_deinit(&hosts);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_host_need_not_wait),
		cmocka_unit_test(the_workers_word_counts),
		cmocka_unit_test(holding_never_shortens),
		cmocka_unit_test(the_next_time_survives_a_crash),
		cmocka_unit_test(a_clock_set_back_holds_nobody_for_years),
		cmocka_unit_test(an_idle_host_is_forgotten),
		cmocka_unit_test(a_served_host_goes_to_the_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
