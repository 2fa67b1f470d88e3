#include "core/store.h"
#include "query/backup.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>
#include <sys/stat.h>

/* The data directory is the working directory; no corpus, so that no other
 * program is needed. */
static int setup(void **state)
{
	if (tempdir_setup(state) || chdir(*state))
		return -1;
	return mkdir("archive", 0700);
}

static void write_file(const char *name, const char *text)
{
	FILE *f = fopen(name, "w");

	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static const char *const names[] = {"a", NULL};

static struct store *opened(const char *path, enum store_mode mode)
{
	struct store_options o = {
		.path = path, .names = names, .format = 3, .mode = mode};
	struct store *store = NULL;

	assert_int_equal(store_open(&store, &o), 0);
	return store;
}

static void put_one(struct store *store)
{
	struct store_txn *txn = NULL;

	assert_int_equal(store_begin(store, STORE_WRITE, &txn), 0);
	assert_int_equal(
		store_put(txn, 0, slice_text("key"), slice_text("value")), 0);
	assert_int_equal(store_commit(txn), 0);
}

static void expect_one(const char *path)
{
	CLEANUP(store_freep) struct store *store = opened(path, STORE_READ);
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	struct slice value = {0};

	assert_int_equal(store_begin(store, STORE_READ, &txn), 0);
	assert_int_equal(store_get(txn, 0, slice_text("key"), &value), 0);
	assert_true(slice_equal(value, slice_text("value")));
}

static void copies_stores_and_archive(void **state)
{
	CLEANUP(freep) char *to = alloc_format("%s/copy", (char *)*state);
	struct store *frontier = opened("frontier", STORE_WRITE);
	struct store *spool = opened("spool-2", STORE_WRITE);
	struct stat st;

	put_one(frontier);
	put_one(spool);
	store_free(frontier);
	store_free(spool);
	write_file("archive/one.warc.gz", "twelve bytes");
	assert_int_equal(backup_copy(to), 0);
	expect_one("copy/frontier");
	expect_one("copy/spool-2");
	assert_int_equal(stat("copy/archive/one.warc.gz", &st), 0);
	assert_int_equal(st.st_size, 12);
}

static void an_empty_directory_is_taken_a_full_one_refused(void **state)
{
	CLEANUP(freep) char *to = alloc_format("%s/copy", (char *)*state);

	assert_int_equal(mkdir(to, 0700), 0);
	assert_int_equal(backup_copy(to), 0);
	assert_int_equal(backup_copy(to), BACKUP_E_FULL); /* has archive/ */
}

static void a_target_that_cannot_be_made_is_a_fault(void **state)
{
	CLEANUP(freep) char *to = alloc_format("%s/no/copy", (char *)*state);

	assert_true(backup_copy(to) < 0);
}

#define IN_TEMPDIR(test) \
	cmocka_unit_test_setup_teardown(test, setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TEMPDIR(copies_stores_and_archive),
		IN_TEMPDIR(an_empty_directory_is_taken_a_full_one_refused),
		IN_TEMPDIR(a_target_that_cannot_be_made_is_a_fault),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
