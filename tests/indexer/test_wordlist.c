#include "indexer/wordlist.h"
#include "tests/seed.h"
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

/* ---- against a search as slow as can be ---- */

enum { WORDS = 16, WORD_BYTES = 24 };

static void add_random(char *out, int n)
{
	static const char *const pieces[] = {"a", "b", " ", "算", "子", "优"};

	for (*out = 0; n > 0; n--)
		strcat(out, pieces[rand() % 6]);
}

static bool letter_at(const char *text, size_t at)
{
	return text[at] == 'a' || text[at] == 'b';
}

/* The end of the longest word that stands alone at `at`; `at`: none. */
static size_t longest_at(char (*words)[WORD_BYTES], const char *text, size_t at)
{
	size_t longest = at;

	if (at && letter_at(text, at) && letter_at(text, at - 1))
		return at;
	for (int i = 0; i < WORDS; i++) {
		size_t end = at + strlen(words[i]);

		if (!strncmp(text + at, words[i], end - at) && end > longest &&
		    !(letter_at(text, end - 1) && letter_at(text, end)))
			longest = end;
	}
	return longest;
}

static void finds_what_a_slow_search_finds(void **state)
{

	(void)state;
	srand(seed_take());
	for (int round = 0; round < 300; round++) {
		CLEANUP(wordlist_freep) struct wordlist *list = wordlist_new();
		CLEANUP(wordhits_deinit) struct wordhits hits = {0};
		char words[WORDS][WORD_BYTES], text[256];
		size_t n = 0;

		for (int i = 0; i < WORDS; i++) {
			add_random(words[i], 1 + rand() % 5);
			wordlist_add(list, words[i], i);
		}
		wordlist_build(list);
		add_random(text, rand() % 60);
		wordlist_find(list, slice_text(text), &hits);
		for (size_t at = 0, end; text[at];
		     at = end > at ? end : at + 1) {
			end = longest_at(words, text, at);
			if (end == at)
				continue;
			assert_true(n < hits.n);
			assert_int_equal(hits.items[n].start, at);
			assert_int_equal(hits.items[n++].end, end);
		}
		assert_int_equal(n, hits.n);
	}
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
		cmocka_unit_test(finds_what_a_slow_search_finds),
		cmocka_unit_test(keeps_what_a_dropped_word_covers),
		cmocka_unit_test(finds_nothing_within_a_not),
		cmocka_unit_test(wants_latin_words_whole),
		cmocka_unit_test_setup_teardown(
			refuses_a_wrong_file, tempdir_setup, tempdir_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
