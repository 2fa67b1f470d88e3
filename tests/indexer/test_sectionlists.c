#include "indexer/sectionlists.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs what stands above it */
#include <cmocka.h>

static bool is_anchor(char c)
{
	return c == '^' || c == '=';
}

/* Whether phrase `i` fits only where phrase `k` does as well. */
static bool phrase_covered(const struct header_name *i,
			   const struct header_name *k)
{
	const char *inner = k->text + is_anchor(*k->text);
	const char *outer = i->text + is_anchor(*i->text);

	if (*k->text == '^')
		return *i->text == '^' && !strncmp(outer, inner, strlen(inner));
	if (*k->text == '=')
		return is_anchor(*i->text) &&
		       !strncmp(outer, inner, strlen(inner));
	return strstr(outer, inner) != NULL;
}

static bool lead_covered(const struct header_name *i,
			 const struct header_name *k)
{
	return !strncmp(i->text, k->text, k->len);
}

static bool is_same(const struct header_name *i, const struct header_name *k)
{
	return !strcmp(i->text, k->text);
}

static void expect_apart(const struct header_names *names,
			 bool (*covered)(const struct header_name *,
					 const struct header_name *))
{
	for (size_t i = 0; i < names->n; i++)
		for (size_t k = 0; k < names->n; k++) {
			const struct header_name *a = &names->items[i];
			const struct header_name *b = &names->items[k];

			if (i != k && a->part == b->part && covered(a, b))
				fail_msg("\"%s\" is covered by \"%s\"", a->text,
					 b->text);
		}
}

static void no_header_is_covered_by_one_of_its_part(void **state)
{
	(void)state;
	expect_apart(&phrases_en, phrase_covered);
	expect_apart(&leads_zh, lead_covered);
}

static void expect_once(const struct header_names *names)
{
	for (size_t i = 0; i < names->n; i++)
		for (size_t k = 0; k < i; k++)
			if (is_same(&names->items[i], &names->items[k]))
				fail_msg("\"%s\" twice", names->items[i].text);
}

static void no_header_stands_twice(void **state)
{
	(void)state;
	expect_once(&phrases_en);
	expect_once(&suffixes_en);
	expect_once(&names_zh);
	expect_once(&leads_zh);
}

static void expect_words_once(const struct wordset *set)
{
	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < i; k++)
			if (!strcmp(set->items[i], set->items[k]))
				fail_msg("\"%s\" twice", set->items[i]);
}

static void no_word_stands_twice(void **state)
{
	(void)state;
	expect_words_once(&wholes_en);
	expect_words_once(&duty_verbs_en);
	expect_words_once(&requirement_nouns_en);
	expect_words_once(&duty_leads_zh);
	expect_words_once(&requirement_leads_zh);
}

/* What begins with `set`'s word begins with a shorter one of `by`. */
static void expect_leads_apart(const struct wordset *set,
			       const struct wordset *by)
{
	for (size_t i = 0; i < set->n; i++)
		for (size_t k = 0; k < by->n; k++)
			if (set->items[i] != by->items[k] &&
			    slice_starts(slice_text(set->items[i]),
					 by->items[k]))
				fail_msg("\"%s\" is covered by \"%s\"",
					 set->items[i], by->items[k]);
}

static void no_lead_of_a_line_is_covered(void **state)
{
	(void)state;
	expect_leads_apart(&duty_leads_zh, &duty_leads_zh);
	expect_leads_apart(&requirement_leads_zh, &requirement_leads_zh);
}

static void a_word_of_headers_says_one_thing(void **state)
{
	(void)state;
	for (int say = 0; say < SAY_UNKNOWN; say++) {
		char *words = strdup(vocabulary_en[say]), *rest = NULL;

		for (char *word = strtok_r(words, " ", &rest); word;
		     word = strtok_r(NULL, " ", &rest)) {
			size_t n = 0;
			char key[64];

			snprintf(key, sizeof(key), " %s ", word);
			for (int i = 0; i < SAY_UNKNOWN; i++)
				for (const char *at = vocabulary_en[i];
				     (at = strstr(at, key)); at++)
					n++;
			if (n != 1)
				fail_msg("\"%s\" stands %zu times", word, n);
		}
		free(words);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_header_is_covered_by_one_of_its_part),
		cmocka_unit_test(no_header_stands_twice),
		cmocka_unit_test(no_word_stands_twice),
		cmocka_unit_test(no_lead_of_a_line_is_covered),
		cmocka_unit_test(a_word_of_headers_says_one_thing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
