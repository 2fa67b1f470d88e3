#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/workers/fakerecipe.h"
#include "workers/trip.h"

#define A "https://site.example/a"

struct bench {
	struct accesses *accesses;
	struct trip *trip;
};

static int set_up(void **state)
{
	struct bench *bench = alloc_zero(1, sizeof(*bench));
	Jobq__SourceSpec spec = JOBQ__SOURCE_SPEC__INIT;
	Jobq__Task *task = alloc_get(sizeof(*task));

	jobq__task__init(task);
	task->url = alloc_copy(A);
	task->method = alloc_copy("POST");
	task->body.data = alloc_get(2);
	memcpy(task->body.data, "{}", 2);
	task->body.len = 2;
	spec.id = (char *)"lab/board";
	spec.recipe = (char *)"plain";
	bench->accesses = accesses_new("nowhere");
	bench->trip = trip_new_task(
		task, accesses_get(bench->accesses, &spec, "site.example"));
	*state = bench;
	assert_int_equal(trip_prepare(bench->trip), 0);
	trip_depart(bench->trip);
	return 0;
}

static int tear_down(void **state)
{
	struct bench *bench = *state;

	trip_free(bench->trip);
	accesses_free(bench->accesses);
	free(bench);
	return 0;
}

static int follow(struct bench *bench, int status, const char *headers)
{
	struct fetch_answer answer;
	int r;

	fetch_answer_init(&answer);
	answer.status = status;
	bytes_add_text(&answer.headers, headers);
	r = trip_follow(bench->trip, &answer, "site.example");
	fetch_answer_deinit(&answer);
	return r;
}

static void follows_a_relative_location(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(follow(bench, 307, "Location: ../b?c#d\r\n"), 0);
	assert_string_equal(trip_url(bench->trip), "https://site.example/b?c");
}

static void keeps_the_method_for_307_and_308(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(follow(bench, 307, "Location: /b\r\n"), 0);
	assert_int_equal(follow(bench, 308, "Location: /c\r\n"), 0);
	assert_string_equal(bench->trip->request.method, "POST");
	assert_int_equal(bench->trip->request.body.len, 2);
}

static void becomes_get_for_302(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(follow(bench, 302, "Location: /b\r\n"), 0);
	assert_string_equal(bench->trip->request.method, "GET");
	assert_int_equal(bench->trip->request.body.len, 0);
}

static void knows_which_methods_become_get(void **state)
{
	(void)state;
	assert_true(trip_becomes_get(301, "POST"));
	assert_true(trip_becomes_get(303, "PUT"));
	assert_false(trip_becomes_get(303, "HEAD"));
	assert_false(trip_becomes_get(301, "PUT"));
	assert_false(trip_becomes_get(307, "POST"));
}

static void sees_a_loop_of_two(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(follow(bench, 307, "Location: /b\r\n"), 0);
	trip_depart(bench->trip);
	assert_int_equal(follow(bench, 307, "Location: /a\r\n"), TRIP_E_LOOP);
}

static void is_elsewhere_on_another_host_or_port(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(follow(bench, 307, "Location: //b.example/\r\n"),
			 TRIP_E_ELSEWHERE);
	assert_int_equal(
		follow(bench, 307, "Location: https://site.example:81/\r\n"),
		TRIP_E_ELSEWHERE);
	assert_string_equal(trip_url(bench->trip), A);
}

static void goes_nowhere_without_a_http_location(void **state)
{
	struct bench *bench = *state;

	assert_int_equal(follow(bench, 302, ""), TRIP_E_NOWHERE);
	assert_int_equal(follow(bench, 302, "Location: ftp://x/\r\n"),
			 TRIP_E_NOWHERE);
}

static void has_enough_after_ten(void **state)
{
	struct bench *bench = *state;
	char headers[64];

	for (unsigned i = 0; i < TRIP_MAX_REDIRECTS; i++) {
		snprintf(headers, sizeof(headers), "Location: /%u\r\n", i);
		assert_int_equal(follow(bench, 302, headers), 0);
	}
	assert_int_equal(follow(bench, 302, "Location: /x\r\n"),
			 TRIP_E_TOO_MANY);
}

#define TRIP_TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TRIP_TEST(follows_a_relative_location),
		TRIP_TEST(keeps_the_method_for_307_and_308),
		TRIP_TEST(becomes_get_for_302),
		TRIP_TEST(knows_which_methods_become_get),
		TRIP_TEST(sees_a_loop_of_two),
		TRIP_TEST(is_elsewhere_on_another_host_or_port),
		TRIP_TEST(goes_nowhere_without_a_http_location),
		TRIP_TEST(has_enough_after_ten),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
