#include "core/alloc.h"
#include "workers/content.h"
#include "workers/jobposting.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>

#include <cmocka.h>

#define LD(json) "<script type='application/ld+json'>" json "</script>"

static json_t *found_in(const char *html)
{
	struct htmlpage page;
	json_t *found = NULL;
	char *why = NULL;

	assert_int_equal(htmlpage_init(&page, slice_text(html)), 0);
	assert_int_equal(jobposting_find(&page, &found, &why), 0);
	htmlpage_deinit(&page);
	return found;
}

static Jobq__Content *content_of(const char *html)
{
	json_auto_t *found = found_in(html);
	Jobq__Content *content = content_new();

	assert_int_equal(json_array_size(found), 1);
	assert_null(jobposting_fill(json_array_get(found, 0), content));
	return content;
}

static void finds_postings_wherever_they_are(void **state)
{
	static const char *const all[] = {
		LD("{\"@type\": \"JobPosting\"}"),
		LD("{\"@type\": [\"Thing\", \"JobPosting\"]}"),
		LD("{\"@type\": \"http://schema.org/JobPosting\"}"),
		LD("[{\"@type\": \"Organization\"}, {\"@type\": "
		   "\"JobPosting\"}]"),
		LD("{\"@graph\": [{\"@type\": \"WebPage\", \"mainEntity\": "
		   "{\"@type\": \"JobPosting\"}}]}"),
		LD("{\"@type\": \"ItemList\", \"itemListElement\": [{\"item\": "
		   "{\"@type\": \"JobPosting\"}}]}"),
		"<p itemscope itemtype='http://schema.org/JobPosting'>",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		json_auto_t *found = found_in(all[i]);

		assert_int_equal(json_array_size(found), 1);
	}
}

static void other_things_are_none(void **state)
{
	json_auto_t *found = found_in(LD("{\"@type\": \"JobPostings\"}")
					      LD("no JSON at all"));

	(void)state;
	assert_int_equal(json_array_size(found), 0);
}

static void a_broken_script_that_names_one_is_told(void **state)
{
	struct htmlpage page;
	json_t *found = NULL;
	CLEANUP(freep) char *why = NULL;

	(void)state;
	assert_int_equal(
		htmlpage_init(&page, slice_text(LD("{\"@type\": \"JobPosting"
						   "\", "))),
		0);
	assert_int_equal(jobposting_find(&page, &found, &why),
			 JOBPOSTING_E_FORM);
	assert_non_null(strstr(why, "JSON-LD: expected JSON, found one cut"));
	htmlpage_deinit(&page);
}

static void raw_line_breaks_in_strings_are_mended(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c =
		content_of(LD("{\"@type\": \"JobPosting\", \"title\": \"A\",\n"
			      "\"description\": \"<p>one\ntwo</p>\"}"));

	(void)state;
	assert_string_equal(c->blocks[0]->text, "one two");
}

static const char full[] =
	LD("{\"@type\": \"JobPosting\", \"title\": \"Compiler engineer\","
	   "\"description\": \"<h3>Duties</h3><p>Ports kernels.</p>\","
	   "\"datePosted\": \"2026-03-01\", \"employmentType\": [\"FULL_TIME\","
	   "\"CONTRACTOR\"], \"occupationalCategory\": {\"name\": \"R&D\"},"
	   "\"identifier\": {\"name\": \"Fictive\", \"value\": 77},"
	   "\"hiringOrganization\": {\"department\": {\"name\": \"Systems\"}},"
	   "\"jobLocation\": [{\"address\": {\"addressLocality\": \"Zurich\","
	   "\"addressCountry\": {\"name\": \"CH\"}}}, {\"address\": \"Bern\"},"
	   "{\"name\": \"Lab 2\"}], \"baseSalary\": {\"currency\": \"EUR\","
	   "\"value\": {\"minValue\": 70000, \"maxValue\": 90000,"
	   "\"unitText\": \"YEAR\"}}, \"qualifications\": \"C and patience\","
	   "\"responsibilities\": \"Ports kernels.\"}");

static void fills_every_field(void **state)
{
	CLEANUP(content_freep) Jobq__Content *c = content_of(full);

	(void)state;
	assert_string_equal(c->title, "Compiler engineer");
	assert_string_equal(c->external_id, "77");
	assert_string_equal(c->employment_type, "FULL_TIME, CONTRACTOR");
	assert_string_equal(c->category, "R&D");
	assert_string_equal(c->department, "Systems");
	assert_string_equal(c->salary, "EUR 70000-90000 YEAR");
	assert_int_equal(c->posted_ms, 1772323200000);
	assert_int_equal(c->n_locations, 3);
	assert_string_equal(c->locations[0], "Zurich, CH");
	assert_string_equal(c->locations[1], "Bern");
	assert_string_equal(c->locations[2], "Lab 2");
}

static void texts_that_add_nothing_are_left_out(void **state)
{
	CLEANUP(content_freep) Jobq__Content *c = content_of(full);

	(void)state;
	assert_int_equal(c->n_blocks, 2);
	assert_string_equal(c->blocks[0]->text, "Duties\nPorts kernels.");
	assert_string_equal(c->blocks[1]->name, "qualifications");
	assert_string_equal(c->blocks[1]->kind, "requirement");
}

static void an_escaped_description_is_read(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c =
		content_of(LD("{\"@type\": \"JobPosting\", \"title\": \"A\", "
			      "\"description\": \"&lt;p&gt;x&lt;/p&gt;y\"}"));

	(void)state;
	assert_string_equal(c->blocks[0]->text, "x\ny");
}

static void work_from_anywhere_is_a_location(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c =
		content_of(LD("{\"@type\": \"JobPosting\", \"title\": \"A\", "
			      "\"description\": \"b\", \"baseSalary\": 100,"
			      "\"jobLocationType\": \"TELECOMMUTE\"}"));

	(void)state;
	assert_string_equal(c->locations[0], "TELECOMMUTE");
	assert_string_equal(c->salary, "100");
}

static void without_a_description_it_is_not_whole(void **state)
{
	json_auto_t *found =
		found_in(LD("{\"@type\": \"JobPosting\", \"title\": \"A\"}"));
	CLEANUP(content_freep) Jobq__Content *content = content_new();

	(void)state;
	assert_string_equal(jobposting_fill(json_array_get(found, 0), content),
			    "its JobPosting has no description");
}

static void microdata_says_the_same(void **state)
{
	CLEANUP(content_freep)
	Jobq__Content *c = content_of(
		"<div itemscope itemtype='https://schema.org/JobPosting'>"
		"<h1 itemprop=title>Driver  engineer</h1>"
		"<div itemprop=description><p>one</p><p>two</p></div>"
		"<span itemprop='jobLocation' itemscope itemtype='x/Place'>"
		"<b itemprop=address itemscope itemtype='x/PostalAddress'>"
		"<i itemprop=addressLocality>Graz</i></b></span>"
		"<time itemprop=datePosted datetime='2026-03-01'>March</time>"
		"<meta itemprop=employmentType content=PART_TIME>"
		"<div itemscope itemtype='x/Other'><b itemprop=title>no</b>"
		"</div></div>");

	(void)state;
	assert_string_equal(c->title, "Driver engineer");
	assert_string_equal(c->blocks[0]->text, "one\ntwo");
	assert_string_equal(c->locations[0], "Graz");
	assert_int_equal(c->posted_ms, 1772323200000);
	assert_string_equal(c->employment_type, "PART_TIME");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_postings_wherever_they_are),
		cmocka_unit_test(other_things_are_none),
		cmocka_unit_test(a_broken_script_that_names_one_is_told),
		cmocka_unit_test(raw_line_breaks_in_strings_are_mended),
		cmocka_unit_test(fills_every_field),
		cmocka_unit_test(texts_that_add_nothing_are_left_out),
		cmocka_unit_test(an_escaped_description_is_read),
		cmocka_unit_test(work_from_anywhere_is_a_location),
		cmocka_unit_test(without_a_description_it_is_not_whole),
		cmocka_unit_test(microdata_says_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
