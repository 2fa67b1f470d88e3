#include "query/standing.h"
#include "core/alloc.h"
#include "core/pack.h"
#include "indexer/schema.h"
#include "query/filter.h"
#include "query/options.h"
#include "query/roundlist.h"
#include "query/zone.h"

static Jobq__RoundDoc *copy(const Jobq__RoundDoc *doc)
{
	return doc ? (Jobq__RoundDoc *)pack_clone(&doc->base) : NULL;
}

/* What the rounds since `since_ms` tell. */
static int look(struct standing *out, struct textindex *index, int64_t since_ms)
{
	CLEANUP(roundlist_deinit) struct roundlist rounds = {0};
	struct roundlist_ask ask = {.source = out->source->id,
				    .since_ms = since_ms,
				    .until_ms = out->at_ms};
	int r = roundlist_load(&rounds, index, &ask);

	if (r)
		return r;
	out->newest = copy(roundlist_newest(&rounds, out->at_ms));
	out->complete = copy(roundlist_complete(&rounds, out->at_ms));
	return 0;
}

static int ignore(void *arg, const struct textindex_hit *hit)
{
	(void)arg;
	(void)hit;
	return 0;
}

static int count(struct textindex *index, const struct textquery *query,
		 size_t *out)
{
	struct textindex_search search = {.query = query, .limit = 1};

	return textindex_run(index, &search, ignore, NULL, out);
}

/* Sources that left the panel since the moment were watched then. */
static int look_missing(struct standing *s, struct textindex *index)
{
	CLEANUP(textquery_freep) struct textquery *query = NULL;
	size_t later = 0;
	int r;

	s->missing = s->source->watched;
	if (s->missing || !s->newest)
		return 0;
	query = textquery_and(filter_type("round"),
			      filter_term(TERM_SOURCE, s->source->id));
	query = textquery_and(
		query, filter_times(VALUE_AT, s->at_ms + 1, OPTIONS_UNSET));
	r = count(index, query, &later);
	s->missing = later;
	return r;
}

int standing_load(struct standing *out, struct textindex *index,
		  const Jobq__Source *source, int64_t at_ms)
{
	struct standing s = {.source = source, .at_ms = at_ms};
	int64_t window = sources_window_ms(source);
	int r = look(&s, index, at_ms - window);

	if (!r && !s.complete) { /* rare: then the whole past is looked at */
		standing_deinit(&s);
		s = (struct standing){.source = source, .at_ms = at_ms};
		r = look(&s, index, OPTIONS_UNSET);
	}
	s.comparable =
		s.complete && s.complete->round->id->time_ms >= at_ms - window;
	if (!r && !s.comparable)
		r = look_missing(&s, index);
	if (r) {
		standing_deinit(&s);
		return r;
	}
	*out = s;
	return 0;
}

int standing_count_open(const struct standing *standing,
			struct textindex *index, size_t *out)
{
	CLEANUP(textquery_freep)
	struct textquery *query = textquery_and(
		textquery_and(filter_type("span"),
			      filter_term(TERM_SOURCE, standing->source->id)),
		filter_open_at(standing->at_ms));

	return count(index, query, out);
}

void standing_deinit(struct standing *standing)
{
	pack_freep(&standing->newest);
	pack_freep(&standing->complete);
	*standing = (struct standing){0};
}

int standings_load(struct standings *out, struct textindex *index,
		   const struct sources *sources, int64_t at_ms)
{
	int r = 0;

	standings_deinit(out);
	out->items = alloc_zero(sources->n + 1, sizeof(*out->items));
	for (size_t i = 0; i < sources->n; i++) {
		struct standing *s = &out->items[i];

		r = standing_load(s, index, sources->items[i], at_ms);
		if (r)
			break;
		if (!s->comparable && s->newest &&
		    sources_unreached(sources, s->source->company))
			s->missing = true;
		out->n++;
	}
	return r;
}

void standings_deinit(struct standings *standings)
{
	for (size_t i = 0; i < standings->n; i++)
		standing_deinit(&standings->items[i]);
	free(standings->items);
	*standings = (struct standings){0};
}

static int64_t round_at(const struct standing *s)
{
	return s->complete ? s->complete->round->id->time_ms : 0;
}

json_t *standings_missing_json(const struct standings *standings)
{
	json_t *list = json_array();

	for (size_t i = 0; i < standings->n; i++) {
		const struct standing *s = &standings->items[i];
		json_t *json;

		if (!s->missing)
			continue;
		json = json_object();
		value_set(json, "source", value_text(s->source->id));
		value_set(json, "round_at", value_time(round_at(s)));
		json_array_append_new(list, json);
	}
	return list;
}

void standings_missing_print(const struct standings *standings,
			     const struct term *term)
{
	char text[TIMES_TEXT];
	bool any = false;

	for (size_t i = 0; i < standings->n; i++) {
		const struct standing *s = &standings->items[i];

		if (!s->missing)
			continue;
		if (!any)
			fprintf(term->to, "%snot comparable at %s:",
				term_begin(term, STYLE_YELLOW),
				zone_format(s->at_ms, text));
		fprintf(term->to, "%s %s (%s%s)", any ? "," : "", s->source->id,
			s->complete ? "last complete round "
				    : "no complete round",
			zone_format(round_at(s), text));
		any = true;
	}
	if (any)
		fprintf(term->to, "%s\n", term_end(term, STYLE_YELLOW));
}
