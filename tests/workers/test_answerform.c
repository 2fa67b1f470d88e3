#include "tests/workers/recipekit.h"
#include "workers/answerform.h"

static const char text[] =
	"success: {pointer: /code, equals: 0, message: /msg}\n"
	"refuse:\n"
	"  - {status: 405, stale: true, say: \"needs a browser\"}\n"
	"  - {contains: \"closed for good\", say: \"it is closed\"}\n"
	"  - {pointer: /code, equals: -9, say: \"no such site\"}\n";

struct given {
	struct yaml_file file;
	struct formreader reader;
	struct answerform form;
};

static int read_form(struct given *given, const char *yaml)
{
	*given = (struct given){0};
	assert_int_equal(yaml_parse("t.yaml", slice_text(yaml), &given->file),
			 0);
	given->reader.file = &given->file;
	return answerform_read(&given->reader, &given->file.root, "listing",
			       &given->form);
}

static void end(struct given *given)
{
	answerform_deinit(&given->form);
	yaml_deinit(&given->file);
}

/* What is said of an answer; NULL: it is a good one. */
static char *said_of(struct fetch_answer fetched, bool *stale)
{
	static const struct envelope none = {ENVELOPE_NONE, NULL};
	struct given given;
	struct answer answer;
	json_t *doc = NULL;
	char *why;
	int r;

	assert_int_equal(read_form(&given, text), 0);
	r = answer_init(&answer, &given.form, &fetched);
	if (!r)
		r = answer_json(&answer, &given.form, &none, NULL, &doc);
	assert_true(r == 0 || r == ANSWER_E_REFUSED);
	assert_true((r == 0) == (doc != NULL));
	why = TAKE(answer.why);
	*stale = answer.stale;
	answer_deinit(&answer);
	json_decref(doc);
	kit_answer_deinit(&fetched);
	end(&given);
	return why;
}

static void assert_said(struct fetch_answer fetched, const char *words)
{
	bool stale;
	CLEANUP(freep) char *why = said_of(fetched, &stale);

	if (words)
		assert_string_equal(why, words);
	else
		assert_null(why);
	assert_int_equal(stale, words && strstr(words, "405") != NULL);
}

static void a_good_answer_passes(void **state)
{
	(void)state;
	assert_said(kit_json("{\"code\": 0}"), NULL);
	assert_said(kit_json("{\"code\": \"0\"}"), NULL);
}

static void a_failed_test_says_what_was_found(void **state)
{
	(void)state;
	assert_said(kit_json("{\"code\": 7, \"msg\": \"try later\"}"),
		    "listing: expected /code 0, found 7 (try later)");
	assert_said(kit_json("{\"code\": null}"),
		    "listing: expected /code 0, found null");
	assert_said(kit_json("{\"code\": {}}"),
		    "listing: expected /code 0, found an object");
	assert_said(kit_json("[]"), "listing: expected /code 0, found nothing");
}

static void a_refusal_has_words_of_its_own(void **state)
{
	(void)state;
	assert_said(kit_json("{\"code\": -9}"), "listing: no such site");
	assert_said(kit_html("<p>closed for good</p>"),
		    "listing: it is closed");
}

static void a_status_has_its_words_and_may_ask_for_a_new_session(void **state)
{
	(void)state;
	assert_said(kit_answer_of(405, NULL, slice_text("")),
		    "listing: HTTP 405: needs a browser");
	assert_said(kit_answer_of(403, NULL, slice_text("no")),
		    "listing: HTTP 403");
}

static void json_in_another_charset_is_read(void **state)
{
	(void)state;
	assert_said(kit_answer_of(200, "application/json; charset=gbk",
				  slice_text("{\"code\": 7, \"msg\": \"\xb4\xed"
					     "\xce\xf3\"}")),
		    "listing: expected /code 0, found 7 (错误)");
}

static void wrong_forms_are_faults(void **state)
{
	static const char *const all[] = {
		"success: {pointer: /a}\n",
		"success: {pointer: a, equals: 1}\n",
		"success: {pointer: /a, equals: 1, message: b}\n",
		"refuse: {status: 404, say: x}\n",
		"refuse: [{status: 404}]\n",
		"refuse: [{say: x}]\n",
		"refuse: [{status: 99, say: x}]\n",
		"refuse: [{status: 404, say: x, stale: perhaps}]\n",
		"refuse: [{pointer: /a, say: x}]\n",
		"refuse: [{code: 404, say: x}]\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct given given;

		assert_true(read_form(&given, all[i]) < 0);
		end(&given);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_answer_passes),
		cmocka_unit_test(a_failed_test_says_what_was_found),
		cmocka_unit_test(a_refusal_has_words_of_its_own),
		cmocka_unit_test(
			a_status_has_its_words_and_may_ask_for_a_new_session),
		cmocka_unit_test(json_in_another_charset_is_read),
		cmocka_unit_test(wrong_forms_are_faults),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
