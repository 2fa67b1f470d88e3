#include "coordinator/roster.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static const struct moment NOW = {.real_ms = 1700000000000, .mono_ms = 1000};

static struct worker *hello(struct roster *r, const char *peer,
			    const char *name, uint64_t incarnation)
{
	struct worker *worker = NULL;
	struct roster_hello h = {slice_text(peer), name, incarnation};

	return roster_hello(r, h, NOW, &worker) ? NULL : worker;
}

static void who_said_hello_is_known(void **state)
{
	struct roster r = {0};
	struct worker *w = hello(&r, "p1", "w1", 7);

	(void)state;
	assert_non_null(w);
	assert_ptr_equal(roster_heard(&r, slice_text("p1"), NOW), w);
	assert_ptr_equal(roster_find(&r, "w1", 7), w);
	assert_null(roster_find(&r, "w1", 8));
	assert_null(roster_heard(&r, slice_text("p2"), NOW));
	roster_deinit(&r);
}

static void a_second_hello_takes_the_place_of_the_first(void **state)
{
	struct roster r = {0};

	(void)state;
	assert_non_null(hello(&r, "p1", "w1", 7));
	assert_non_null(hello(&r, "p2", "w1", 8));
	assert_null(roster_heard(&r, slice_text("p1"), NOW));
	assert_non_null(roster_find(&r, "w1", 8));
	assert_non_null(hello(&r, "p2", "w2", 9));
	assert_null(roster_find(&r, "w1", 8));
	assert_int_equal(HASH_COUNT(r.by_name), 1);
	roster_deinit(&r);
}

static void a_bad_name_is_refused(void **state)
{
	struct roster r = {0};
	char longest[ROSTER_MAX_NAME + 2];

	(void)state;
	memset(longest, 'a', sizeof(longest));
	longest[ROSTER_MAX_NAME + 1] = '\0';
	assert_null(hello(&r, "p1", "", 1));
	assert_null(hello(&r, "p1", "a b", 1));
	assert_null(hello(&r, "p1", "../x", 1));
	assert_null(hello(&r, "p1", longest, 1));
	assert_null(r.by_name);
	roster_deinit(&r);
}

static void there_are_no_more_than_the_most(void **state)
{
	struct roster r = {0};
	char name[16];

	(void)state;
	for (int i = 0; i < ROSTER_MAX; i++) {
		snprintf(name, sizeof(name), "w%d", i);
		assert_non_null(hello(&r, name, name, 1));
	}
	assert_null(hello(&r, "more", "more", 1));
	assert_non_null(hello(&r, "again", "w0", 2));
	roster_deinit(&r);
}

static void the_silent_are_dropped(void **state)
{
	struct roster r = {0};
	struct moment later = {.mono_ms = NOW.mono_ms + ROSTER_SILENCE_MS};
	struct moment before = {.mono_ms = later.mono_ms - 1};

	(void)state;
	assert_non_null(hello(&r, "p1", "w1", 1));
	assert_non_null(hello(&r, "p2", "w2", 1));
	roster_drop_silent(&r, before);
	assert_int_equal(HASH_COUNT(r.by_name), 2);
	assert_non_null(roster_heard(&r, slice_text("p2"), before));
	roster_drop_silent(&r, later);
	assert_null(roster_find(&r, "w1", 1));
	assert_non_null(roster_find(&r, "w2", 1));
	roster_deinit(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_said_hello_is_known),
		cmocka_unit_test(a_second_hello_takes_the_place_of_the_first),
		cmocka_unit_test(a_bad_name_is_refused),
		cmocka_unit_test(there_are_no_more_than_the_most),
		cmocka_unit_test(the_silent_are_dropped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
