#include "core/times.h"
#include "query/supervise.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>

enum { WAIT_MS = 20000 };

/* A program of /bin/sh; `log` NULL: none. */
static size_t add_shell(struct supervise *s, const char *script,
			const char *log, int stage)
{
	char *argv[] = {(char *)"/bin/sh", (char *)"-c", (char *)script, NULL};
	struct supervise_program p = {
		.name = "shell", .argv = argv, .log = log, .stage = stage};

	return supervise_add(s, &p);
}

static struct supervise_death next_death(struct supervise *s)
{
	int64_t until = times_mono_ms() + WAIT_MS;
	struct supervise_death death = {0};

	while (!supervise_reap(s, &death)) {
		siginfo_t info; /* an event: some child has ended */

		if (times_mono_ms() > until)
			fail_msg("no child ended");
		waitid(P_ALL, 0, &info, WEXITED | WNOWAIT);
	}
	return death;
}

static void the_pause_doubles_up_to_its_limit(void **state)
{
	static const int64_t want[] = {100,  100,  200,	 400,  800,
				       1600, 3200, 5000, 5000, 5000};

	(void)state;
	for (unsigned i = 0; i < 10; i++)
		assert_int_equal(supervise_backoff_ms(i), want[i]);
	assert_int_equal(supervise_backoff_ms(1000000), 5000);
}

static void deaths_are_told_in_words(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	(void)state;
	supervise_describe(3 << 8, &text);
	assert_string_equal(text.data, "ended with exit code 3");
	bytes_reset(&text);
	supervise_describe(SIGKILL, &text);
	assert_string_equal(text.data, "was killed by signal 9 (Killed)");
}

static void a_death_is_noted_once_and_restarted(void **state)
{
	CLEANUP(supervise_freep) struct supervise *s = supervise_new();
	size_t child = add_shell(s, "exit 7", NULL, 0);
	struct supervise_death death;

	(void)state;
	assert_int_equal(supervise_wait_ms(s), 0);
	assert_int_equal(supervise_start(s), 0);
	assert_int_equal(supervise_wait_ms(s), -1);
	death = next_death(s);
	assert_int_equal(death.child, child);
	assert_int_equal(WEXITSTATUS(death.status), 7);
	assert_int_equal(death.restart_ms, 100);
	assert_false(death.given_up);
	assert_false(supervise_reap(s, &death));
	assert_int_equal(supervise_pid(s, child), 0);
	assert_true(supervise_wait_ms(s) > 0);
	assert_true(supervise_wait_ms(s) <= 100);
	supervise_postpone(s, child, 60000);
	assert_true(supervise_wait_ms(s) > 100);
}

static void a_retired_child_stays_down(void **state)
{
	CLEANUP(supervise_freep) struct supervise *s = supervise_new();
	size_t child = add_shell(s, "exit 0", NULL, 0);

	(void)state;
	assert_int_equal(supervise_start(s), 0);
	next_death(s);
	supervise_retire(s, child);
	assert_int_equal(supervise_wait_ms(s), -1);
	assert_int_equal(supervise_start(s), 0);
	assert_int_equal(supervise_pid(s, child), 0);
}

/* Ten lives without the pauses between them: what counts is their number. */
static struct supervise_death tenth_death(const char *script)
{
	CLEANUP(supervise_freep) struct supervise *s = supervise_new();
	struct supervise_death death = {0};

	add_shell(s, script, NULL, 0);
	for (int i = 0; i < SUPERVISE_QUICK_MAX; i++) {
		assert_false(death.given_up);
		supervise_postpone(s, 0, 0);
		assert_int_equal(supervise_start(s), 0);
		death = next_death(s);
	}
	return death;
}

static void ten_quick_deaths_are_given_up(void **state)
{
	(void)state;
	assert_true(tenth_death("exit 1").given_up);
}

static void a_program_that_is_not_there_is_a_fault(void **state)
{
	CLEANUP(supervise_freep) struct supervise *s = supervise_new();
	char *argv[] = {(char *)"/nonexistent/program", NULL};
	struct supervise_program p = {.name = "none", .argv = argv};

	(void)state;
	supervise_add(s, &p);
	assert_int_equal(supervise_start(s), -ENOENT);
}

static void a_log_keeps_the_last_lines_of_this_life(void **state)
{
	CLEANUP(supervise_freep) struct supervise *s = supervise_new();
	CLEANUP(bytes_deinit) struct bytes tail = {0};
	CLEANUP(freep) char *log = alloc_format("%s/log", (char *)*state);
	FILE *f = fopen(log, "w");
	size_t child = 0;

	assert_non_null(f);
	fputs("an earlier life\n", f);
	fclose(f);
	child = add_shell(s, "echo one; echo two >&2; printf three", log, 0);
	assert_int_equal(supervise_start(s), 0);
	next_death(s);
	supervise_tail(s, child, 5, &tail);
	assert_string_equal(tail.data, "  one\n  two\n  three\n");
	bytes_reset(&tail);
	supervise_tail(s, child, 2, &tail);
	assert_string_equal(tail.data, "  two\n  three\n");
}

static void a_log_that_grew_too_large_is_set_aside(void **state)
{
	CLEANUP(supervise_freep) struct supervise *s = supervise_new();
	CLEANUP(freep) char *log = alloc_format("%s/log", (char *)*state);
	CLEANUP(freep) char *aside = alloc_format("%s.1", log);
	struct stat st;

	assert_int_equal(close(open(log, O_CREAT | O_WRONLY, 0600)), 0);
	assert_int_equal(truncate(log, SUPERVISE_LOG_MAX + 1), 0);
	add_shell(s, "echo new", log, 0);
	assert_int_equal(supervise_start(s), 0);
	next_death(s);
	assert_int_equal(stat(aside, &st), 0);
	assert_true(st.st_size == SUPERVISE_LOG_MAX + 1);
	assert_int_equal(stat(log, &st), 0);
	assert_int_equal(st.st_size, 4);
}

static void stopping_takes_the_highest_stage_first(void **state)
{
	CLEANUP(supervise_freep) struct supervise *s = supervise_new();
	CLEANUP(freep) char *log = alloc_format("%s/log", (char *)*state);
	CLEANUP(bytes_deinit) struct bytes said = {0};
	char text[64] = {0};
	int fd = -1, n = 0;

	for (int i = 0; i < 3; i++) {
		CLEANUP(freep)
		char *script =
			alloc_format("trap 'echo %d; exit' TERM; echo up; "
				     "while :; do sleep 0.02; done",
				     i);

		add_shell(s, script, log, i);
	}
	assert_int_equal(supervise_start(s), 0);
	for (int i = 0; i < 2000 && n < 3; i++) { /* until all traps are set */
		bytes_reset(&said);
		supervise_tail(s, 0, 9, &said);
		n = (int)said.len / 5;
		poll(NULL, 0, 10);
	}
	supervise_stop(s);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(supervise_pid(s, i), 0);
	fd = open(log, O_RDONLY);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	assert_string_equal(text, "up\nup\nup\n2\n1\n0\n");
}

/* The grandchild holds the pipe's other end: end of file is its death. */
static void children_die_with_their_supervisor(void **state)
{
	struct pollfd wait = {.events = POLLIN | POLLHUP};
	int ends[2], up[2];
	char c = 0;
	pid_t middle = 0;

	(void)state;
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(pipe(up), 0);
	middle = fork();
	if (!middle) {
		struct supervise *s = supervise_new();

		close(ends[0]);
		add_shell(s, "exec sleep 1000", NULL, 0);
		if (supervise_start(s) || write(up[1], "x", 1) != 1)
			_exit(1);
		pause();
		_exit(1);
	}
	close(ends[1]);
	assert_int_equal(read(up[0], &c, 1), 1);
	kill(middle, SIGKILL);
	assert_int_equal(waitpid(middle, NULL, 0), middle);
	wait.fd = ends[0];
	assert_int_equal(poll(&wait, 1, WAIT_MS), 1);
	assert_int_equal(read(ends[0], &c, 1), 0);
	close(ends[0]);
	close(up[0]);
	close(up[1]);
}

static void runs_a_program_to_its_end(void **state)
{
	char *argv[] = {(char *)"/bin/sh", (char *)"-c", (char *)"exit 4",
			NULL};
	struct supervise_program p = {.name = "shell", .argv = argv};
	int status = 0;

	(void)state;
	assert_int_equal(supervise_run(&p, &status), 0);
	assert_int_equal(WEXITSTATUS(status), 4);
	argv[0] = (char *)"/nonexistent";
	assert_int_equal(supervise_run(&p, &status), -ENOENT);
}

static void being_killed_by_others_is_no_reason_to_give_up(void **state)
{
	(void)state;
	assert_false(tenth_death("kill -9 $$").given_up);
}

#define IN_TEMPDIR(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_pause_doubles_up_to_its_limit),
		cmocka_unit_test(deaths_are_told_in_words),
		cmocka_unit_test(a_death_is_noted_once_and_restarted),
		cmocka_unit_test(a_retired_child_stays_down),
		cmocka_unit_test(ten_quick_deaths_are_given_up),
		cmocka_unit_test(
			being_killed_by_others_is_no_reason_to_give_up),
		cmocka_unit_test(a_program_that_is_not_there_is_a_fault),
		IN_TEMPDIR(a_log_keeps_the_last_lines_of_this_life),
		IN_TEMPDIR(a_log_that_grew_too_large_is_set_aside),
		IN_TEMPDIR(stopping_takes_the_highest_stage_first),
		cmocka_unit_test(children_die_with_their_supervisor),
		cmocka_unit_test(runs_a_program_to_its_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
