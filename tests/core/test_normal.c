#include "core/normal.h"
#include "tests/core/normal_check.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static void gives(const char *original, const char *expected)
{
	struct normal n;

	normal_init(&n, slice_text(original));
	assert_string_equal(n.text, expected);
	assert_int_equal(n.len, strlen(expected));
	normal_deinit(&n);
}

static void folds_case(void **state)
{
	(void)state;
	gives("GPU Engineer", "gpu engineer");
	gives("ÉCOLE Straße ΣΊΣΥΦΟΣ", "école strasse σίσυφοσ");
}

static void makes_full_width_half(void **state)
{
	(void)state;
	gives("ＧＰＵ（１００％）：“ａ”", "gpu(100%):“a”");
	gives("ｶﾞｲﾄﾞ", "ガイド");
}

static void makes_traditional_simplified(void **state)
{
	(void)state;
	gives("機器學習與語音識別", "机器学习与语音识别");
	gives("資深後端開發", "资深后端开发");
}

/* "Ascend" is not the end of "raise" and the beginning of "Tencent". */
static void keeps_a_name_apart_from_another_word(void **state)
{
	(void)state;
	gives("昇腾", "昇腾");
	gives("提升腾讯", "提升腾讯");
}

static void maps_a_character_beyond_the_plane(void **state)
{
	(void)state;
	gives("𡞵", "㛟"); /* U+217B5 to U+36DF */
}

static void leaves_simplified_alone(void **state)
{
	(void)state;
	gives("升腾异构计算", "升腾异构计算");
}

static void composes_marks(void **state)
{
	(void)state;
	gives("re\xcc\x81sume\xcc\x81", "résumé");
	/* the order of marks of different classes does not matter */
	gives("a\xcc\xa3\xcc\x81", "ạ\xcc\x81");
	gives("a\xcc\x81\xcc\xa3", "ạ\xcc\x81");
}

static void composes_hangul(void **state)
{
	(void)state;
	gives("\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab", "한");
}

static void drops_what_is_not_seen(void **state)
{
	(void)state;
	gives("soft\xc2\xadware \xe2\x80\x8b昇\xe2\x80\x8b腾\xef\xbb\xbf",
	      "software 昇腾");
}

static void makes_each_bad_byte_a_sign(void **state)
{
	(void)state;
	gives("a\xff\xe4\xb8z", "a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdz");
	gives("\xed\xa0\x80", "\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd");
	gives("\xe6\x98", "\xef\xbf\xbd\xef\xbf\xbd");
}

static void keeps_a_nul(void **state)
{
	struct normal n;

	(void)state;
	normal_init(&n, slice_of("A\0B", 3));
	assert_int_equal(n.len, 3);
	assert_memory_equal(n.text, "a\0b", 4);
	normal_deinit(&n);
}

static void knows_the_way_back(void **state)
{
	/* byte:          0  3        6 7  8    11 */
	const char *text = "ＧA\xcc\x81x㍿學";
	const uint32_t origin[] = {0, 3, 3, 6, 7, 7, 7,	 7,  7,	 7,
				   7, 7, 7, 7, 7, 7, 10, 10, 10, 13};
	struct normal n;

	(void)state;
	normal_init(&n, slice_text(text));
	assert_string_equal(n.text, "gáx株式会社学");
	assert_int_equal(n.len + 1, sizeof(origin) / sizeof(*origin));
	assert_memory_equal(n.origin, origin, sizeof(origin));
	normal_deinit(&n);
}

static void bounds_the_marks_of_a_character(void **state)
{
	struct bytes text = {0};
	struct normal n;

	(void)state;
	bytes_add_char(&text, 'q');
	for (int i = 0; i < 100000; i++)
		bytes_add_text(&text, i % 2 ? "\xcc\x81" : "\xcc\xa3");
	normal_init(&n, slice_bytes(&text));
	assert_int_equal(n.len, 1 + 2 * 30);
	normal_deinit(&n);
	bytes_deinit(&text);
}

static void gives_nothing_for_nothing(void **state)
{
	struct normal n;

	(void)state;
	normal_init(&n, slice_of(NULL, 0));
	assert_string_equal(n.text, "");
	assert_int_equal(n.origin[0], 0);
	normal_deinit(&n);
}

static void uses_its_memory_again(void **state)
{
	struct normal n = {0};

	(void)state;
	normal_set(&n, slice_text("a longer text comes first"));
	normal_set(&n, slice_text("SHORT"));
	assert_string_equal(n.text, "short");
	assert_int_equal(n.len, 5);
	normal_deinit(&n);
}

/* Each character alone, and between a letter and a mark; planes 4 to 13, which
 * have none, are left out. */
static void holds_for_every_character(void **state)
{
	(void)state;
	for (int32_t c = 0; c < 0xe1000; c = c == 0x33fff ? 0xe0000 : c + 1) {
		char text[16] = "e";
		utf8proc_ssize_t len =
			utf8proc_encode_char(c, (uint8_t *)text + 1);

		text[1 + len] = '\xcc';
		text[2 + len] = '\x81';
		normal_check(slice_of(text + 1, (size_t)len));
		normal_check(slice_of(text, (size_t)len + 3));
	}
}

static void holds_for_random_bytes(void **state)
{
	static const char *const pieces[] = {
		"\xcc\x81",	"\xcc\xa3", "學", "a",
		"\xe1\x85\xa1", "\xff",	    "ﷺ",  "가",
		"\xe3\x82\x99", "か",	    "İ",  "\xe6"};
	unsigned seed = seed_take();
	struct bytes text = {0};

	(void)state;
	for (int i = 0; i < 20000; i++) {
		bytes_reset(&text);
		bytes_add(&text, "", 0);
		for (int n = rand_r(&seed) % 40; n > 0; n--) {
			if (rand_r(&seed) % 3)
				bytes_add_text(&text,
					       pieces[rand_r(&seed) % 12]);
			else
				bytes_add_char(&text, (char)rand_r(&seed));
		}
		normal_check(slice_bytes(&text));
	}
	bytes_deinit(&text);
}

static void expect_cut(const struct normal *n, struct slice original,
		       uint32_t start, uint32_t end)
{
	struct normal cut = {0}, expected;

	normal_cut(&cut, n, start, end);
	normal_init(&expected, slice_of(original.data + start, end - start));
	assert_int_equal(cut.len, expected.len);
	assert_string_equal(cut.text, expected.text);
	assert_memory_equal(cut.origin, expected.origin,
			    (cut.len + 1) * sizeof(*cut.origin));
	normal_deinit(&cut);
	normal_deinit(&expected);
}

/* Cut where characters begin, it is what the part alone gives. */
static void cuts_as_the_part_alone_gives(void **state)
{
	static const char *const pieces[] = {
		"a",	"Ｇ",	"學", "昇",	  "①",	"e\xcc\x81",
		"\n",	"\xe5", "½",  "\xc2\xad", "。", "\xe1\x84\x80",
		"\xff", "、",	"é",  "🚀"};

	(void)state;
	srand(seed_take());
	for (int round = 0; round < 300; round++) {
		CLEANUP(bytes_deinit) struct bytes text = {0};
		struct normal n;

		for (int i = 1 + rand() % 40; i > 0; i--)
			bytes_add_text(&text, pieces[rand() % 16]);
		normal_init(&n, slice_bytes(&text));
		for (int i = 0; i < 20; i++) {
			size_t to = (size_t)rand() % (n.len + 1);
			size_t from = (size_t)rand() % (to + 1);

			expect_cut(&n, slice_bytes(&text), n.origin[from],
				   n.origin[to]);
		}
		normal_deinit(&n);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folds_case),
		cmocka_unit_test(makes_full_width_half),
		cmocka_unit_test(makes_traditional_simplified),
		cmocka_unit_test(keeps_a_name_apart_from_another_word),
		cmocka_unit_test(maps_a_character_beyond_the_plane),
		cmocka_unit_test(leaves_simplified_alone),
		cmocka_unit_test(composes_marks),
		cmocka_unit_test(composes_hangul),
		cmocka_unit_test(drops_what_is_not_seen),
		cmocka_unit_test(makes_each_bad_byte_a_sign),
		cmocka_unit_test(keeps_a_nul),
		cmocka_unit_test(knows_the_way_back),
		cmocka_unit_test(bounds_the_marks_of_a_character),
		cmocka_unit_test(gives_nothing_for_nothing),
		cmocka_unit_test(uses_its_memory_again),
		cmocka_unit_test(holds_for_every_character),
		cmocka_unit_test(holds_for_random_bytes),
		cmocka_unit_test(cuts_as_the_part_alone_gives),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
