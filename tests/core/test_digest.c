#include "core/digest.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

struct sample {
	Jobq__Content content;
	Jobq__Block blocks[2];
	Jobq__Block *block_list[2];
	char *locations[3];
};

static void sample_init(struct sample *s)
{
	static char title[] = "Kernel Engineer", duty[] = "Write kernels.",
		    need[] = "Know C.", beijing[] = "北京", paris[] = "Paris";

	jobq__content__init(&s->content);
	for (int i = 0; i < 2; i++) {
		jobq__block__init(&s->blocks[i]);
		s->block_list[i] = &s->blocks[i];
	}
	s->blocks[0].text = duty;
	s->blocks[1].text = need;
	s->locations[0] = beijing;
	s->locations[1] = paris;
	s->locations[2] = beijing;
	s->content.title = title;
	s->content.blocks = s->block_list;
	s->content.n_blocks = 2;
	s->content.locations = s->locations;
	s->content.n_locations = 2;
}

static bool same(const struct sample *a, const struct sample *b)
{
	struct digest da = digest_of_content(&a->content);
	struct digest db = digest_of_content(&b->content);

	return digest_equal(&da, &db);
}

static void is_the_canonical_xxh3(void **state)
{
	struct digest empty = digest_of("", 0);
	char hex[DIGEST_HEX];

	(void)state; /* XXH3-128 of nothing, as the xxhash project gives it */
	assert_string_equal(digest_hex(&empty, hex),
			    "99aa06d3014798d86001c324468d497f");
}

static void parts_do_not_shift(void **state)
{
	struct slice one[] = {slice_text("ab"), slice_text("c")};
	struct slice two[] = {slice_text("a"), slice_text("bc")};
	struct digest a = digest_of_parts(one, 2), b = digest_of_parts(two, 2);

	(void)state;
	assert_false(digest_equal(&a, &b));
	assert_false(digest_none(&a));
	assert_true(digest_none(&(struct digest){{0}}));
}

static void posting_ids_read_back(void **state)
{
	struct posting_id id = posting_id_of("acme/greenhouse", "4001");
	struct posting_id other = posting_id_of("acme/ashby", "4001"), back;
	char hex[POSTING_HEX];

	(void)state;
	assert_int_equal(posting_parse(posting_hex(&id, hex), &back), 0);
	assert_memory_equal(&id, &back, sizeof(id));
	assert_memory_not_equal(&id, &other, sizeof(id));
}

static void what_is_no_posting_id_is_refused(void **state)
{
	struct posting_id id;

	(void)state;
	assert_int_equal(posting_parse("0123456789abcdef012", &id), 1);
	assert_int_equal(posting_parse("0123456789abcdef0123f", &id), 1);
	assert_int_equal(posting_parse("0123456789abcdef01g3", &id), 1);
	assert_int_equal(posting_parse(NULL, &id), 1);
}

static void locations_are_a_set(void **state)
{
	struct sample a, b;
	char *first = NULL;

	(void)state;
	sample_init(&a);
	sample_init(&b);
	first = b.locations[0];
	b.locations[0] = b.locations[1];
	b.locations[1] = first;
	b.content.n_locations = 3;
	assert_true(same(&a, &b));
	b.content.n_locations = 1;
	assert_false(same(&a, &b));
}

static void white_space_runs_are_one_blank(void **state)
{
	struct sample a, b;
	char loose[] = " \n Write \t\xc2\xa0\xe3\x80\x80kernels.\n";
	char joined[] = "Writekernels.";

	(void)state;
	sample_init(&a);
	sample_init(&b);
	b.blocks[0].text = loose;
	assert_true(same(&a, &b));
	b.blocks[0].text = joined;
	assert_false(same(&a, &b));
}

static void links_times_and_names_do_not_count(void **state)
{
	struct sample a, b;
	char url[] = "https://jobs.example/1", name[] = "requirement";

	(void)state;
	sample_init(&a);
	sample_init(&b);
	b.content.url = url;
	b.content.external_id = url;
	b.content.extractor = url;
	b.content.posted_ms = 1;
	b.content.updated_ms = 2;
	b.blocks[0].name = name;
	b.blocks[0].kind = name;
	assert_true(same(&a, &b));
}

static void each_said_part_counts_and_is_named(void **state)
{
	static const char *const names[] = {
		"title",	   "team",	   "department", "category",
		"employment_type", "recruit_type", "salary"};
	char other[] = "other";

	(void)state;
	for (size_t i = 0; i < 7; i++) {
		struct sample a, b;
		const char *out[9];
		char **parts[] = {
			&b.content.title,	    &b.content.team,
			&b.content.department,	    &b.content.category,
			&b.content.employment_type, &b.content.recruit_type,
			&b.content.salary};

		sample_init(&a);
		sample_init(&b);
		*parts[i] = other;
		assert_false(same(&a, &b));
		assert_int_equal(digest_fields(&a.content, &b.content, out, 9),
				 1);
		assert_string_equal(out[0], names[i]);
	}
}

static void text_and_locations_are_named(void **state)
{
	struct sample a, b;
	const char *out[9];

	(void)state;
	sample_init(&a);
	sample_init(&b);
	assert_int_equal(digest_fields(&a.content, &b.content, out, 9), 0);
	b.content.n_blocks = 1;
	b.content.n_locations = 1;
	assert_int_equal(digest_fields(&a.content, &b.content, out, 9), 2);
	assert_string_equal(out[0], "text");
	assert_string_equal(out[1], "locations");
	assert_int_equal(digest_fields(&a.content, &b.content, out, 1), 1);
}

static void the_text_digest_is_of_the_text_alone(void **state)
{
	struct sample a, b;
	struct digest da, db;
	char other[] = "other";

	(void)state;
	sample_init(&a);
	sample_init(&b);
	b.content.title = other;
	da = digest_of_text(&a.content);
	db = digest_of_text(&b.content);
	assert_true(digest_equal(&da, &db));
	b.blocks[1].text = other;
	db = digest_of_text(&b.content);
	assert_false(digest_equal(&da, &db));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_the_canonical_xxh3),
		cmocka_unit_test(parts_do_not_shift),
		cmocka_unit_test(posting_ids_read_back),
		cmocka_unit_test(what_is_no_posting_id_is_refused),
		cmocka_unit_test(locations_are_a_set),
		cmocka_unit_test(white_space_runs_are_one_blank),
		cmocka_unit_test(links_times_and_names_do_not_count),
		cmocka_unit_test(each_said_part_counts_and_is_named),
		cmocka_unit_test(text_and_locations_are_named),
		cmocka_unit_test(the_text_digest_is_of_the_text_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
