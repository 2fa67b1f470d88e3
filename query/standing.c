#include "query/standing.h"
#include "core/alloc.h"
#include "core/pack.h"
#include "query/options.h"
#include "query/roundlist.h"

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
	if (r) {
		standing_deinit(&s);
		return r;
	}
	s.comparable =
		s.complete && s.complete->round->id->time_ms >= at_ms - window;
	*out = s;
	return 0;
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
	for (size_t i = 0; !r && i < sources->n; i++) {
		r = standing_load(&out->items[i], index, sources->items[i],
				  at_ms);
		out->n += !r;
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
