#include "core/alloc.h"
#include "outlined.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* after what it needs */
#include <cmocka.h>

static struct slice item_text(const struct outline_section *s, size_t i)
{
	return slice_of(s->text.data + s->items[i].start,
			s->items[i].end - s->items[i].start);
}

static void has_items(const char *text, size_t n, const char *const *expected)
{
	struct outlined o;
	size_t seen = 0;

	outlined_open(&o, "", "requirement", text);
	for (size_t i = 0; i < o.outline.n_sections; i++) {
		const struct outline_section *s = &o.outline.sections[i];

		for (size_t k = 0; k < s->n_items; k++) {
			struct slice item = item_text(s, k);

			if (s->items[k].is_header)
				continue;
			assert_true(seen < n);
			assert_int_equal(item.len, strlen(expected[seen]));
			assert_memory_equal(item.data, expected[seen],
					    item.len);
			seen++;
		}
	}
	assert_int_equal(seen, n);
	outlined_close(&o);
}

static void begins_items_after_their_marks(void **state)
{
	const char *const items[] = {"有船", "能游3.5米", "会飞", "会潜"};

	(void)state;
	has_items("1、有船\n2. 能游3.5米\n(3) 会飞\n• 会潜", 4, items);
	has_items("①有船②能游3.5米③会飞④会潜", 4, items);
	has_items("⑳有船㉑能游3.5米㉒会飞㉓会潜", 4, items);
	has_items("㉟有船㊱能游3.5米㊲会飞㊳会潜", 4, items);
}

static void cuts_a_list_run_together(void **state)
{
	const char *const items[] = {"有船；", "能游；", "会飞"};

	(void)state;
	has_items("1、有船；2、能游；3、会飞", 3, items);
	has_items("1.有船；2.能游；3.会飞", 3, items);
}

static void takes_a_glued_number_off(void **state)
{
	const char *const items[] = {"木工专业", "3年以上造船", "能游"};

	(void)state;
	has_items("1木工专业\n23年以上造船\n3能游", 3, items);
}

static void leaves_years_alone(void **state)
{
	const char *const items[] = {"3年以上造船", "能游"};

	(void)state;
	has_items("3年以上造船\n能游", 2, items);
}

static void finds_an_item_s_own_header(void **state)
{
	struct outlined o;
	const struct item *item = NULL;

	(void)state;
	outlined_open(&o, "", "duty", "1、桥面养护：铺设新的木板");
	item = &o.outline.sections[0].items[0];
	assert_int_equal(item->head_end - item->head_start, strlen("桥面养护"));
	assert_memory_equal(o.outline.sections[0].text.data + item->head_start,
			    "桥面养护", strlen("桥面养护"));
	outlined_close(&o);
}

static void names_the_section_by_its_first_item(void **state)
{
	struct outlined o;

	(void)state;
	outlined_open(&o, "Baker", "other", "Requirements:\n- Bread\n");
	assert_int_equal(o.outline.n_sections, 1);
	assert_true(o.outline.sections[0].items[0].is_header);
	assert_false(o.outline.sections[0].items[1].is_header);
	outlined_close(&o);
}

static void splits_clauses_at_stops_and_commas(void **state)
{
	struct outlined o;

	(void)state;
	outlined_open(&o, "", "duty",
		      "铺路，修桥；种树(松,柏)。Earn 10,000 e.g. a lot.");
	assert_int_equal(o.outline.sections[0].n_clauses, 4);
	outlined_close(&o);
}

static void makes_the_title_one_clause(void **state)
{
	struct outlined o;

	(void)state;
	outlined_open(&o, "木匠，高级（优先）", "duty", "修桥");
	assert_int_equal(o.outline.title.n_clauses, 1);
	assert_int_equal(outline_clause(&o.outline.title, 7)->part, PART_TITLE);
	assert_ptr_equal(outline_section(&o.outline, OUTLINE_TITLE),
			 &o.outline.title);
	assert_ptr_equal(outline_section(&o.outline, 0), o.outline.sections);
	outlined_close(&o);
}

static void is_empty_for_an_empty_content(void **state)
{
	struct outlined o;

	(void)state;
	outlined_open(&o, NULL, NULL, "");
	assert_int_equal(o.outline.n_sections, 0);
	assert_null(outline_clause(&o.outline.title, 0));
	outlined_close(&o);
}

/* Properties. */
static void check_section(const struct outline_section *s)
{
	uint32_t last = 0;

	assert_true(s->n_clauses > 0);
	for (size_t i = 0; i < s->n_items; i++) {
		const struct item *item = &s->items[i];

		assert_true(item->start >= last && item->start <= item->end);
		assert_true(item->end <= s->text.len);
		assert_true(item->head_start <= item->head_end);
		assert_true(item->head_end <= item->end);
		assert_true(item->first_clause + item->n_clauses <=
			    s->n_clauses);
		last = item->end;
	}
	last = 0;
	for (size_t i = 0; i < s->n_clauses; i++) {
		assert_true(s->clauses[i].start >= last);
		assert_true(s->clauses[i].start < s->clauses[i].end);
		assert_true(s->clauses[i].end <= s->text.len);
		assert_true(s->clauses[i].item < s->n_items);
		last = s->clauses[i].end;
	}
}

static void check_outline(const char *first, const char *second)
{
	struct outlined o;
	struct bytes all = {0};

	outlined_open(&o, first, "other", first);
	outline_deinit(&o.outline);
	outlined_add(&o, "duty", second);
	outline_init(&o.outline, &o.content);
	for (size_t i = 0; i < o.outline.n_sections; i++) {
		check_section(&o.outline.sections[i]);
		bytes_add(&all, o.outline.sections[i].text.data,
			  o.outline.sections[i].text.len);
	}
	assert_int_equal(all.len, strlen(first) + strlen(second));
	if (all.len) {
		assert_memory_equal(all.data, first, strlen(first));
		assert_memory_equal(all.data + strlen(first), second,
				    strlen(second));
	}
	bytes_deinit(&all);
	outlined_close(&o);
}

/* Out of pieces that mean something, and of bytes that do not. */
static void compose(char *out, size_t max)
{
	static const char *const pieces[] = {
		"岗位职责",
		"：",
		"\n",
		"1、",
		"2、",
		"加分项",
		"任职要求",
		"，",
		"。",
		"者优先",
		"；",
		"①",
		"Requirements",
		":",
		"**",
		"- ",
		"1. ",
		"2. ",
		"以下条件",
		"优先",
		"(",
		")",
		" ",
		"3.",
		"团队介绍",
		"修桥",
		"【",
		"】",
		"preferred",
		"Nice to have",
		", ",
		"and ",
		"\xcc\x81",
		"\xe2\x80\x8b",
		"相关职位",
		"…",
		"１、",
		"\xff",
		"boat",
		"4、",
	};
	size_t len = 0, n = sizeof(pieces) / sizeof(*pieces);

	while (len + 16 < max && rand() % 40) {
		if (rand() % 12 == 0) {
			out[len++] = (char)(rand() % 255 + 1);
			continue;
		}
		const char *piece = pieces[(size_t)rand() % n];
		memcpy(out + len, piece, strlen(piece));
		len += strlen(piece);
	}
	out[len] = 0;
}

static void keeps_every_byte_of_any_text(void **state)
{
	char first[2000], second[2000];

	(void)state;
	srand(seed_take());
	for (int i = 0; i < 3000; i++) {
		compose(first, sizeof(first));
		compose(second, sizeof(second));
		check_outline(first, second);
	}
}

static void stands_a_hundred_thousand_items(void **state)
{
	struct bytes text = {0};

	(void)state;
	for (int i = 0; i < 100000; i++)
		bytes_add_text(&text, i % 2 ? "1、桥(" : "1. (1) 者优先，");
	check_outline(text.data, "");
	bytes_deinit(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(begins_items_after_their_marks),
		cmocka_unit_test(cuts_a_list_run_together),
		cmocka_unit_test(takes_a_glued_number_off),
		cmocka_unit_test(leaves_years_alone),
		cmocka_unit_test(finds_an_item_s_own_header),
		cmocka_unit_test(names_the_section_by_its_first_item),
		cmocka_unit_test(splits_clauses_at_stops_and_commas),
		cmocka_unit_test(makes_the_title_one_clause),
		cmocka_unit_test(is_empty_for_an_empty_content),
		cmocka_unit_test(keeps_every_byte_of_any_text),
		cmocka_unit_test(stands_a_hundred_thousand_items),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
