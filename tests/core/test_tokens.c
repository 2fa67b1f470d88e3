#include "core/tokens.h"
#include "tests/core/tokens_check.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* The tokens as "text/position", stems as "~text", with blanks between. */
static void shown(const char *text, struct bytes *out)
{
	CLEANUP(tokens_freep) struct tokens *t = tokens_new();
	struct token token;

	tokens_begin(t, slice_text(text), 0);
	while (tokens_next(t, &token)) {
		if (out->len)
			bytes_add_char(out, ' ');
		if (token.kind == TOKEN_STEM)
			bytes_add_format(out, "~%.*s", (int)token.len,
					 token.text);
		else
			bytes_add_format(out, "%.*s/%u", (int)token.len,
					 token.text, token.position);
	}
}

static void gives(const char *text, const char *expected)
{
	struct bytes out = {0};

	shown(text, &out);
	assert_string_equal(out.data ? out.data : "", expected);
	bytes_deinit(&out);
}

static void gives_words_with_stems(void **state)
{
	(void)state;
	gives("Engineers, scaling", "engineers/0 ~engin scaling/1 ~scale");
}

static void stems_only_ascii_words(void **state)
{
	(void)state;
	gives("résumés", "résumés/0");
}

static void cuts_han_in_bigrams_and_a_last_character(void **state)
{
	(void)state;
	gives("大模型", "大模/0 模型/1 型/2");
	gives("云", "云/0");
	gives("云，网", "云/0 网/1");
}

static void treats_kana_and_hangul_as_han(void **state)
{
	(void)state;
	gives("学習エン", "学习/0 习エ/1 エン/2 ン/3");
	gives("한국", "한국/0 국/1");
}

static void treats_rare_characters_as_han(void **state)
{
	(void)state;
	gives("𠀀々〇", "𠀀々/0 々〇/1 〇/2");
}

static void makes_a_change_of_script_a_boundary(void **state)
{
	(void)state;
	gives("昇腾Ascend平台", "昇腾/0 腾/1 ascend/2 ~ascend 平台/3 台/4");
	gives("3年", "3/0 ~3 年/1");
}

static void keeps_the_signs_of_names(void **state)
{
	(void)state;
	gives("C++", "c++/0 ~c++");
	gives("C/C++,", "c/0 ~c c++/1 ~c++");
	gives("C++17", "c++/0 ~c++ 17/1 ~17");
	gives("C#、F#", "c#/0 ~c# f#/1 ~f#");
	gives("R&D AT&T", "r&d/0 ~r&d at&t/1 ~at&t");
	gives(".NET", ".net/0 ~.net");
	gives("ASP.NET开发", "asp/0 ~asp .net/1 ~.net 开发/2 发/3");
}

static void keeps_a_number_whole(void **state)
{
	(void)state;
	gives("3.5 A100 v1.2.", "3.5/0 ~3.5 a100/1 ~a100 v1.2/2 ~v1.2");
}

static void leaves_other_signs(void **state)
{
	(void)state;
	gives("gpu-based", "gpu/0 ~gpu based/1 ~base");
	gives("end. research&development a+b issue#5 1+",
	      "end/0 ~end research/1 ~research development/2 ~develop a/3 ~a "
	      "b/4 ~b issue/5 ~issu 5/6 ~5 1/7 ~1");
	gives(".network dot.", "network/0 ~network dot/1 ~dot");
	gives("& + # . ,", "");
}

static void knows_full_width_and_traditional_forms(void **state)
{
	(void)state;
	gives("ＧＰＵ機器", "gpu/0 ~gpu 机器/1 器/2");
}

static void cuts_a_long_word(void **state)
{
	char text[200 + 1], expected[300];
	char word[TOKEN_MAX_BYTES + 1];

	(void)state;
	memset(text, 'x', 200);
	memcpy(text + 196, " end", 5);
	memset(word, 'x', TOKEN_MAX_BYTES);
	word[TOKEN_MAX_BYTES] = 0;
	snprintf(expected, sizeof(expected), "%s/0 ~%s end/1 ~end", word, word);
	gives(text, expected);
}

static void cuts_a_long_word_between_characters(void **state)
{
	struct bytes text = {0}, out = {0};

	(void)state;
	bytes_add_char(&text, 'a');
	for (int i = 0; i < 60; i++)
		bytes_add_text(&text, "é");
	shown(text.data, &out);
	assert_int_equal(out.len, 1 + 31 * 2 + strlen("/0"));
	bytes_deinit(&text);
	bytes_deinit(&out);
}

static void says_where_in_the_original(void **state)
{
	CLEANUP(tokens_freep) struct tokens *t = tokens_new();
	struct token token;

	(void)state;
	tokens_begin(t, slice_text("Ａ 機器㍿"), 5);
	assert_true(tokens_next(t, &token));
	assert_int_equal(token.position, 5);
	assert_int_equal(token.start, 0);
	assert_int_equal(token.end, 3);
	assert_true(tokens_next(t, &token)); /* the stem */
	assert_true(tokens_next(t, &token));
	assert_int_equal(token.kind, TOKEN_BIGRAM);
	assert_int_equal(token.start, 4);
	assert_int_equal(token.end, 10);
	while (tokens_next(t, &token))
		assert_true(token.end <= 13);
	assert_int_equal(token.kind, TOKEN_HAN);
	assert_int_equal(token.start, 10);
	assert_int_equal(token.end, 13);
	assert_int_equal(tokens_position(t), 12);
}

static void begins_anew(void **state)
{
	CLEANUP(tokens_freep) struct tokens *t = tokens_new();
	struct token token;

	(void)state;
	assert_false(tokens_next(t, &token));
	tokens_begin(t, slice_text("first"), 0);
	assert_true(tokens_next(t, &token)); /* its stem is due */
	tokens_begin(t, slice_text("二"), 3);
	assert_true(tokens_next(t, &token));
	assert_int_equal(token.kind, TOKEN_HAN);
	assert_int_equal(token.position, 3);
	assert_false(tokens_next(t, &token));
}

static void holds_for_random_bytes(void **state)
{
	static const char signs[] = "ab.&+#9 net昇腾か한é\xcc\x81ＡＡ㍿½";
	CLEANUP(tokens_freep) struct tokens *t = tokens_new();
	unsigned seed = seed_take();
	struct bytes text = {0};

	(void)state;
	for (int i = 0; i < 20000; i++) {
		bytes_reset(&text);
		bytes_add(&text, "", 0);
		for (int n = rand_r(&seed) % 60; n > 0; n--) {
			size_t at = (size_t)rand_r(&seed) % sizeof(signs);

			bytes_add(&text, signs + at,
				  at + 3 < sizeof(signs) ? 3 : 1);
		}
		tokens_check(t, slice_bytes(&text));
	}
	bytes_deinit(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_words_with_stems),
		cmocka_unit_test(stems_only_ascii_words),
		cmocka_unit_test(cuts_han_in_bigrams_and_a_last_character),
		cmocka_unit_test(treats_kana_and_hangul_as_han),
		cmocka_unit_test(treats_rare_characters_as_han),
		cmocka_unit_test(makes_a_change_of_script_a_boundary),
		cmocka_unit_test(keeps_the_signs_of_names),
		cmocka_unit_test(keeps_a_number_whole),
		cmocka_unit_test(leaves_other_signs),
		cmocka_unit_test(knows_full_width_and_traditional_forms),
		cmocka_unit_test(cuts_a_long_word),
		cmocka_unit_test(cuts_a_long_word_between_characters),
		cmocka_unit_test(says_where_in_the_original),
		cmocka_unit_test(begins_anew),
		cmocka_unit_test(holds_for_random_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
