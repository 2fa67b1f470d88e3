/* The mechanics of matching, by rules made for the purpose. */
#include "core/alloc.h"
#include "mentioned.h"
#include "tests/tempdir.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

#define CONCEPT(id, rest) \
	"  - id: " id "\n    zh: z\n    en: e\n    group: work\n" rest

static void finds(void **state, const char *concepts, const char *text,
		  const char *expected)
{
	CLEANUP(rules_freep) struct rules *rules = NULL;
	CLEANUP(freep)
	char *file = alloc_format("version: 1\nconcepts:\n%s", concepts);
	CLEANUP(freep) char *found = NULL;

	assert_int_equal(mentioned_write(&rules, *state, file, NULL), 0);
	found = mentioned(rules, "", text, NULL);
	assert_string_equal(found, expected);
}

static void wants_latin_words_whole(void **state)
{
	const char *kite = CONCEPT("hw.kite", "    forms: [kite]\n");

	finds(state, kite, "kites and a kite", "hw.kite|kites hw.kite|kite");
	finds(state, kite, "kitesurf, skite, kite2", "");
	finds(state, kite, "放kite和Ｋｉｔｅ", "hw.kite|kite hw.kite|Ｋｉｔｅ");
}

static void lets_blanks_go_beside_chinese(void **state)
{
	const char *kite = CONCEPT("hw.kite", "    forms: [国产kite]\n");

	finds(state, kite, "放国产 Kite吗", "hw.kite|国产 Kite");
	finds(state, kite, "放国产\nKite吗", "");
}

static void reads_over_pinyin_in_brackets(void **state)
{
	finds(state, CONCEPT("hw.kite", "    forms: [训练]\n"),
	      "模型訓(xùn)練(liàn)好", "hw.kite|訓(xùn)練");
}

static void needs_its_word_in_the_item_or_near(void **state)
{
	const char *kite = CONCEPT("hw.kite", "    guarded:\n"
					      "      - forms: [kite]\n"
					      "        near: [wind]\n");

	finds(state, kite, "- fly a kite in the wind", "hw.kite|kite");
	finds(state, kite, "- fly a kite\n- in the wind", "hw.kite|kite");
	finds(state, kite,
	      "- fly a kite over all of the long and empty beaches of the "
	      "north, slowly\n- in the wind",
	      "");
	finds(state, kite, "- fly a kite", "");
}

static void needs_its_word_within_so_many_characters(void **state)
{
	const char *kite = CONCEPT("hw.kite", "    guarded:\n"
					      "      - forms: [自研]\n"
					      "        near: [风筝]\n"
					      "        within: 2\n");

	finds(state, kite, "放自研很大的风筝", "");
	finds(state, kite, "放自研大风筝", "hw.kite|自研");
}

static void takes_a_word_anywhere_in_the_posting(void **state)
{
	const char *kite = CONCEPT("hw.kite", "    guarded:\n"
					      "      - forms: [kite]\n"
					      "        document: [wind]\n");
	const char *far = "岗位职责：\n1、放 kite\n任职要求：\n1、本科\n"
			  "2、会日语也会西班牙语和葡萄牙语还会一点点意大利语\n"
			  "3、喜欢 wind\n";

	finds(state, kite, far, "hw.kite|kite");
	finds(state, kite, "放 kite", "");
}

static void gives_way_to_a_word_in_the_item(void **state)
{
	const char *kite =
		CONCEPT("hw.kite", "    forms: [kite]\n    unless: [bird]\n");

	finds(state, kite, "- a kite\n- a bird", "hw.kite|kite");
	finds(state, kite, "- a kite is a bird", "");
}

static void gives_way_inside_a_veto(void **state)
{
	const char *kite = CONCEPT(
		"hw.kite", "    forms: [kite]\n    veto: [red kite bird]\n");

	finds(state, kite, "a red kite bird", "");
	finds(state, kite, "a red kite", "hw.kite|kite");
}

static void wants_the_case_where_it_is_kept(void **state)
{
	const char *kite = CONCEPT("hw.kite", "    guarded:\n"
					      "      - forms: [Kite]\n"
					      "        case: kept\n"
					      "        plural: yes\n");

	finds(state, kite, "Kite KITE Kites KITEs kite",
	      "hw.kite|Kite hw.kite|KITE hw.kite|Kites hw.kite|KITEs");
}

static void takes_the_longer_of_two_kinds_of_thing(void **state)
{
	const char *both = CONCEPT("hw.kite", "    forms: [kite]\n")
		CONCEPT("hw.kiteboard", "    forms: [kite board]\n");
	const char *implied = CONCEPT("hw.kite", "    forms: [kite]\n")
		CONCEPT("hw.kiteboard", "    forms: [kite board]\n"
					"    implies: [hw.kite]\n");
	const char *inside =
		CONCEPT("hw.kite", "    forms: [kite]\n    inside: yes\n")
			CONCEPT("hw.kiteboard", "    forms: [kite board]\n");
	const char *work = CONCEPT("hw.kite", "    forms: [kite]\n")
		CONCEPT("wt.kiteboard", "    forms: [kite board]\n");

	finds(state, both, "a kite board", "hw.kiteboard|kite board");
	finds(state, implied, "a kite board",
	      "hw.kiteboard|kite board hw.kite|kite");
	finds(state, inside, "a kite board",
	      "hw.kiteboard|kite board hw.kite|kite");
	finds(state, work, "a kite board",
	      "wt.kiteboard|kite board hw.kite|kite");
}

#define SENSES                                                               \
	CONCEPT("hw.bird", "    guarded: [{forms: [kite], near: [wing]}]\n") \
	CONCEPT("hw.toy", "    guarded: [{forms: [kite], near: [line]}]\n")  \
	CONCEPT("hw.unclear",                                                \
		"    guarded: [{forms: [kite], near: [sky], last: yes}]\n")

static void decides_by_the_nearest_word(void **state)
{
	finds(state, SENSES, "sky, wing, a kite, its line", "hw.bird|kite");
	finds(state, SENSES, "a wing and a kite line, sky", "hw.toy|kite");
	finds(state, SENSES, "a kite in the sky", "hw.unclear|kite");
	finds(state, SENSES, "wing kite line sky", "hw.unclear|kite");
}

#define IN_DIR(test) \
	cmocka_unit_test_setup_teardown(test, tempdir_setup, tempdir_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_DIR(wants_latin_words_whole),
		IN_DIR(lets_blanks_go_beside_chinese),
		IN_DIR(reads_over_pinyin_in_brackets),
		IN_DIR(needs_its_word_in_the_item_or_near),
		IN_DIR(needs_its_word_within_so_many_characters),
		IN_DIR(takes_a_word_anywhere_in_the_posting),
		IN_DIR(gives_way_to_a_word_in_the_item),
		IN_DIR(gives_way_inside_a_veto),
		IN_DIR(wants_the_case_where_it_is_kept),
		IN_DIR(takes_the_longer_of_two_kinds_of_thing),
		IN_DIR(decides_by_the_nearest_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
