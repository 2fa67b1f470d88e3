#include "query/posting.h"
#include "query/finding.h"
#include "query/span.h"
#include <stdio.h>

const char *const posting_columns[] = {
	"posting",	"source",    "external_id",
	"company",	"title",     "url",
	"team",		"locations", "employment_type",
	"recruit_type", "language",  "posted_at",
	"first_seen",	"last_seen", "closed",
	"version",	"sections",  "archive",
	"concepts",	"stage",     "production_claim",
	"years",	"campus",    "cities",
	"family",	"areas",     "pay",
	"rules",	NULL,
};

/* What a posting without content says of itself: nothing. */
static const Jobq__Content *content_of(const Jobq__SpanDoc *doc)
{
	static const Jobq__Content none = JOBQ__CONTENT__INIT;

	return doc->content ? doc->content : &none;
}

const char *posting_external_id(const Jobq__SpanDoc *doc)
{
	const char *own = content_of(doc)->external_id;

	return *own ? own : doc->key;
}

const char *posting_url(const Jobq__SpanDoc *doc)
{
	const char *url = content_of(doc)->url;

	if (!*url && (!strncmp(doc->key, "https://", 8) ||
		      !strncmp(doc->key, "http://", 7)))
		return doc->key;
	return url;
}

const char *posting_short(const char *posting, char text[POSTING_SHORT])
{
	snprintf(text, POSTING_SHORT, "%s", posting);
	return text;
}

const char *posting_title(const Jobq__SpanDoc *doc)
{
	return content_of(doc)->title;
}

int64_t posting_last_seen(const Jobq__SpanDoc *doc,
			  const struct roundlist *rounds, int64_t at_ms)
{
	struct posting_id id;

	if (span_closed_at(doc->span, at_ms) ||
	    posting_parse(doc->posting, &id))
		return doc->span->last_seen_ms;
	return roundlist_last_seen(rounds, &id, doc->span->from_ms, at_ms);
}

static json_t *closed_json(const Jobq__Span *span, int64_t at_ms)
{
	json_t *closed;

	if (!span_closed_at(span, at_ms))
		return json_null();
	closed = json_object();
	value_set(closed, "after", value_time(span->last_seen_ms));
	value_set(closed, "before", value_time(span->until_ms));
	value_set(closed, "by", value_text(span_ending_name(span->ending)));
	return closed;
}

/* A hint has a title, but its text was never had: no section of it is shown,
 * for the sections are the whole text. Without an analysis they are the blocks
 * as the site names them. */
static json_t *sections_json(const Jobq__SpanDoc *doc)
{
	const Jobq__Content *c = content_of(doc);
	json_t *sections;

	if (doc->analysis)
		return finding_sections(doc->analysis);
	sections = json_array();

	for (size_t i = 0; *doc->version && i < c->n_blocks; i++) {
		json_t *section = json_object();

		value_set(section, "kind", value_text(c->blocks[i]->kind));
		value_set(section, "text", value_whole(c->blocks[i]->text));
		json_array_append_new(sections, section);
	}
	return sections;
}

json_t *posting_archive(const Jobq__Archive *archive)
{
	json_t *json;

	if (!archive || !*archive->file)
		return json_null();
	json = json_object();
	value_set(json, "file", value_text(archive->file));
	value_set(json, "offset", value_number((int64_t)archive->offset));
	value_set(json, "digest", value_text(archive->digest));
	return json;
}

json_t *posting_head(const Jobq__SpanDoc *doc)
{
	json_t *json = json_object();

	value_set(json, "posting", value_text(doc->posting));
	value_set(json, "source", value_text(doc->source));
	value_set(json, "external_id", value_text(posting_external_id(doc)));
	value_set(json, "company", value_text(doc->company));
	value_set(json, "title", value_text(posting_title(doc)));
	value_set(json, "url", value_text(posting_url(doc)));
	return json;
}

json_t *posting_json(const Jobq__SpanDoc *doc, const struct roundlist *rounds,
		     int64_t at_ms)
{
	const Jobq__Content *c = content_of(doc);
	json_t *json = posting_head(doc);

	value_set(json, "team", value_either(c->team, c->department));
	value_set(json, "locations", value_texts(c->locations, c->n_locations));
	value_set(json, "employment_type", value_text(c->employment_type));
	value_set(json, "recruit_type", value_text(c->recruit_type));
	value_set(json, "language", value_text(doc->language));
	value_set(json, "posted_at", value_time(c->posted_ms));
	value_set(json, "first_seen", value_time(doc->first_seen_ms));
	value_set(json, "last_seen",
		  value_time(posting_last_seen(doc, rounds, at_ms)));
	value_set(json, "closed", closed_json(doc->span, at_ms));
	value_set(json, "version", value_text(doc->version));
	value_set(json, "sections", sections_json(doc));
	value_set(json, "archive", posting_archive(c->archive));
	finding_set(json, doc->analysis);
	return json;
}
