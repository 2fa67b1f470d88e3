#include "tests/workers/mokaseal.h"
#include "workers/moka.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

static json_t *seal(const char *plain, const char *key)
{
	CLEANUP(freep) char *text = mokaseal(plain, key);

	return json_loads(text, 0, NULL);
}

static void opens_what_was_sealed(void **state)
{
	static const char *const all[] = {"{}", "0123456789abcde",
					  "0123456789abcdef",
					  "{\"标题\": \"算子开发工程师\"}"};

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		json_auto_t *sealed = seal(all[i], MOKASEAL_KEY);
		struct bytes out = {0};
		char *why = NULL;

		assert_int_equal(moka_open(sealed, MOKASEAL_IV, &out, &why), 0);
		assert_string_equal(out.data, all[i]);
		bytes_deinit(&out);
	}
}

static void assert_refused(json_t *sealed, const char *iv, const char *words)
{
	CLEANUP(freep) char *why = NULL;
	struct bytes out = {0};

	assert_int_equal(moka_open(sealed, iv, &out, &why), MOKA_E_SEAL);
	assert_non_null(strstr(why, words));
	bytes_deinit(&out);
	json_decref(sealed);
}

static void a_wrong_key_is_a_clear_error(void **state)
{
	(void)state;
	assert_refused(seal("{\"code\": 0}", "ffffffffffffffff"), MOKASEAL_IV,
		       "does not open");
}

static void a_key_of_another_length_is_named(void **state)
{
	(void)state;
	assert_refused(seal("{}", "short"), MOKASEAL_IV,
		       "16 bytes in /necromancer");
}

static void an_iv_of_another_length_is_named(void **state)
{
	(void)state;
	assert_refused(seal("{}", MOKASEAL_KEY), "short", "aesIv of 16 bytes");
	assert_refused(seal("{}", MOKASEAL_KEY), NULL, "aesIv of 16 bytes");
}

static void damaged_data_is_named(void **state)
{
	(void)state;
	assert_refused(json_pack("{ssss}", "data", "!!!!", "necromancer",
				 MOKASEAL_KEY),
		       MOKASEAL_IV, "not base64");
	assert_refused(
		json_pack("{ssss}", "data", "abc", "necromancer", MOKASEAL_KEY),
		MOKASEAL_IV, "not base64");
	assert_refused(json_pack("{ssss}", "data", "QUJD", "necromancer",
				 MOKASEAL_KEY),
		       MOKASEAL_IV, "does not open");
}

static void what_is_not_sealed_is_named(void **state)
{
	(void)state;
	assert_refused(json_pack("{si}", "code", 1), MOKASEAL_IV,
		       "a sealed answer");
	assert_refused(json_array(), MOKASEAL_IV, "a sealed answer");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(opens_what_was_sealed),
		cmocka_unit_test(a_wrong_key_is_a_clear_error),
		cmocka_unit_test(a_key_of_another_length_is_named),
		cmocka_unit_test(an_iv_of_another_length_is_named),
		cmocka_unit_test(damaged_data_is_named),
		cmocka_unit_test(what_is_not_sealed_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
