#include "core/alloc.h"
#include "core/cleanup.h"
#include "core/fail.h"
#include "core/log.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#undef fail /* cmocka's; ours is the one under test */
#include <errno.h>
#include <fcntl.h>
#include <string.h>

struct catch
{
	char *path;
	int fd, before;
};

/* From here on stderr goes to a file. */
static void catch_begin(struct catch *c, const char *dir)
{
	c->path = alloc_format("%s/stderr", dir);
	c->fd = open(c->path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	c->before = dup(STDERR_FILENO);
	assert_true(c->fd >= 0 && c->before >= 0);
	dup2(c->fd, STDERR_FILENO);
}

static void catch_end(struct catch *c, const char *want)
{
	char text[16384] = {0};
	ssize_t n = pread(c->fd, text, sizeof(text) - 1, 0);

	dup2(c->before, STDERR_FILENO);
	close(c->before);
	close(c->fd);
	free(c->path);
	log_set_level(LOG_INFO);
	assert_true(n >= 0);
	if (want)
		assert_string_equal(text, want);
	else
		assert_true(n < 10000 && text[n - 1] == '\n');
}

static void a_line_has_level_and_module(void **state)
{
	struct catch c;

	catch_begin(&c, *state);
	log_line(LOG_WARN, "spool", "sealed batch=%d", 7);
	catch_end(&c, "warn spool: sealed batch=7\n");
}

static void lines_above_the_level_are_dropped(void **state)
{
	struct catch c;

	catch_begin(&c, *state);
	log_line(LOG_DEBUG, "a", "hidden");
	log_set_level(LOG_ERROR);
	log_line(LOG_WARN, "a", "hidden");
	setenv("JOBQ_LOG", "debug", 1);
	log_from_environment();
	log_line(LOG_DEBUG, "a", "shown");
	setenv("JOBQ_LOG", "nonsense", 1);
	log_from_environment();
	unsetenv("JOBQ_LOG");
	log_line(LOG_DEBUG, "a", "still");
	catch_end(&c, "debug a: shown\ndebug a: still\n");
}

static void what_a_site_sent_cannot_forge_a_line(void **state)
{
	struct catch c;

	catch_begin(&c, *state);
	log_line(LOG_INFO, "fetch", "title=%s",
		 "x\nerror \x1b[2Jx\x7f\xc2\x9b"
		 "1 北京");
	catch_end(&c, "info fetch: title=x\\x0aerror "
		      "\\x1b[2Jx\\x7f\\xc2\x9b"
		      "1 北京\n");
}

static void a_long_line_is_cut(void **state)
{
	struct catch c;
	CLEANUP(freep) char *text = alloc_zero(100001, 1);

	memset(text, '\x01', 100000); /* each becomes four characters */
	catch_begin(&c, *state);
	log_line(LOG_INFO, "a", "%s", text);
	catch_end(&c, NULL);
}

static void a_fault_is_told_and_forwarded(void **state)
{
	struct catch c;
	int r = 0, same = 0;

	catch_begin(&c, *state);
	r = fail(-EIO, "spool: commit: %s", "broken");
	same = fold(-EIO, "spool");
	catch_end(&c, "error spool: commit: broken\n");
	assert_int_equal(r, -EIO);
	assert_int_equal(same, -EIO);
}

static void an_outcome_that_cannot_be_becomes_a_fault(void **state)
{
	struct catch c;
	int r = 0, good = 1;

	catch_begin(&c, *state);
	r = fold(3, "spool");
	good = fold(0, "spool");
	catch_end(&c, "error spool: outcome 3 cannot be here\n");
	assert_int_equal(r, -EPROTO);
	assert_int_equal(good, 0);
}

#define IN_TEMPDIR(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TEMPDIR(a_line_has_level_and_module),
		IN_TEMPDIR(lines_above_the_level_are_dropped),
		IN_TEMPDIR(what_a_site_sent_cannot_forge_a_line),
		IN_TEMPDIR(a_long_line_is_cut),
		IN_TEMPDIR(a_fault_is_told_and_forwarded),
		IN_TEMPDIR(an_outcome_that_cannot_be_becomes_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
