#include "core/digest.h"
#include "fixture.h"
#include "query/posting.h"
#include "sketch.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* A posting that is set out in full, and the round that saw it. */
struct sample {
	Jobq__SpanDoc doc;
	Jobq__Content content;
	Jobq__Archive archive;
	Jobq__Span span;
	Jobq__Block first, second, *blocks[2];
	char *places[2];
	char posting[POSTING_HEX];
	Jobq__RoundDoc round_doc, *rounds[1];
	Jobq__Round round;
	Jobq__RoundId round_id;
	struct roundlist list;
};

static void fill_content(struct sample *s)
{
	jobq__content__init(&s->content);
	jobq__archive__init(&s->archive);
	jobq__block__init(&s->first);
	jobq__block__init(&s->second);
	s->first.kind = (char *)"duty";
	s->first.text = (char *)"Duties:\n- port\xff kernels";
	s->second.kind = (char *)"requirement";
	s->second.text = (char *)"岗位要求";
	s->blocks[0] = &s->first;
	s->blocks[1] = &s->second;
	s->places[0] = (char *)"Beijing";
	s->places[1] = (char *)"上海";
	s->archive.file = (char *)"archive/a.warc.gz";
	s->archive.offset = 4711;
	s->archive.digest = (char *)"sha1:ABC";
	s->content.title = (char *)"Engineer";
	s->content.blocks = s->blocks;
	s->content.n_blocks = 2;
	s->content.locations = s->places;
	s->content.n_locations = 2;
	s->content.department = (char *)"Infra";
	s->content.employment_type = (char *)"full time";
	s->content.url = (char *)"https://jobs.example/4";
	s->content.posted_ms = fixture_day(1);
	s->content.external_id = (char *)"4";
	s->content.archive = &s->archive;
}

static void fill_rounds(struct sample *s)
{
	jobq__round_doc__init(&s->round_doc);
	jobq__round__init(&s->round);
	jobq__round_id__init(&s->round_id);
	s->round_id.time_ms = fixture_day(6);
	s->round.id = &s->round_id;
	s->round_doc.round = &s->round;
	s->round_doc.state = (char *)"complete";
	s->round_doc.seen = 9;
	s->rounds[0] = &s->round_doc;
	s->list = (struct roundlist){s->rounds, 1};
}

static void fill(struct sample *s)
{
	struct posting_id id = posting_id_of("acme/greenhouse", "4");

	fill_content(s);
	fill_rounds(s);
	jobq__span__init(&s->span);
	jobq__span_doc__init(&s->doc);
	s->span.from_ms = fixture_day(2);
	s->doc.posting = (char *)posting_hex(&id, s->posting);
	s->doc.source = (char *)"acme/greenhouse";
	s->doc.key = (char *)"4";
	s->doc.company = (char *)"acme";
	s->doc.content = &s->content;
	s->doc.version = (char *)"00112233445566778899aabbccddeeff";
	s->doc.span = &s->span;
	s->doc.first_seen_ms = fixture_day(2);
	s->doc.language = (char *)"mixed";
}

static json_t *json_of(const struct sample *s, int at)
{
	return posting_json(&s->doc, &s->list, fixture_day(at));
}

static void expect_text(const json_t *json, const char *key, const char *value)
{
	const char *found = json_string_value(json_object_get(json, key));

	if (!found || strcmp(found, value))
		fail_msg("%s: expected %s, found %s", key, value,
			 found ? found : "no text");
}

static void expect_null(const json_t *json, const char *key)
{
	json_t *found = json_object_get(json, key);

	if (!found || !json_is_null(found))
		fail_msg("%s: expected null", key);
}

static void has_every_key_of_the_contract_and_no_other(void **state)
{
	static const char *const keys[] = {
		"posting",	"source",    "external_id",
		"company",	"title",     "url",
		"team",		"locations", "employment_type",
		"recruit_type", "language",  "posted_at",
		"first_seen",	"last_seen", "closed",
		"version",	"sections",  "archive",
		"concepts",	"stage",     "production_claim",
		"years",	"campus",    "cities",
		"family",	"areas",     "pay",
		"rules",
	};
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;
	const char *key;
	json_t *value;
	size_t i = 0;

	(void)state;
	fill(&s);
	json = json_of(&s, 7);
	json_object_foreach(json, key, value)
	{
		assert_true(i < sizeof(keys) / sizeof(*keys));
		assert_string_equal(key, keys[i]);
		assert_string_equal(posting_columns[i], keys[i]);
		i++;
	}
	assert_int_equal(i, sizeof(keys) / sizeof(*keys));
	assert_null(posting_columns[i]);
}

static void says_what_the_span_says(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	json = json_of(&s, 7);
	expect_text(json, "posting", s.posting);
	expect_text(json, "source", "acme/greenhouse");
	expect_text(json, "external_id", "4");
	expect_text(json, "company", "acme");
	expect_text(json, "title", "Engineer");
	expect_text(json, "url", "https://jobs.example/4");
	expect_text(json, "team", "Infra");
	expect_text(json, "employment_type", "full time");
	expect_null(json, "recruit_type");
	expect_text(json, "language", "mixed");
	expect_text(json, "posted_at", "2025-11-01T12:00:00Z");
	expect_text(json, "first_seen", "2025-11-02T12:00:00Z");
	expect_text(json, "last_seen", "2025-11-06T12:00:00Z");
	expect_null(json, "closed");
	expect_text(json, "version", "00112233445566778899aabbccddeeff");
}

static void sections_are_the_whole_text_in_valid_utf8(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;
	json_t *sections;

	(void)state;
	fill(&s);
	json = json_of(&s, 7);
	sections = json_object_get(json, "sections");
	assert_int_equal(json_array_size(sections), 2);
	expect_text(json_array_get(sections, 0), "kind", "duty");
	expect_text(json_array_get(sections, 0), "text",
		    "Duties:\n- port\xef\xbf\xbd kernels");
	expect_text(json_array_get(sections, 1), "kind", "requirement");
	expect_text(json_array_get(sections, 1), "text", "岗位要求");
}

static void names_the_archived_bytes(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;
	json_t *archive;

	(void)state;
	fill(&s);
	json = json_of(&s, 7);
	archive = json_object_get(json, "archive");
	expect_text(archive, "file", "archive/a.warc.gz");
	expect_text(archive, "digest", "sha1:ABC");
	assert_int_equal(json_integer_value(json_object_get(archive, "offset")),
			 4711);
}

static void a_closure_has_its_interval_and_evidence(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;
	json_t *closed;

	(void)state;
	fill(&s);
	s.span.until_ms = fixture_day(9);
	s.span.last_seen_ms = fixture_day(8);
	s.span.ending = JOBQ__ENDING__ENDING_CONFIRMED;
	json = json_of(&s, 9);
	closed = json_object_get(json, "closed");
	expect_text(closed, "after", "2025-11-08T12:00:00Z");
	expect_text(closed, "before", "2025-11-09T12:00:00Z");
	expect_text(closed, "by", "confirmed");
	expect_text(json, "last_seen", "2025-11-08T12:00:00Z");
}

static void before_its_closure_it_is_open(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	s.span.until_ms = fixture_day(9);
	s.span.last_seen_ms = fixture_day(8);
	s.span.ending = JOBQ__ENDING__ENDING_PAGE;
	json = json_of(&s, 7);
	expect_null(json, "closed");
	expect_text(json, "last_seen", "2025-11-06T12:00:00Z");
}

static void the_end_of_a_version_is_no_closure(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	s.span.until_ms = fixture_day(5);
	s.span.ending = JOBQ__ENDING__ENDING_CHANGED;
	json = json_of(&s, 7);
	expect_null(json, "closed");
}

static void without_content_nothing_is_made_up(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	s.doc.content = NULL;
	s.doc.version = (char *)"";
	s.doc.language = (char *)"";
	json = json_of(&s, 7);
	expect_text(json, "external_id", "4");
	expect_null(json, "title");
	expect_null(json, "url");
	expect_null(json, "team");
	expect_null(json, "language");
	expect_null(json, "posted_at");
	expect_null(json, "version");
	expect_null(json, "archive");
	assert_int_equal(json_array_size(json_object_get(json, "sections")), 0);
	assert_int_equal(json_array_size(json_object_get(json, "locations")),
			 0);
}

static void a_hint_gives_a_title_and_no_text(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	s.doc.version = (char *)"";
	json = json_of(&s, 7);
	expect_text(json, "title", "Engineer");
	expect_null(json, "version");
	assert_int_equal(json_array_size(json_object_get(json, "sections")), 0);
}

static void a_page_without_an_id_is_called_by_its_url(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	s.doc.key = (char *)"https://careers.example/jobs/7";
	s.content.url = (char *)"";
	s.content.external_id = (char *)"";
	json = json_of(&s, 7);
	expect_text(json, "external_id", "https://careers.example/jobs/7");
	expect_text(json, "url", "https://careers.example/jobs/7");
}

static void give_analysis(struct sample *s, struct sketch *r)
{
	sketch_init(r);
	sketch_mention(r, &(struct sketch_mention){
				  "hw.ascend", "hw.domestic", "duty",
				  "production", "Ascend", "run Ascend live"});
	sketch_stage(r, "production", "live");
	sketch_city(r, "Beijing", "CN");
	sketch_city(r, "Shanghai", "CN");
	s->doc.analysis = &r->analysis;
}

static void expect_json(const json_t *json, const char *key,
			const char *expected)
{
	CLEANUP(freep)
	char *found = json_dumps(json_object_get(json, key),
				 JSON_COMPACT | JSON_ENCODE_ANY);

	assert_string_equal(found, expected);
}

static void its_analysis_has_the_keys_of_the_contract(void **state)
{
	struct sample s;
	struct sketch r;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	give_analysis(&s, &r);
	json = json_of(&s, 7);
	expect_json(json, "concepts",
		    "[{\"id\":\"hw.ascend\",\"families\":[\"hw.domestic\"],"
		    "\"section\":\"duty\",\"stage\":\"production\","
		    "\"relation\":\"asked\",\"quote\":\"Ascend\","
		    "\"span\":[4,10],\"in_section\":0}]");
	expect_json(json, "stage",
		    "{\"value\":\"production\",\"confidence\":0.75,"
		    "\"cues\":[{\"quote\":\"live\",\"section\":\"duty\"}]}");
	expect_json(json, "years",
		    "{\"min\":null,\"kind\":\"none\",\"quote\":null}");
	expect_json(json, "cities",
		    "[{\"city\":\"Beijing\",\"country\":\"CN\",\"weight\":0.5},"
		    "{\"city\":\"Shanghai\",\"country\":\"CN\","
		    "\"weight\":0.5}]");
	expect_json(json, "production_claim", "false");
	expect_json(json, "campus", "false");
	expect_json(json, "areas", "[]");
	expect_null(json, "pay");
	expect_null(json, "family");
	expect_text(json, "rules", "aabb");
}

static void figures_are_whole_where_they_can_be(void **state)
{
	struct sample s;
	struct sketch r;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	give_analysis(&s, &r);
	sketch_years(&r, 3);
	sketch_pay(&r, "CNY", 500000);
	json = json_of(&s, 7);
	expect_json(json, "years",
		    "{\"min\":3,\"kind\":\"explicit\",\"quote\":"
		    "\"so many years\"}");
	expect_json(json, "pay",
		    "{\"quote\":\"so much\",\"currency\":\"CNY\","
		    "\"period\":\"year\",\"low\":500000,\"high\":1000000,"
		    "\"months\":null,\"year_low\":500000,"
		    "\"year_high\":1000000,\"doubtful\":false}");
}

static void sections_are_those_of_the_analysis(void **state)
{
	struct sample s;
	struct sketch r;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	give_analysis(&s, &r);
	json = json_of(&s, 7);
	expect_json(json, "sections",
		    "[{\"kind\":\"duty\",\"text\":\"run Ascend live\"}]");
}

static void a_negated_mention_is_not_told(void **state)
{
	struct sample s;
	struct sketch r;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	give_analysis(&s, &r);
	r.mentions[0].negated = true;
	json = json_of(&s, 7);
	expect_json(json, "concepts", "[]");
}

static void a_span_counts_bytes_of_the_text_as_printed(void **state)
{
	struct sample s;
	struct sketch r;
	CLEANUP(json_freep) json_t *json = NULL;
	json_t *span;

	(void)state;
	fill(&s);
	sketch_init(&r);
	sketch_mention(&r, &(struct sketch_mention){"hw.ascend", NULL, "duty",
						    "none", "Ascend",
						    "\xff Ascend"});
	s.doc.analysis = &r.analysis;
	json = json_of(&s, 7);
	span = json_object_get(
		json_array_get(json_object_get(json, "concepts"), 0), "span");
	assert_int_equal(json_integer_value(json_array_get(span, 0)), 4);
	assert_int_equal(json_integer_value(json_array_get(span, 1)), 10);
}

static void without_an_analysis_it_is_unknown(void **state)
{
	struct sample s;
	CLEANUP(json_freep) json_t *json = NULL;

	(void)state;
	fill(&s);
	json = json_of(&s, 7);
	expect_json(json, "concepts", "[]");
	expect_null(json, "stage");
	expect_null(json, "production_claim");
	expect_null(json, "years");
	expect_null(json, "rules");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(has_every_key_of_the_contract_and_no_other),
		cmocka_unit_test(says_what_the_span_says),
		cmocka_unit_test(sections_are_the_whole_text_in_valid_utf8),
		cmocka_unit_test(names_the_archived_bytes),
		cmocka_unit_test(a_closure_has_its_interval_and_evidence),
		cmocka_unit_test(before_its_closure_it_is_open),
		cmocka_unit_test(the_end_of_a_version_is_no_closure),
		cmocka_unit_test(without_content_nothing_is_made_up),
		cmocka_unit_test(a_hint_gives_a_title_and_no_text),
		cmocka_unit_test(a_page_without_an_id_is_called_by_its_url),
		cmocka_unit_test(its_analysis_has_the_keys_of_the_contract),
		cmocka_unit_test(figures_are_whole_where_they_can_be),
		cmocka_unit_test(sections_are_those_of_the_analysis),
		cmocka_unit_test(a_negated_mention_is_not_told),
		cmocka_unit_test(a_span_counts_bytes_of_the_text_as_printed),
		cmocka_unit_test(without_an_analysis_it_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
