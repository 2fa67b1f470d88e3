#include "core/alloc.h"
#include "core/pack.h"
#include "indexer/analysis.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* after what it needs */
#include <cmocka.h>

static int open_analyser(void **state)
{
	CLEANUP(freep) char *dir = rules_dir();
	struct analyser *analyser = NULL;

	if (!dir || analyser_new(&analyser, dir))
		return -1;
	*state = analyser;
	return 0;
}

static int close_analyser(void **state)
{
	analyser_free(*state);
	return 0;
}

static Jobq__Analysis *read_text(void **state, const char *title,
				 const char *text)
{
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__Block block = JOBQ__BLOCK__INIT, *blocks[] = {&block};

	content.title = (char *)title;
	block.text = (char *)text;
	content.blocks = blocks;
	content.n_blocks = 1;
	return analyser_read(*state, &content, NULL);
}

static const Jobq__Mention *mention_of(const Jobq__Analysis *a,
				       const char *concept)
{
	for (size_t i = 0; i < a->n_mentions; i++) {
		if (!strcmp(a->mentions[i]->concept, concept))
			return a->mentions[i];
	}
	fail_msg("no mention of %s", concept);
	return NULL;
}

static const char text_zh[] = "岗位职责：\n"
			      "1、负责昇腾集群在生产环境的上线与值班；\n"
			      "2、写文档。\n"
			      "任职要求：\n"
			      "1、3年以上经验；\n"
			      "2、熟悉CUDA编程。\n";

static void a_mention_has_its_quote_section_and_sentence(void **state)
{
	CLEANUP(pack_freep)
	Jobq__Analysis *a = read_text(state, "平台工程师", text_zh);
	const Jobq__Mention *m = mention_of(a, "hw.ascend");

	assert_string_equal(m->quote, "昇腾");
	assert_string_equal(m->section, "duty");
	assert_non_null(strstr(m->sentence, "生产环境的上线与值班"));
	assert_null(strstr(m->sentence, "写文档"));
	assert_string_equal(mention_of(a, "sw.cuda")->section, "requirement");
}

static void a_duty_in_live_service_is_production(void **state)
{
	CLEANUP(pack_freep)
	Jobq__Analysis *a = read_text(state, "平台工程师", text_zh);

	assert_string_equal(mention_of(a, "hw.ascend")->stage, "production");
	assert_string_equal(a->stage, "production");
	assert_true(a->production_claim);
	assert_true(a->n_cues > 0);
}

static void a_span_is_its_quote_in_the_section_s_text(void **state)
{
	CLEANUP(pack_freep)
	Jobq__Analysis *a = read_text(state, "昇腾工程师", text_zh);
	size_t in_title = 0;

	for (size_t i = 0; i < a->n_mentions; i++) {
		const Jobq__Mention *m = a->mentions[i];
		const char *text = "昇腾工程师";

		if (m->in_section != OUTLINE_TITLE)
			text = a->sections[m->in_section]->text;
		else
			in_title++;
		assert_int_equal(strlen(m->quote), m->end - m->start);
		assert_memory_equal(text + m->start, m->quote,
				    m->end - m->start);
	}
	assert_true(in_title > 0);
	assert_true(a->n_mentions > in_title);
}

static void sections_in_order_are_the_whole_text(void **state)
{
	CLEANUP(pack_freep)
	Jobq__Analysis *a = read_text(state, "平台工程师", text_zh);
	CLEANUP(bytes_deinit) struct bytes all = {0};

	for (size_t i = 0; i < a->n_sections; i++)
		bytes_add_text(&all, a->sections[i]->text);
	assert_string_equal(all.data, text_zh);
	assert_true(a->n_sections >= 2);
}

static void it_is_stamped_with_the_rules(void **state)
{
	CLEANUP(pack_freep)
	Jobq__Analysis *a = read_text(state, "平台工程师", text_zh);
	char hex[DIGEST_HEX];

	assert_string_equal(
		a->rules,
		digest_hex(rules_digest(analyser_rules(*state)), hex));
	assert_string_equal(a->language, "zh");
}

static void a_text_of_one_endless_sentence_is_read(void **state)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};
	CLEANUP(pack_freep) Jobq__Analysis *a = NULL;

	while (text.len < 1 << 20)
		bytes_add_text(&text, "昇腾");
	a = read_text(state, "", text.data);
	assert_true(a->n_mentions > 0 && a->n_mentions <= 2000);
	for (size_t i = 0; i < a->n_mentions; i++)
		assert_true(strlen(a->mentions[i]->sentence) < 1000);
}

static const char *const words[] = {"昇腾", "CUDA", "。",  ". ",   "；",
				    "\n",   "- ",   "3年", "优先", "任职要求：",
				    "\xe6", "\xff", " ",   "x"};

static void random_text_keeps_its_spans(void **state)
{

	srand(seed_take());
	for (int round = 0; round < 200; round++) {
		CLEANUP(bytes_deinit) struct bytes text = {0};
		CLEANUP(pack_freep) Jobq__Analysis *a = NULL;

		for (int i = rand() % 80; i >= 0; i--)
			bytes_add_text(&text,
				       words[(size_t)rand() %
					     (sizeof(words) / sizeof(char *))]);
		a = read_text(state, "", text.data);
		for (size_t i = 0; i < a->n_mentions; i++) {
			const Jobq__Mention *m = a->mentions[i];
			const char *in = a->sections[m->in_section]->text;

			assert_true(m->end <= strlen(in));
			assert_memory_equal(in + m->start, m->quote,
					    m->end - m->start);
			assert_non_null(strstr(m->sentence, m->quote));
		}
	}
}

static void a_directory_without_rules_is_a_fault(void **state)
{
	struct analyser *analyser = NULL;

	(void)state;
	assert_true(analyser_new(&analyser, "/nonexistent") < 0);
	assert_null(analyser);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_mention_has_its_quote_section_and_sentence),
		cmocka_unit_test(a_duty_in_live_service_is_production),
		cmocka_unit_test(a_span_is_its_quote_in_the_section_s_text),
		cmocka_unit_test(sections_in_order_are_the_whole_text),
		cmocka_unit_test(it_is_stamped_with_the_rules),
		cmocka_unit_test(a_text_of_one_endless_sentence_is_read),
		cmocka_unit_test(random_text_keeps_its_spans),
		cmocka_unit_test(a_directory_without_rules_is_a_fault),
	};

	return cmocka_run_group_tests(tests, open_analyser, close_analyser);
}
