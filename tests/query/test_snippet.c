#include "core/alloc.h"
#include "query/snippet.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <utf8proc.h>

static struct question *ask(const char *text)
{
	struct question *q = NULL;
	char *why = NULL;

	assert_int_equal(question_parse(&q, text, &why), 0);
	return q;
}

/* "text" with [ ] around the marks, and … where the block goes on. */
static char *shown(const struct snippet *s)
{
	struct bytes out = {0};
	size_t at = 0;

	bytes_add_text(&out, s->more_before ? "…" : "");
	for (size_t i = 0; i < s->n_marks; i++) {
		assert_true(s->marks[i].start >= at);
		assert_true(s->marks[i].end > s->marks[i].start);
		bytes_add(&out, s->text + at, s->marks[i].start - at);
		bytes_add_char(&out, '[');
		at = s->marks[i].end;
		bytes_add(&out, s->text + s->marks[i].start,
			  at - s->marks[i].start);
		bytes_add_char(&out, ']');
	}
	bytes_add_text(&out, s->text + at);
	bytes_add_text(&out, s->more_after ? "…" : "");
	return bytes_take(&out);
}

/* Of blocks that are parted by '|'. */
static void gives(const char *question, const char *texts, unsigned columns,
		  const char *expected)
{
	CLEANUP(question_freep) struct question *q = ask(question);
	CLEANUP(freep) char *copy = alloc_copy(texts);
	CLEANUP(freep) char *got = NULL;
	Jobq__Block blocks[8], *pointers[8];
	Jobq__Content content = JOBQ__CONTENT__INIT;
	struct snippet s;
	char *rest = NULL;

	content.blocks = pointers;
	for (char *text = strtok_r(copy, "|", &rest); text;
	     text = strtok_r(NULL, "|", &rest)) {
		Jobq__Block *block = &blocks[content.n_blocks];

		jobq__block__init(block);
		block->text = text;
		pointers[content.n_blocks++] = block;
	}
	snippet_of_content(&s, q, &content, columns);
	got = shown(&s);
	assert_string_equal(got, expected);
	snippet_deinit(&s);
}

static void marks_the_words(void **state)
{
	(void)state;
	gives("gpu kernels", "You write kernel code for a GPU.", 160,
	      "You write [kernel] code for a [GPU].");
}

static void marks_by_stem_but_quotes_exactly(void **state)
{
	(void)state;
	gives("engineers", "engineering for an engineer", 160,
	      "[engineering] for an [engineer]");
	gives("\"engineer\"", "engineering for an engineer", 160,
	      "engineering for an [engineer]");
}

static void marks_other_forms_of_characters(void **state)
{
	(void)state;
	gives("训练 gpu", "負責大模型訓練，熟悉ＧＰＵ", 160,
	      "負責大模型[訓練]，熟悉[ＧＰＵ]");
}

static void marks_phrases_whole(void **state)
{
	(void)state;
	gives("大模型推理", "做大模型推理的模型", 160, "做[大模型推理]的模型");
	gives("昇腾Ascend", "昇腾Ascend平台，昇腾", 160,
	      "[昇腾Ascend]平台，昇腾");
	gives("\"a b\"", "b a b a", 160, "b [a b] a");
}

static void marks_the_one_character_of_an_open_end(void **state)
{
	(void)state;
	gives("3年", "3年以上，13年", 160, "[3年]以上，13年");
	gives("芯", "芯片和芯", 160, "[芯]片和[芯]");
}

static void marks_nothing_that_is_not_wanted(void **state)
{
	(void)state;
	gives("gpu -cuda title:lead company:x", "gpu cuda lead x", 160,
	      "[gpu] cuda lead x");
}

static void makes_white_space_one_blank(void **state)
{
	(void)state;
	gives("two", "  one\n\n two\t\xe3\x80\x80three \n", 160,
	      "one [two] three");
}

static void begins_at_the_beginning_without_a_match(void **state)
{
	(void)state;
	gives("", "One sentence here. Another one that is longer.|x", 30,
	      "One sentence here.…");
	gives("none", " |second block", 30, "second block");
}

static void takes_the_block_that_answers_most(void **state)
{
	(void)state;
	gives("rust gpu", "We use rust rust rust.|A GPU and Rust.|gpu rust gpu",
	      160, "[gpu] [rust] [gpu]");
	gives("rust gpu", "rust|gpu", 160, "[rust]");
}

static void cuts_at_sentences(void **state)
{
	(void)state;
	gives("kernels",
	      "First a long sentence about us. Then write kernels. Last "
	      "something else that is long.",
	      40, "…Then write [kernels].…");
	gives("推理", "我们是一家公司。负责推理优化。还有其他很多的工作要做。",
	      32, "…负责[推理]优化。…");
}

static void cuts_between_words_without_sentences(void **state)
{
	(void)state;
	gives("five", "one two three four five six seven eight nine ten", 24,
	      "…four [five] six seven…");
	gives("五", "一二三四五六七八九十", 8, "…四[五]六七…");
}

static void cuts_a_word_that_is_too_long(void **state)
{
	(void)state;
	gives("x", "x aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 10, "[x]…");
	gives("aaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaa", 10,
	      "[aaaaaaaaaa]…");
}

static void says_where_it_lies(void **state)
{
	CLEANUP(question_freep) struct question *q = ask("gpu");
	Jobq__Block one = JOBQ__BLOCK__INIT, two = JOBQ__BLOCK__INIT;
	Jobq__Block *blocks[] = {&one, &two};
	Jobq__Content content = JOBQ__CONTENT__INIT;
	struct snippet s;

	(void)state;
	one.text = (char *)"nothing";
	two.text = (char *)"  a GPU\n";
	content.blocks = blocks;
	content.n_blocks = 2;
	snippet_of_content(&s, q, &content, 160);
	assert_int_equal(s.block, 1);
	assert_int_equal(s.start, 2);
	assert_int_equal(s.end, 7);
	assert_false(s.more_before);
	assert_false(s.more_after);
	snippet_deinit(&s);
}

static void is_empty_without_text(void **state)
{
	CLEANUP(question_freep) struct question *q = ask("gpu");
	struct snippet s;

	(void)state;
	gives("gpu", "", 160, "");
	snippet_of_content(&s, q, NULL, 160);
	assert_string_equal(s.text, "");
	assert_int_equal(s.n_marks, 0);
	snippet_deinit(&s);
}

static void marks_a_title(void **state)
{
	CLEANUP(question_freep)
	struct question *q = ask("title:engineers gpu city:berlin");
	CLEANUP(freep) char *got = NULL;
	struct snippet s;

	(void)state;
	snippet_of_title(&s, q, "GPU Engineer, Berlin");
	got = shown(&s);
	assert_string_equal(got, "[GPU] [Engineer], Berlin");
	snippet_deinit(&s);
}

/* Any bytes, any width: marks in order and within, no wider than asked. */
static void holds_for_random_texts(void **state)
{
	static const char *const pieces[] = {
		"gpu ",	    "推理", "。",	   ". ",     "\n",
		"\xff",	    "aaaa", "\xcc\x81",	   "ＧＰＵ", "芯",
		"\xe6\x8e", "gpus", "\xe3\x80\x80"};
	CLEANUP(question_freep)
	struct question *q = ask("gpu OR 推理 OR 芯 OR \"aaaa gpu\"");
	unsigned seed = seed_take();
	struct bytes text = {0};

	(void)state;
	for (int i = 0; i < 5000; i++) {
		Jobq__Block block = JOBQ__BLOCK__INIT, *blocks = &block;
		Jobq__Content content = JOBQ__CONTENT__INIT;
		struct snippet s;

		bytes_reset(&text);
		bytes_add(&text, "", 0);
		for (int n = rand_r(&seed) % 60; n > 0; n--)
			bytes_add_text(&text, pieces[rand_r(&seed) % 13]);
		block.text = text.data;
		content.blocks = &blocks;
		content.n_blocks = 1;
		snippet_of_content(&s, q, &content,
				   (unsigned)rand_r(&seed) % 50);
		free(shown(&s));
		assert_true(s.start <= s.end && s.end <= text.len);
		if (s.n_marks)
			assert_true(s.marks[s.n_marks - 1].end <=
				    strlen(s.text));
		snippet_deinit(&s);
	}
	bytes_deinit(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(marks_the_words),
		cmocka_unit_test(marks_by_stem_but_quotes_exactly),
		cmocka_unit_test(marks_other_forms_of_characters),
		cmocka_unit_test(marks_phrases_whole),
		cmocka_unit_test(marks_the_one_character_of_an_open_end),
		cmocka_unit_test(marks_nothing_that_is_not_wanted),
		cmocka_unit_test(makes_white_space_one_blank),
		cmocka_unit_test(begins_at_the_beginning_without_a_match),
		cmocka_unit_test(takes_the_block_that_answers_most),
		cmocka_unit_test(cuts_at_sentences),
		cmocka_unit_test(cuts_between_words_without_sentences),
		cmocka_unit_test(cuts_a_word_that_is_too_long),
		cmocka_unit_test(says_where_it_lies),
		cmocka_unit_test(is_empty_without_text),
		cmocka_unit_test(marks_a_title),
		cmocka_unit_test(holds_for_random_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
