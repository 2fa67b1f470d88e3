#include "indexer/wordlist.h"
#include "tests/tempdir.h"
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs what stands above it */
#include <cmocka.h>

static struct wordlist *list_of(const char *const *words, const int *ids)
{
	struct wordlist *list = wordlist_new();

	for (size_t i = 0; words[i]; i++)
		wordlist_add(list, words[i], ids[i]);
	wordlist_build(list);
	return list;
}

/* Finds as "id:start-end ...". */
static void find(const struct wordlist *list, const char *text, char out[256])
{
	struct wordhits hits = {0};
	size_t n = 0;

	*out = 0;
	wordlist_find(list, slice_text(text), &hits);
	for (size_t i = 0; i < hits.n && n < 200; i++)
		n += (size_t)snprintf(out + n, 256 - n, "%s%d:%u-%u",
				      i ? " " : "", hits.items[i].id,
				      hits.items[i].start, hits.items[i].end);
	wordhits_deinit(&hits);
}

static void takes_the_first_then_the_longest(void **state)
{
	static const char *const words[] = {"ab c", "b c", "b c d",
					    "ab",   "c d", NULL};
	static const int ids[] = {1, 2, 3, 4, 5};
	CLEANUP(wordlist_freep) struct wordlist *list = list_of(words, ids);
	char found[256];

	(void)state;
	find(list, "ab c d", found);
	assert_string_equal(found, "1:0-4");
	find(list, "b c d", found);
	assert_string_equal(found, "3:0-5");
	find(list, "ab b c", found);
	assert_string_equal(found, "4:0-2 2:3-6");
}

static void keeps_what_a_dropped_word_covers(void **state)
{
	static const char *const words[] = {"a b", "c", "b c d", NULL};
	static const int ids[] = {1, 2, 3};
	CLEANUP(wordlist_freep) struct wordlist *list = list_of(words, ids);
	char found[256];

	(void)state;
	find(list, "a b c d", found);
	assert_string_equal(found, "1:0-3 2:4-5");
}

static void finds_nothing_within_a_not(void **state)
{
	static const char *const words[] = {"实习", "非实习", NULL};
	static const int ids[] = {1, WORDLIST_NOT};
	CLEANUP(wordlist_freep) struct wordlist *list = list_of(words, ids);
	char found[256];

	(void)state;
	find(list, "非实习和实习", found);
	assert_string_equal(found, "1:12-18");
}

static void wants_latin_words_whole(void **state)
{
	static const char *const words[] = {"intern", NULL};
	static const int ids[] = {7};
	CLEANUP(wordlist_freep) struct wordlist *list = list_of(words, ids);
	char found[256];

	(void)state;
	find(list, "international intern实习", found);
	assert_string_equal(found, "7:14-20");
}

static int load_text(const char *dir, const char *text)
{
	static const char *const classes[] = {"yes", "no", NULL};
	CLEANUP(wordlist_freep) struct wordlist *list = NULL;
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/list.yaml", dir);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
	return wordlist_load(&list, dir, "list.yaml", classes);
}

static void refuses_a_wrong_file(void **state)
{
	const char *dir = *state;

	assert_int_equal(load_text(dir, "version: 1\nyes: [a]\nno: [b]\n"
					"not: [c]\n"),
			 0);
	assert_int_equal(load_text(dir, "version: 1\nyes: [a]\nnot: []\n"),
			 -EINVAL);
	assert_int_equal(load_text(dir, "version: 1\nyes: [a]\nno: b\n"
					"not: []\n"),
			 -EINVAL);
	assert_int_equal(load_text(dir, "version: 1\nyes: [a]\nno: [[b]]\n"
					"not: []\n"),
			 -EINVAL);
	assert_int_equal(load_text(dir, "version: 1\nyes: [a]\nno: [b]\n"
					"not: []\nmore: [d]\n"),
			 -EINVAL);
	assert_int_equal(load_text(dir, "[a]\n"), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(takes_the_first_then_the_longest),
		cmocka_unit_test(keeps_what_a_dropped_word_covers),
		cmocka_unit_test(finds_nothing_within_a_not),
		cmocka_unit_test(wants_latin_words_whole),
		cmocka_unit_test_setup_teardown(
			refuses_a_wrong_file, tempdir_setup, tempdir_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
