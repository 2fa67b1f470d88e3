#include "core/store.h"
#include "tests/seed.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum { DB_A, DB_B };
static const char *const names[] = {"a", "b", NULL};

static int setup(void **state)
{
	return tempdir_setup(state) || chdir(*state);
}

static struct store_options options(enum store_mode mode)
{
	return (struct store_options){.path = "s",
				      .names = names,
				      .format = 1,
				      .mode = mode,
				      .map_bytes = 8 << 20};
}

static struct store *opened(enum store_mode mode)
{
	struct store_options o = options(mode);
	struct store *store = NULL;

	assert_int_equal(store_open(&store, &o), 0);
	return store;
}

static struct store_txn *begun(struct store *store, enum store_mode mode)
{
	struct store_txn *txn = NULL;

	assert_int_equal(store_begin(store, mode, &txn), 0);
	return txn;
}

static void put_text(struct store_txn *txn, const char *key, const char *value)
{
	assert_int_equal(
		store_put(txn, DB_A, slice_text(key), slice_text(value)), 0);
}

static void committed_records_outlive_the_store(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	struct slice value = {0};

	(void)state;
	put_text(txn, "k", "v");
	assert_int_equal(store_commit(TAKE(txn)), 0);
	store_free(store);
	store = opened(STORE_READ);
	txn = begun(store, STORE_READ);
	assert_int_equal(store_get(txn, DB_A, slice_text("k"), &value), 0);
	assert_true(slice_equal(value, slice_text("v")));
	assert_int_equal(store_get(txn, DB_B, slice_text("k"), &value),
			 STORE_E_ABSENT);
}

static void an_aborted_transaction_leaves_nothing(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	struct slice value = {0};

	(void)state;
	put_text(txn, "k", "v");
	store_abort(TAKE(txn));
	txn = begun(store, STORE_READ);
	assert_int_equal(store_get(txn, DB_A, slice_text("k"), &value),
			 STORE_E_ABSENT);
}

static void a_new_record_does_not_replace(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	struct slice k = slice_text("k"), value = {0};
	size_t n = 0;

	(void)state;
	assert_int_equal(store_put_new(txn, DB_A, k, slice_text("1")), 0);
	assert_int_equal(store_put_new(txn, DB_A, k, slice_text("2")),
			 STORE_E_PRESENT);
	assert_int_equal(store_get(txn, DB_A, k, &value), 0);
	assert_true(slice_equal(value, slice_text("1")));
	assert_int_equal(store_count(txn, DB_A, &n), 0);
	assert_int_equal(n, 1);
}

static void deleting_what_is_absent_is_an_outcome(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);

	(void)state;
	put_text(txn, "k", "");
	assert_int_equal(store_del(txn, DB_A, slice_text("k")), 0);
	assert_int_equal(store_del(txn, DB_A, slice_text("k")), STORE_E_ABSENT);
}

/* The keys that a walk gives, each followed by a blank. */
static char *walked(struct store_txn *txn, const char *prefix, const char *from)
{
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn,
				 .db = DB_A,
				 .prefix = slice_text(prefix),
				 .from = slice_text(from)};
	struct bytes out = {0};
	int r = 0;

	while (!(r = store_next(&c))) {
		bytes_add(&out, c.key.data, c.key.len);
		bytes_add_char(&out, ' ');
	}
	assert_int_equal(r, STORE_E_ABSENT);
	assert_int_equal(store_next(&c), STORE_E_ABSENT);
	return bytes_take(&out);
}

static void expect_walk(struct store_txn *txn, const char *prefix,
			const char *from, const char *want)
{
	CLEANUP(freep) char *got = walked(txn, prefix, from);

	assert_string_equal(got, want);
}

static void walks_a_prefix_in_byte_order(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);

	(void)state;
	expect_walk(txn, "", NULL, "");
	put_text(txn, "b2", "");
	put_text(txn, "a", "");
	put_text(txn, "b10", "");
	put_text(txn, "b", "");
	put_text(txn, "c", "");
	expect_walk(txn, "", NULL, "a b b10 b2 c ");
	expect_walk(txn, "b", NULL, "b b10 b2 ");
	expect_walk(txn, "b", "b11", "b2 ");
	expect_walk(txn, "b", "a", "b b10 b2 ");
	expect_walk(txn, "b", "c", "");
	expect_walk(txn, "", "b2", "b2 c ");
	expect_walk(txn, "x", NULL, "");
}

static void deleting_under_a_walk_skips_nothing(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn, .db = DB_A};
	char key[16];
	int n = 0;

	(void)state;
	for (int i = 0; i < 500; i++) {
		snprintf(key, sizeof(key), "%05d", i);
		put_text(txn, key, "some value");
	}
	for (; !store_next(&c); n++) {
		CLEANUP(freep) char *own = alloc_copy_n(c.key.data, c.key.len);

		assert_int_equal(store_del(txn, DB_A, slice_text(own)), 0);
	}
	assert_int_equal(n, 500);
}

static void deletes_a_prefix_alone(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);

	(void)state;
	put_text(txn, "a", "");
	put_text(txn, "b", "");
	put_text(txn, "b1", "");
	put_text(txn, "c", "");
	assert_int_equal(store_del_prefix(txn, DB_A, slice_text("b")), 0);
	expect_walk(txn, "", NULL, "a c ");
	assert_int_equal(store_del_prefix(txn, DB_A, slice_text("b")), 0);
}

static void numbers_are_zero_until_written(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	uint64_t value = 7;

	(void)state;
	assert_int_equal(store_number(txn, "token", &value), 0);
	assert_true(value == 0);
	assert_int_equal(store_set_number(txn, "token", 1ULL << 50), 0);
	assert_int_equal(store_number(txn, "token", &value), 0);
	assert_true(value == 1ULL << 50);
}

static void a_second_writer_is_refused(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	struct store_options o = options(STORE_WRITE);
	struct store *other = NULL;

	(void)state;
	assert_int_equal(store_open(&other, &o), -EBUSY);
	assert_null(other);
}

static void a_newer_format_is_refused_and_untouched(void **state)
{
	struct store_options newer = options(STORE_WRITE);
	struct store_options older = options(STORE_WRITE);
	struct store *store = NULL;

	(void)state;
	newer.format = 2;
	assert_int_equal(store_open(&store, &newer), 0);
	store_free(TAKE(store));
	assert_int_equal(store_open(&store, &older), -EPROTO);
	older.mode = STORE_READ;
	assert_int_equal(store_open(&store, &older), -EPROTO);
	assert_int_equal(store_open(&store, &newer), 0);
	store_free(store);
}

static void reading_what_is_not_there_is_a_fault(void **state)
{
	struct store_options o = options(STORE_READ);
	struct store *store = NULL;

	(void)state;
	assert_int_equal(store_open(&store, &o), -ENOENT);
	assert_int_equal(access("s", F_OK), -1);
}

/* What a program leaves that is killed before its first commit. */
static void reading_what_was_never_made_whole_is_an_outcome(void **state)
{
	struct store_options o = options(STORE_READ);
	struct store *store = NULL;
	MDB_env *env = NULL;

	(void)state;
	assert_int_equal(mkdir("s", 0700), 0);
	assert_int_equal(mdb_env_create(&env), 0);
	assert_int_equal(mdb_env_open(env, "s", 0, 0600), 0);
	mdb_env_close(env);
	assert_true(store_exists("s"));
	assert_int_equal(store_open(&store, &o), STORE_E_ABSENT);
	assert_null(store);
	store_free(opened(STORE_WRITE));
	store_free(opened(STORE_READ));
}

static void keys_beyond_the_limit_are_a_fault(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	char key[STORE_KEY_MAX + 1] = {0};

	(void)state;
	assert_int_equal(store_put(txn, DB_A, slice_of(key, STORE_KEY_MAX),
				   slice_text("")),
			 0);
	assert_true(store_put(txn, DB_A, slice_of(key, sizeof(key)),
			      slice_text("")) < 0);
}

static void a_full_map_is_no_space(void **state)
{
	struct store_options o = options(STORE_WRITE);
	CLEANUP(store_freep) struct store *store = NULL;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	CLEANUP(freep) char *big = alloc_zero(1 << 20, 1);

	(void)state;
	o.map_bytes = 1 << 20;
	assert_int_equal(store_open(&store, &o), 0);
	txn = begun(store, STORE_WRITE);
	assert_int_equal(
		store_put(txn, DB_A, slice_text("k"), slice_of(big, 1 << 20)),
		-ENOSPC);
}

static void a_full_disk_is_no_space(void **state)
{
	CLEANUP(freep) char *big = alloc_zero(4 << 20, 1);
	CLEANUP(store_freep) struct store *store = NULL;
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	int r = 0;

	(void)state;
	if (mkdir("s", 0700) ||
	    mount("tmpfs", "s", "tmpfs", 0, "size=1m")) /* needs root */
		skip();
	store = opened(STORE_WRITE);
	txn = begun(store, STORE_WRITE);
	r = store_put(txn, DB_A, slice_text("k"), slice_of(big, 4 << 20));
	if (!r)
		r = store_commit(TAKE(txn));
	store_abort(TAKE(txn));
	store_free(TAKE(store));
	umount2("s", MNT_DETACH);
	assert_int_equal(r, -ENOSPC);
}

/* Child: reads a store whose file ends too early. */
static void read_cut_store(void)
{
	struct store_options o = options(STORE_READ);
	struct store *store = NULL;
	struct store_txn *txn = NULL;
	struct slice value;

	if (!freopen("told", "w", stderr) || truncate("s/data.mdb", 8192) ||
	    store_open(&store, &o) || store_begin(store, STORE_READ, &txn) ||
	    store_get(txn, DB_A, slice_text("k"), &value))
		_exit(1);
	_exit(0);
}

static void a_file_that_was_cut_short_is_told(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	char told[512] = {0};
	struct rlimit none = {0};
	FILE *f = NULL;
	int status = 0;
	pid_t child;

	(void)state;
	put_text(txn, "k", "v");
	assert_int_equal(store_commit(TAKE(txn)), 0);
	store_free(TAKE(store));
	child = fork();
	if (!child) {
		signal(SIGBUS, SIG_DFL); /* sanitizers have theirs */
		setrlimit(RLIMIT_CORE, &none);
		read_cut_store();
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	assert_int_equal(WTERMSIG(status), SIGBUS);
	f = fopen("told", "r");
	assert_non_null(f);
	assert_non_null(fgets(told, sizeof(told), f));
	fclose(f);
	assert_non_null(strstr(told, "error s: its file was cut short"));
}

static void what_is_no_store_is_told_as_damaged(void **state)
{
	struct store_options o = options(STORE_READ);
	struct store *store = NULL;
	FILE *f = NULL;

	(void)state;
	assert_int_equal(mkdir("s", 0700), 0);
	f = fopen("s/data.mdb", "w");
	assert_non_null(f);
	for (int i = 0; i < 20000; i++)
		fputc(i * 7 % 251, f);
	fclose(f);
	assert_int_equal(store_open(&store, &o), -EIO);
}

static void a_store_that_was_never_whole_is_made_anew(void **state)
{
	CLEANUP(store_freep) struct store *store = NULL;
	FILE *f = NULL;

	(void)state;
	assert_int_equal(mkdir("s", 0700), 0);
	f = fopen("s/data.mdb", "w");
	assert_non_null(f);
	fputs("half a page", f);
	fclose(f);
	assert_false(store_exists("s"));
	store = opened(STORE_WRITE);
	assert_true(store_exists("s"));
}

static void a_copy_is_complete_while_others_write(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_freep) struct store *copy = NULL;
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	struct store_options o = options(STORE_WRITE);

	(void)state;
	put_text(txn, "k", "v");
	assert_int_equal(store_commit(TAKE(txn)), 0);
	txn = begun(store, STORE_WRITE);
	put_text(txn, "not yet", "v");
	assert_int_equal(store_copy(store, "copy"), 0);
	store_abort(TAKE(txn));
	o.path = "copy";
	assert_int_equal(store_open(&copy, &o), 0);
	txn = begun(copy, STORE_READ);
	expect_walk(txn, "", NULL, "k ");
}

static void a_killed_writer_loses_what_it_had_not_committed(void **state)
{
	int status = 0;
	pid_t child = fork();

	(void)state;
	if (!child) {
		struct store *own = opened(STORE_WRITE);
		struct store_txn *one = begun(own, STORE_WRITE);

		put_text(one, "kept", "");
		assert_int_equal(store_commit(one), 0);
		one = begun(own, STORE_WRITE);
		put_text(one, "lost", "");
		kill(getpid(), SIGKILL);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	expect_walk(txn, "", NULL, "kept ");
}

/* A store against a sorted model: random puts, deletes and walks. */
static void behaves_like_a_sorted_map(void **state)
{
	CLEANUP(store_freep) struct store *store = opened(STORE_WRITE);
	CLEANUP(store_abortp) struct store_txn *txn = begun(store, STORE_WRITE);
	unsigned seed = seed_take();
	int model[100] = {0};

	(void)state;
	for (int step = 0; step < 5000; step++) {
		int at = rand_r(&seed) % 100, value = rand_r(&seed) % 9;
		char key[8], text[8];
		struct slice got = {0};

		snprintf(key, sizeof(key), "%02d", at);
		snprintf(text, sizeof(text), "%d", value);
		if (value) {
			put_text(txn, key, text);
		} else {
			int r = store_del(txn, DB_A, slice_text(key));

			assert_int_equal(r, model[at] ? 0 : STORE_E_ABSENT);
		}
		model[at] = value;
		at = rand_r(&seed) % 100;
		snprintf(key, sizeof(key), "%02d", at);
		if (store_get(txn, DB_A, slice_text(key), &got))
			assert_int_equal(model[at], 0);
		else
			assert_int_equal(model[at], got.data[0] - '0');
	}
}

#define IN_TEMPDIR(test) \
	cmocka_unit_test_setup_teardown(test, setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_TEMPDIR(committed_records_outlive_the_store),
		IN_TEMPDIR(an_aborted_transaction_leaves_nothing),
		IN_TEMPDIR(a_new_record_does_not_replace),
		IN_TEMPDIR(deleting_what_is_absent_is_an_outcome),
		IN_TEMPDIR(walks_a_prefix_in_byte_order),
		IN_TEMPDIR(deleting_under_a_walk_skips_nothing),
		IN_TEMPDIR(deletes_a_prefix_alone),
		IN_TEMPDIR(numbers_are_zero_until_written),
		IN_TEMPDIR(a_second_writer_is_refused),
		IN_TEMPDIR(a_newer_format_is_refused_and_untouched),
		IN_TEMPDIR(reading_what_is_not_there_is_a_fault),
		IN_TEMPDIR(reading_what_was_never_made_whole_is_an_outcome),
		IN_TEMPDIR(keys_beyond_the_limit_are_a_fault),
		IN_TEMPDIR(a_full_map_is_no_space),
		IN_TEMPDIR(a_full_disk_is_no_space),
		IN_TEMPDIR(a_file_that_was_cut_short_is_told),
		IN_TEMPDIR(what_is_no_store_is_told_as_damaged),
		IN_TEMPDIR(a_store_that_was_never_whole_is_made_anew),
		IN_TEMPDIR(a_copy_is_complete_while_others_write),
		IN_TEMPDIR(a_killed_writer_loses_what_it_had_not_committed),
		IN_TEMPDIR(behaves_like_a_sorted_map),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
