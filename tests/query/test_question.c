#include "core/alloc.h"
#include "core/tokens.h"
#include "indexer/schema.h"
#include "query/question.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* A few spans, indexed by the schema; data is their letter. */
struct sample {
	const char *letter, *title, *text, *company, *name, *team, *city, *type;
	const char *language, *source;
};

static const struct sample samples[] = {
	{"a", "Kernel Engineer", "You write GPU kernels in C++ and CUDA.",
	 "lumen", "Lumen AI 流明智能", "Compute", "Berlin", "FULL_TIME", "en",
	 "lumen/greenhouse"},
	{"b", "昇腾算子开发工程师",
	 "负责昇腾Ascend平台的大模型推理优化，3年以上经验。", "yunfan",
	 "云帆科技", "异构计算", "北京", "社招", "zh", "yunfan/feishu"},
	{"c", "大模型訓練工程師",
	 "熟悉 Ascend 与 GPU；昇腾 不要求。ＣＵＤＡ优先", "yunfan", "云帆科技",
	 "训练平台", "上海", "校招", "mixed", "yunfan-campus"},
	{"d", "Account Manager", "Engineering of deals; R&D and .NET teams. 芯",
	 "high-flyer", "High Flyer", "Sales", "New York", "Intern", "en",
	 "high-flyer/moka"},
	{"e", "芯片设计", "云计算芯片", "lumen", "Lumen AI 流明智能", "Silicon",
	 "深圳", "社招", "zh", "lumen/feishu"},
};

struct rig {
	void *path;
	struct textindex *index;
	struct tokens *tokens;
};

static uint32_t add_words(struct rig *rig, struct textdoc *doc,
			  const char *prefix, const char *text, uint32_t at)
{
	CLEANUP(freep) char *stem = alloc_format(TERM_STEM "%s", prefix);
	struct token token;

	tokens_begin(rig->tokens, slice_text(text), at);
	while (tokens_next(rig->tokens, &token)) {
		struct slice term = slice_of(token.text, token.len);

		if (token.kind == TOKEN_STEM)
			textdoc_term(doc, stem, term);
		else
			textdoc_posting(doc, prefix, term, token.position);
	}
	return tokens_position(rig->tokens) + TOKEN_GAP;
}

static int add_sample(struct rig *rig, const struct sample *s)
{
	CLEANUP(textdoc_freep) struct textdoc *doc = textdoc_new();
	CLEANUP(freep) char *id = alloc_format("Qs%s", s->letter);

	add_words(rig, doc, "", s->text, add_words(rig, doc, "", s->title, 1));
	add_words(rig, doc, TERM_TITLE, s->title, 1);
	add_words(rig, doc, TERM_NAME, s->name, 1);
	add_words(rig, doc, TERM_TEAM, s->team, 1);
	add_words(rig, doc, TERM_CITY, s->city, 1);
	add_words(rig, doc, TERM_JOBTYPE, s->type, 1);
	textdoc_term(doc, TERM_COMPANY, slice_text(s->company));
	textdoc_term(doc, TERM_SOURCE, slice_text(s->source));
	textdoc_term(doc, TERM_LANGUAGE, slice_text(s->language));
	textdoc_data(doc, slice_text(s->letter));
	return textindex_replace(rig->index, id, doc);
}

static int set_up(void **state)
{
	struct rig *rig = alloc_zero(1, sizeof(*rig));
	int r = tempdir_setup(&rig->path);

	*state = rig;
	rig->tokens = tokens_new();
	if (!r)
		r = textindex_open_writer(&rig->index, rig->path);
	for (size_t i = 0; !r && i < sizeof(samples) / sizeof(*samples); i++)
		r = add_sample(rig, &samples[i]);
	return r;
}

static int tear_down(void **state)
{
	struct rig *rig = *state;
	int r = 0;

	textindex_free(rig->index);
	tokens_free(rig->tokens);
	r = tempdir_teardown(&rig->path);
	free(rig);
	return r;
}

static int collect(void *arg, const struct textindex_hit *hit)
{
	bytes_add(arg, hit->data.data, hit->data.len);
	return 0;
}

static void gives(void **state, const char *text, const char *letters)
{
	struct textindex_search search = {.order = ORDER_VALUE_UP};
	CLEANUP(question_freep) struct question *q = NULL;
	CLEANUP(textquery_freep) struct textquery *query = NULL;
	CLEANUP(freep) char *why = NULL;
	struct rig *rig = *state;
	struct bytes found = {0};

	if (question_parse(&q, text, &why))
		fail_msg("%s: %s", text, why);
	query = question_compile(q);
	search.query = query;
	bytes_add(&found, "", 0);
	assert_int_equal(
		textindex_run(rig->index, &search, collect, &found, NULL), 0);
	if (strcmp(found.data, letters) != 0)
		print_message("question %s\n", text);
	assert_string_equal(found.data, letters);
	bytes_deinit(&found);
}

static void refuses(const char *text, const char *why_part)
{
	struct question *q = NULL;
	CLEANUP(freep) char *why = NULL;

	assert_int_equal(question_parse(&q, text, &why), QUESTION_E_FORM);
	assert_null(q);
	if (!strstr(why, why_part))
		fail_msg("%s: %s", text, why);
}

static void asks_for_all_when_empty(void **state)
{
	CLEANUP(question_freep) struct question *q = NULL;
	char *why = NULL;

	gives(state, "", "abcde");
	gives(state, " 　 ", "abcde");
	assert_int_equal(question_parse(&q, "", &why), 0);
	assert_true(question_empty(q));
	assert_null(question_clauses(q));
}

static void matches_a_latin_word_by_its_stem(void **state)
{
	gives(state, "kernels", "a");
	gives(state, "engineers", "ad");
	gives(state, "ENGINEERED", "ad");
}

static void matches_in_quotes_only_the_word(void **state)
{
	gives(state, "\"engineer\"", "a");
	gives(state, "\"engineering\"", "d");
	gives(state, "\"gpu kernels\"", "a");
	gives(state, "\"kernels gpu\"", "");
}

static void finds_chinese_inside_longer_runs(void **state)
{
	gives(state, "模型", "bc");
	gives(state, "大模型", "bc");
	gives(state, "型推理", "b");
	gives(state, "模推", "");
	gives(state, "算子开发", "b");
}

static void finds_a_single_character_anywhere(void **state)
{
	gives(state, "芯", "de"); /* alone, at the beginning, inside */
	gives(state, "片", "e");  /* at an end */
	gives(state, "型", "bc");
	gives(state, "\"算\"", "be");
	gives(state, "零", "");
}

static void finds_traditional_and_full_width_forms(void **state)
{
	gives(state, "訓練", "c");
	gives(state, "训练", "c");
	gives(state, "cuda", "ac");
	gives(state, "ＧＰＵ", "ac");
}

static void takes_what_is_written_together_as_a_phrase(void **state)
{
	gives(state, "昇腾Ascend", "b");
	gives(state, "昇腾 Ascend", "bc");
	gives(state, "Ascend平", "b"); /* an open end */
	gives(state, "3年", "b");
	gives(state, "gpu-kernels", "a");
}

static void knows_words_with_signs(void **state)
{
	gives(state, "c++", "a");
	gives(state, "r&d", "d");
	gives(state, ".net", "d");
}

static void leaves_a_sign_alone_out(void **state)
{
	gives(state, "gpu & cuda", "ac");
	gives(state, "- gpu", "ac");
	gives(state, "NOT & gpu", "ac");
	refuses("&", "no letter or digit");
}

static void joins_by_and_or_not(void **state)
{
	gives(state, "gpu AND ascend", "c");
	gives(state, "gpu OR ascend", "abc");
	gives(state, "gpu NOT ascend", "a");
	gives(state, "gpu -ascend", "a");
	gives(state, "NOT gpu", "bde");
	gives(state, "NOT NOT gpu", "ac");
	gives(state, "kernel OR NOT gpu", "abde");
	gives(state, "- -gpu", "bde");
	gives(state, "--gpu", "ac");
}

static void binds_not_then_and_then_or(void **state)
{
	gives(state, "芯片 OR gpu AND ascend", "ce");
	gives(state, "(芯片 OR gpu) AND ascend", "c");
	gives(state, "芯片 OR gpu ascend", "ce");
	gives(state, "-gpu ascend", "b");
	gives(state, "-(gpu ascend)", "abde");
	gives(state, "-gpu OR kernel", "abde");
}

static void takes_lower_case_operators_as_words(void **state)
{
	gives(state, "cuda and gpu", "a");
	gives(state, "\"AND\" cuda", "a");
}

static void knows_full_width_signs(void **state)
{
	gives(state, "（芯片 OR gpu）　ascend", "c");
	gives(state, "“gpu kernels”", "a");
	gives(state, "city：北京", "b");
	gives(state, "city：（北京，上海）", "bc");
	gives(state, "gpu －ascend", "a");
}

static void asks_in_fields(void **state)
{
	gives(state, "title:engineers", "a");
	gives(state, "title:\"kernel engineer\"", "a");
	gives(state, "title:engineering", "a");
	gives(state, "title:\"engineering\"", "");
	gives(state, "title:模型", "c");
	gives(state, "team:计算", "b");
	gives(state, "CITY: new", "d");
	gives(state, "city:york", "d");
	gives(state, "type:社招 -team:silicon", "b");
	gives(state, "type:full", "a");
	gives(state, "title:芯", "e");
}

static void asks_for_any_of_a_list(void **state)
{
	gives(state, "city:(北京 上海)", "bc");
	gives(state, "city:(北京, 上海 OR \"new york\")", "bcd");
	gives(state, "city:(北京、上海) gpu", "c");
	gives(state, "-city:(北京 上海)", "ade");
}

static void knows_a_company_by_id_and_name(void **state)
{
	gives(state, "company:yunfan", "bc");
	gives(state, "company:YunFan", "bc");
	gives(state, "company:云帆", "bc");
	gives(state, "company:high-flyer", "d");
	gives(state, "company:\"lumen ai\"", "ae");
	gives(state, "company:(yunfan lumen)", "abce");
	gives(state, "company:yun", "");
}

static void knows_a_source_exactly(void **state)
{
	gives(state, "source:yunfan/feishu", "b");
	gives(state, "source:yunfan-campus", "c");
	gives(state, "source:yunfan", "");
}

static void knows_three_languages(void **state)
{
	gives(state, "lang:en", "ad");
	gives(state, "lang:ZH", "be");
	gives(state, "lang:(zh mixed)", "bce");
	refuses("gpu lang:fr", "column 10: lang: is en, zh or mixed");
}

static void refuses_an_unknown_field(void **state)
{
	(void)state;
	refuses("gpu salary:10", "column 5: there is no field \"salary:\"");
	refuses("x:y", "title: company: team: city: type: lang: source:");
}

static void takes_colons_in_text_for_text(void **state)
{
	gives(state, "https://lumen.example", "");
	gives(state, "\"kernels:in\"", "a");
	gives(state, "昇腾：不要求", "c");
	gives(state, "3:年", "b");
}

static void says_where_and_what_to_do(void **state)
{
	(void)state;
	refuses("gpu \"open", "column 5: this quote is not closed");
	refuses("(gpu", "column 5: a bracket is not closed");
	refuses("gpu)", "column 4: \")\" closes nothing");
	refuses("()", "column 2: a word is missing before \")\"");
	refuses("gpu AND", "column 8: the question ends");
	refuses("OR gpu", "column 1: a word is missing before AND or OR");
	refuses("gpu AND OR x", "column 9: a word is missing before");
	refuses("昇腾 NOT", "column 7: the question ends");
	refuses("\"\"", "column 1: there is no word in these quotes");
	refuses("title:", "column 7: a word or \"phrase\" is due");
	refuses("title:++", "no letter or digit in this value");
	refuses("city:(北京", "list is not closed");
	refuses("city:()", "a word or \"phrase\" is due");
	refuses("city:(a AND b)", "a word or \"phrase\" is due");
	refuses("city:\"x", "not closed");
}

static void refuses_what_is_too_deep_or_long(void **state)
{
	char text[QUESTION_MAX_BYTES + 2];

	(void)state;
	memset(text, '(', sizeof(text));
	text[QUESTION_MAX_BYTES] = 0;
	refuses(text, "column 51: more than 50");
	memset(text, '-', sizeof(text));
	text[QUESTION_MAX_BYTES] = 0;
	refuses(text, "column 51: more than 50");
	memset(text, 'x', sizeof(text));
	text[QUESTION_MAX_BYTES + 1] = 0;
	refuses(text, "longer than 4096");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(asks_for_all_when_empty),
		cmocka_unit_test(matches_a_latin_word_by_its_stem),
		cmocka_unit_test(matches_in_quotes_only_the_word),
		cmocka_unit_test(finds_chinese_inside_longer_runs),
		cmocka_unit_test(finds_a_single_character_anywhere),
		cmocka_unit_test(finds_traditional_and_full_width_forms),
		cmocka_unit_test(takes_what_is_written_together_as_a_phrase),
		cmocka_unit_test(knows_words_with_signs),
		cmocka_unit_test(leaves_a_sign_alone_out),
		cmocka_unit_test(joins_by_and_or_not),
		cmocka_unit_test(binds_not_then_and_then_or),
		cmocka_unit_test(takes_lower_case_operators_as_words),
		cmocka_unit_test(knows_full_width_signs),
		cmocka_unit_test(asks_in_fields),
		cmocka_unit_test(asks_for_any_of_a_list),
		cmocka_unit_test(knows_a_company_by_id_and_name),
		cmocka_unit_test(knows_a_source_exactly),
		cmocka_unit_test(knows_three_languages),
		cmocka_unit_test(refuses_an_unknown_field),
		cmocka_unit_test(takes_colons_in_text_for_text),
		cmocka_unit_test(says_where_and_what_to_do),
		cmocka_unit_test(refuses_what_is_too_deep_or_long),
	};

	return cmocka_run_group_tests(tests, set_up, tear_down);
}
