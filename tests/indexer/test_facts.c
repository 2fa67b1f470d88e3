#include "core/alloc.h"
#include "indexer/facts.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include "tests/tempdir.h"
#include <errno.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs what stands above it */
#include <cmocka.h>

static struct facts *facts;

static Jobq__Analysis *read_facts(struct said *said)
{
	Jobq__Analysis *out = alloc_get(sizeof(*out));

	jobq__analysis__init(out);
	said_read(said);
	facts_read(facts, &said->content, &said->outline, NULL, out);
	return out;
}

static void fills_every_fact(void **state)
{
	struct said said;
	Jobq__Analysis *a;

	(void)state;
	said_begin(&said, "语音合成算法工程师（北京/新加坡）",
		   "薪资：30-50K·16薪\n任职要求：\n"
		   "1、硕士及以上学历，3年以上相关经验");
	said.content.employment_type = (char *)"全职";
	a = read_facts(&said);
	assert_true(a->years->known && a->years->min == 3);
	assert_string_equal(a->years->kind, "explicit");
	assert_string_equal(a->years->quote, "3年以上相关经验");
	assert_false(a->campus || a->intern);
	assert_string_equal(a->campus_quote, "");
	assert_string_equal(a->education, "master");
	assert_string_equal(a->family, "engineering");
	assert_string_equal(a->employment, "full_time");
	assert_int_equal(a->n_areas, 1);
	assert_string_equal(a->areas[0], "voice");
	assert_int_equal(a->n_cities, 2);
	assert_string_equal(a->cities[1]->city, "Singapore");
	assert_string_equal(a->cities[1]->country, "SG");
	assert_true(a->cities[0]->weight == 0.5);
	assert_string_equal(a->pay->quote, "30-50K·16薪");
	assert_true(a->pay->year_high == 800e3);
	jobq__analysis__free_unpacked(a, NULL);
	said_end(&said);
}

static void says_nothing_of_nothing(void **state)
{
	struct said said;
	Jobq__Analysis *a;

	(void)state;
	said_begin(&said, NULL, NULL);
	a = read_facts(&said);
	assert_false(a->years->known);
	assert_string_equal(a->years->kind, "none");
	assert_string_equal(a->education, "");
	assert_string_equal(a->family, "other");
	assert_string_equal(a->employment, "");
	assert_int_equal(a->n_areas + a->n_cities, 0);
	assert_null(a->pay);
	jobq__analysis__free_unpacked(a, NULL);
	said_end(&said);
}

static void tells_the_dollar_by_the_place(void **state)
{
	struct said said;
	Jobq__Analysis *a;

	(void)state;
	said_begin(&said, "Engineer", NULL);
	said.content.salary = (char *)"$120,000 - $150,000";
	said.locations[0] = (char *)"Toronto, ON";
	said.content.locations = said.locations;
	said.content.n_locations = 1;
	a = read_facts(&said);
	assert_string_equal(a->pay->currency, "CAD");
	jobq__analysis__free_unpacked(a, NULL);
	said_end(&said);
}

static void gives_weights_that_sum_to_one(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < 200; i++) {
		struct said said;
		Jobq__Analysis *a;
		double sum = 0;

		said_begin(&said, "开发", "文本");
		said.locations[0] = (char *)said_random(&seed);
		said.content.locations = said.locations;
		said.content.n_locations = 1;
		a = read_facts(&said);
		for (size_t k = 0; k < a->n_cities; k++)
			sum += a->cities[k]->weight;
		assert_true(!a->n_cities || fabs(sum - 1) < 1e-9);
		jobq__analysis__free_unpacked(a, NULL);
		said_end(&said);
	}
}

static void copy_rules(const char *to, const char *but, const char *with)
{
	static const char *const names[] = {"campus.yaml",     "education.yaml",
					    "employment.yaml", "places.yaml",
					    "pay.yaml",	       "families.yaml",
					    "areas.yaml"};

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		CLEANUP(freep)
		char *command =
			alloc_format("cp %s/%s %s/", RULES_DIR, names[i], to);
		CLEANUP(freep) char *path = alloc_format("%s/%s", to, but);

		assert_int_equal(system(command), 0);
		if (!strcmp(names[i], but)) {
			FILE *f = fopen(path, "w");

			assert_non_null(f);
			fputs(with, f);
			fclose(f);
		}
	}
}

static void refuses_a_wrong_list(void **state)
{
	static const char *const wrong[][2] = {
		{"places.yaml", "version: 1\ncities: [{city: X}]\n"},
		{"places.yaml", "version: 1\ncities:\n- {city: X, country: CN, "
				"at: [91, 0], words: [x]}\n"},
		{"families.yaml", "version: 1\nfamilies:\n- family: x\n"},
		{"areas.yaml", "version: 1\nareas:\n- {area: x, weird: []}\n"},
		{"pay.yaml", "version: 1\n"},
	};

	for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
		CLEANUP(facts_freep) struct facts *f = NULL;

		copy_rules(*state, wrong[i][0], wrong[i][1]);
		assert_int_equal(facts_load(&f, *state), -EINVAL);
	}
}

static void loads_a_copy(void **state)
{
	CLEANUP(facts_freep) struct facts *f = NULL;

	copy_rules(*state, "", "");
	assert_int_equal(facts_load(&f, *state), 0);
}

static int load(void **state)
{
	(void)state;
	return facts_load(&facts, RULES_DIR);
}

static int unload(void **state)
{
	(void)state;
	facts_free(facts);
	said_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fills_every_fact),
		cmocka_unit_test(says_nothing_of_nothing),
		cmocka_unit_test(tells_the_dollar_by_the_place),
		cmocka_unit_test(gives_weights_that_sum_to_one),
		cmocka_unit_test_setup_teardown(
			refuses_a_wrong_list, tempdir_setup, tempdir_teardown),
		cmocka_unit_test_setup_teardown(loads_a_copy, tempdir_setup,
						tempdir_teardown),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
