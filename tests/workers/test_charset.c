#include "core/alloc.h"
#include "workers/charset.h"
#include <iconv.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define TEXT                                                                                                  \
	"负责异构算力平台的研发与维护，熟悉昇腾芯片。我们在北京、上海和深圳" \
	"招聘工程师，欢迎加入。"

static void encode(const char *name, const char *text, struct bytes *out)
{
	iconv_t cd = iconv_open(name, "UTF-8");
	char *in = (char *)text;
	size_t left = strlen(text), room = 4 * left + 16;
	char *to;

	assert_true(cd != (iconv_t)-1);
	bytes_reserve(out, room);
	to = out->data;
	assert_int_equal(iconv(cd, &in, &left, &to, &room), 0);
	out->len = (size_t)(to - out->data);
	iconv_close(cd);
}

static void assert_decodes(struct slice body, const char *type, bool html,
			   const char *expected)
{
	const struct charset_hint hint = {slice_text(type), html};
	struct bytes room = {0};
	struct slice text = charset_decode(body, &hint, &room);

	assert_int_equal(text.len, strlen(expected));
	assert_memory_equal(text.data, expected, text.len);
	bytes_deinit(&room);
}

static void utf8_is_given_as_it_is(void **state)
{
	const struct charset_hint hint = {slice_text("text/html"), true};
	struct bytes room = {0};
	struct slice body = slice_text(TEXT);

	(void)state;
	assert_ptr_equal(charset_decode(body, &hint, &room).data, body.data);
	assert_null(room.data);
}

static void a_bom_is_dropped(void **state)
{
	(void)state;
	assert_decodes(slice_text("\xef\xbb\xbf{}"), "", false, "{}");
}

static void utf16_is_known_by_its_bom(void **state)
{
	struct bytes body = {0};

	(void)state;
	encode("UTF-16", TEXT, &body);
	assert_decodes(slice_bytes(&body), "text/html; charset=utf-8", true,
		       TEXT);
	bytes_deinit(&body);
}

static void the_header_says_the_encoding(void **state)
{
	struct bytes body = {0};

	(void)state;
	encode("BIG5", "軟體工程師", &body);
	assert_decodes(slice_bytes(&body), "text/html; charset=Big5", true,
		       "軟體工程師");
	bytes_deinit(&body);
}

static void gb18030_under_a_utf8_header_is_found(void **state)
{
	struct bytes body = {0};

	(void)state;
	encode("GB18030", TEXT, &body);
	assert_decodes(slice_bytes(&body), "text/html; charset=utf-8", true,
		       TEXT);
	bytes_deinit(&body);
}

static void gb18030_under_a_latin_header_is_found(void **state)
{
	struct bytes body = {0};

	(void)state;
	encode("GB18030", TEXT, &body);
	assert_decodes(slice_bytes(&body), "text/html; charset=ISO-8859-1",
		       true, TEXT);
	bytes_deinit(&body);
}

static void meta_is_believed_over_a_latin_header(void **state)
{
	struct bytes body = {0};

	(void)state;
	encode("GB18030", "<meta charset=\"gb2312\"><p>招聘</p>", &body);
	assert_decodes(slice_bytes(&body), "text/html; charset=ISO-8859-1",
		       true, "<meta charset=\"gb2312\"><p>招聘</p>");
	bytes_deinit(&body);
}

static void meta_is_not_read_in_json(void **state)
{
	(void)state;
	assert_decodes(slice_text("\"charset=big5 caf\xe9\""),
		       "application/json; charset=windows-1252", false,
		       "\"charset=big5 café\"");
}

static void latin_text_keeps_its_accents(void **state)
{
	(void)state;
	assert_decodes(slice_text("<p>Ing\xe9nieur syst\xe8me, Gen\xe8ve</p>"),
		       "text/html; charset=iso-8859-1", true,
		       "<p>Ingénieur système, Genève</p>");
}

static void a_broken_byte_in_utf8_is_replaced(void **state)
{
	(void)state;
	assert_decodes(slice_text("职位描述职位描述\xff职位"),
		       "application/json", false,
		       "职位描述职位描述\xef\xbf\xbd职位");
}

static void overlong_and_surrogate_forms_are_not_utf8(void **state)
{
	(void)state;
	assert_false(charset_is_utf8(slice_text("\xc0\x80")));
	assert_false(charset_is_utf8(slice_text("\xe0\x80\x80")));
	assert_false(charset_is_utf8(slice_text("\xed\xa0\x80")));
	assert_false(charset_is_utf8(slice_text("\xf4\x90\x80\x80")));
	assert_false(charset_is_utf8(slice_text("\xf0\x9f\x98")));
	assert_true(charset_is_utf8(slice_text("\xf0\x9f\x98\x80")));
}

static void an_unknown_name_is_no_fault(void **state)
{
	(void)state;
	assert_decodes(slice_text("plain"), "text/html; charset=no-such", true,
		       "plain");
}

static void any_bytes_become_utf8(void **state)
{
	unsigned seed = 20261;

	(void)state;
	print_message("seed %u\n", seed);
	for (int round = 0; round < 500; round++) {
		unsigned char noise[64];
		const struct charset_hint hint = {
			slice_text(round & 1 ? "text/html; charset=gbk" : ""),
			true};
		struct bytes room = {0};

		for (size_t i = 0; i < sizeof(noise); i++)
			noise[i] = (unsigned char)rand_r(&seed);
		assert_true(charset_is_utf8(charset_decode(
			slice_of(noise, sizeof(noise)), &hint, &room)));
		bytes_deinit(&room);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(utf8_is_given_as_it_is),
		cmocka_unit_test(a_bom_is_dropped),
		cmocka_unit_test(utf16_is_known_by_its_bom),
		cmocka_unit_test(the_header_says_the_encoding),
		cmocka_unit_test(gb18030_under_a_utf8_header_is_found),
		cmocka_unit_test(gb18030_under_a_latin_header_is_found),
		cmocka_unit_test(meta_is_believed_over_a_latin_header),
		cmocka_unit_test(meta_is_not_read_in_json),
		cmocka_unit_test(latin_text_keeps_its_accents),
		cmocka_unit_test(a_broken_byte_in_utf8_is_replaced),
		cmocka_unit_test(overlong_and_surrogate_forms_are_not_utf8),
		cmocka_unit_test(an_unknown_name_is_no_fault),
		cmocka_unit_test(any_bytes_become_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
