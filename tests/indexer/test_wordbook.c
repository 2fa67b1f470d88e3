#include "indexer/wordbook.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs what stands above it */
#include <cmocka.h>

enum { LISTS = 4, WORDS = 12 };

static const char *const pieces[] = {"a",  "b",	 "1",  " ",  "-",
				     "算", "子", "优", "先", "届"};

static void add_random(char *out, int n)
{
	for (*out = 0; n > 0; n--)
		strcat(out, pieces[rand() % 10]);
}

static struct wordlist *random_list(void)
{
	struct wordlist *list = wordlist_new();

	for (int i = 0; i < WORDS; i++) {
		char word[32];

		add_random(word, 1 + rand() % 4);
		wordlist_add(list, word, rand() % 4 - 1);
	}
	wordlist_build(list);
	return list;
}

static void expect_equal(const struct wordhits *a, const struct wordhits *b)
{
	assert_int_equal(a->n, b->n);
	for (size_t i = 0; i < a->n; i++) {
		assert_int_equal(a->items[i].id, b->items[i].id);
		assert_int_equal(a->items[i].start, b->items[i].start);
		assert_int_equal(a->items[i].end, b->items[i].end);
	}
}

static void compare(struct wordlist *const *lists, const struct wordbook *book,
		    struct wordmarks *marks)
{
	char text[256];

	add_random(text, rand() % 60);
	wordbook_find(book, slice_text(text), marks);
	for (int i = 0; i < LISTS; i++) {
		CLEANUP(wordhits_deinit) struct wordhits alone = {0};
		CLEANUP(wordhits_deinit) struct wordhits together = {0};

		wordlist_find(lists[i], slice_text(text), &alone);
		wordmarks_of(marks, lists[i], &together);
		expect_equal(&alone, &together);
	}
}

static void gives_what_each_list_alone_gives(void **state)
{

	(void)state;
	srand(seed_take());
	for (int round = 0; round < 50; round++) {
		CLEANUP(wordbook_freep) struct wordbook *book = wordbook_new();
		CLEANUP(wordmarks_deinit) struct wordmarks marks = {0};
		struct wordlist *lists[LISTS];

		for (int i = 0; i < LISTS; i++) {
			lists[i] = random_list();
			wordbook_add(book, lists[i]);
		}
		wordbook_build(book);
		for (int i = 0; i < 20; i++)
			compare(lists, book, &marks);
		for (int i = 0; i < LISTS; i++)
			wordlist_free(lists[i]);
	}
}

static void an_empty_book_finds_nothing(void **state)
{
	CLEANUP(wordbook_freep) struct wordbook *book = wordbook_new();
	CLEANUP(wordlist_freep) struct wordlist *list = wordlist_new();
	CLEANUP(wordmarks_deinit) struct wordmarks marks = {0};
	struct wordhits hits = {0};

	(void)state;
	wordlist_build(list);
	wordbook_add(book, list);
	wordbook_build(book);
	wordbook_find(book, slice_text("算子"), &marks);
	wordmarks_of(&marks, list, &hits);
	assert_int_equal(hits.n, 0);
}

static void finds_nothing_of_a_list_that_is_not_in_it(void **state)
{
	CLEANUP(wordbook_freep) struct wordbook *book = wordbook_new();
	CLEANUP(wordlist_freep) struct wordlist *in = wordlist_new();
	CLEANUP(wordlist_freep) struct wordlist *out = wordlist_new();
	CLEANUP(wordmarks_deinit) struct wordmarks marks = {0};
	CLEANUP(wordhits_deinit) struct wordhits hits = {0};

	(void)state;
	wordlist_add(in, "算子", 1);
	wordlist_add(out, "算子", 2);
	wordlist_build(in);
	wordlist_build(out);
	wordbook_add(book, in);
	wordbook_build(book);
	wordbook_find(book, slice_text("算子"), &marks);
	wordmarks_of(&marks, in, &hits);
	assert_int_equal(hits.n, 1);
	wordmarks_of(&marks, out, &hits);
	assert_int_equal(hits.n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_what_each_list_alone_gives),
		cmocka_unit_test(an_empty_book_finds_nothing),
		cmocka_unit_test(finds_nothing_of_a_list_that_is_not_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
