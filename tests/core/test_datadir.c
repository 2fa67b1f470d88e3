#include "core/datadir.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void the_argument_wins_then_the_environment(void **state)
{
	CLEANUP(freep) char *given = NULL;
	CLEANUP(freep) char *own = NULL;
	CLEANUP(freep) char *xdg = NULL;
	CLEANUP(freep) char *home = NULL;

	(void)state;
	setenv("JOBQ_DATA", "/own", 1);
	setenv("XDG_DATA_HOME", "/xdg", 1);
	setenv("HOME", "/home/me", 1);
	given = datadir_path("/given");
	own = datadir_path(NULL);
	unsetenv("JOBQ_DATA");
	xdg = datadir_path("");
	setenv("XDG_DATA_HOME", "relative", 1);
	home = datadir_path(NULL);
	assert_string_equal(given, "/given");
	assert_string_equal(own, "/own");
	assert_string_equal(xdg, "/xdg/jobq");
	assert_string_equal(home, "/home/me/.local/share/jobq");
}

static void a_relative_path_is_made_absolute(void **state)
{
	CLEANUP(freep) char *path = NULL;
	CLEANUP(freep) char *want = alloc_format("%s/data", (char *)*state);

	assert_int_equal(chdir(*state), 0);
	path = datadir_path("data");
	assert_string_equal(path, want);
}

static void enter_makes_it_with_run_inside(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/a/b", (char *)*state);
	CLEANUP(freep) char *run = alloc_format("%s/run", path);
	struct stat st;

	assert_int_equal(datadir_enter(path), 0);
	assert_int_equal(stat(run, &st), 0);
	assert_true(S_ISDIR(st.st_mode));
	assert_int_equal(stat(".", &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
	assert_int_equal(datadir_enter(path), 0);
}

static void a_directory_that_is_not_there_is_an_outcome(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/none", (char *)*state);

	assert_int_equal(datadir_enter_existing(path), DATADIR_E_ABSENT);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(datadir_enter_existing(*state), 0);
}

static void a_file_in_its_place_is_a_fault(void **state)
{
	CLEANUP(freep) char *path = alloc_format("%s/file", (char *)*state);
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	fclose(f);
	assert_true(datadir_enter(path) < 0);
	assert_int_equal(datadir_enter_existing(path), DATADIR_E_ABSENT);
}

static void a_held_lock_names_its_holder(void **state)
{
	int fd = -1, other = -1, holder = 0;

	assert_int_equal(chdir(*state), 0);
	assert_int_equal(datadir_lock("lock", 0, &fd, &holder), 0);
	assert_int_equal(datadir_lock("lock", 0, &other, &holder),
			 DATADIR_E_HELD);
	assert_int_equal(holder, getpid());
	assert_int_equal(other, -1);
	close(fd);
}

static void a_dead_process_holds_nothing(void **state)
{
	int fd = -1, holder = 0, status = 0;
	pid_t child = 0;

	assert_int_equal(chdir(*state), 0);
	child = fork();
	if (!child)
		_exit(datadir_lock("lock", 0, &fd, &holder) ? 1 : 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	assert_int_equal(datadir_lock("lock", 0, &fd, &holder), 0);
	close(fd);
}

static void waiting_ends_when_the_lock_is_free(void **state)
{
	int ready[2], fd = -1, holder = 0;
	char c = 0;
	pid_t child = 0;

	assert_int_equal(chdir(*state), 0);
	assert_int_equal(pipe(ready), 0);
	child = fork();
	if (!child) {
		if (datadir_lock("lock", 0, &fd, &holder) ||
		    write(ready[1], "x", 1) != 1)
			_exit(1);
		usleep(150000); /* holds it a little, then dies */
		_exit(0);
	}
	assert_int_equal(read(ready[0], &c, 1), 1);
	assert_int_equal(datadir_lock("lock", 30000, &fd, &holder), 0);
	assert_int_equal(waitpid(child, NULL, 0), child);
	close(fd);
	close(ready[0]);
	close(ready[1]);
}

#define IN_TEMPDIR(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_argument_wins_then_the_environment),
		IN_TEMPDIR(a_relative_path_is_made_absolute),
		IN_TEMPDIR(enter_makes_it_with_run_inside),
		IN_TEMPDIR(a_directory_that_is_not_there_is_an_outcome),
		IN_TEMPDIR(a_file_in_its_place_is_a_fault),
		IN_TEMPDIR(a_held_lock_names_its_holder),
		IN_TEMPDIR(a_dead_process_holds_nothing),
		IN_TEMPDIR(waiting_ends_when_the_lock_is_free),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
