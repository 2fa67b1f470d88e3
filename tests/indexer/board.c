#include "board.h"
#include "core/alloc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static const char *const endings[] = {"open",	   "changed",  "listing",
				      "confirmed", "accepted", "page"};
static const char *const kinds[] = {"added", "changed", "closed", "reopened",
				    "reposted"};

struct posting_id board_posting(const char *name)
{
	struct posting_id id = {{0}};

	/* The letters themselves: a test can see the order of the ids. */
	memcpy(id.bytes, name, strnlen(name, sizeof(id.bytes)));
	return id;
}

struct digest board_digest(const char *name)
{
	struct digest d = {{0}};

	memcpy(d.bytes, name, strnlen(name, sizeof(d.bytes)));
	return d;
}

static void add_seen(struct board *b, const char *token, size_t len)
{
	struct timeline_seen *seen = &b->seen[b->n_seen++];
	CLEANUP(freep) char *name = alloc_copy_n(token, len);
	char *version;

	*seen = (struct timeline_seen){0};
	if (name[len - 1] == '?')
		seen->presence = JOBQ__PRESENCE__PRESENCE_TENTATIVE;
	if (name[len - 1] == '!')
		seen->presence = JOBQ__PRESENCE__PRESENCE_GONE;
	if (seen->presence)
		name[len - 1] = 0;
	version = strchr(name, ':');
	if (version) {
		*version = 0;
		seen->version = board_digest(version + 1);
	}
	seen->posting = board_posting(name);
}

struct timeline_round *board_round(struct board *b, int day, const char *shows)
{
	struct timeline_round *r = &b->rounds[b->n_rounds++];
	size_t before = b->n_seen;

	while (*shows) {
		size_t len = strcspn(shows, " ");

		add_seen(b, shows, len);
		shows += len;
		shows += strspn(shows, " ");
	}
	*r = (struct timeline_round){
		.time_ms = day * TIMES_DAY_MS,
		.seq = b->n_rounds,
		.closed = true,
		.listing_ok = true,
		.contents_ok = true,
		.authoritative = true,
		.claimed = -1,
		.seen = b->seen + before,
		.n_seen = b->n_seen - before,
	};
	return r;
}

void board_version(struct board *b, const char *name, const char *text,
		   const char *extractor)
{
	b->versions[b->n_versions++] = (struct timeline_version){
		.version = board_digest(name),
		.text = board_digest(text),
		.extractor = board_digest(extractor),
	};
}

void board_fold(struct board *b)
{
	struct timeline_input input = {b->rounds, b->n_rounds, b->versions,
				       b->n_versions};

	timeline_deinit(&b->result);
	timeline_fold(&b->result, &input);
}

void board_free(struct board *b)
{
	timeline_deinit(&b->result);
	free(b);
}

const struct timeline_posting *board_find(const struct board *b,
					  const char *name)
{
	struct posting_id id = board_posting(name);

	for (size_t i = 0; i < b->result.n_postings; i++) {
		if (!memcmp(&b->result.postings[i].id, &id, sizeof(id)))
			return &b->result.postings[i];
	}
	return NULL;
}

int board_days(int64_t ms)
{
	return (int)(ms / TIMES_DAY_MS);
}

char *board_spans(const struct board *b, const char *name)
{
	const struct timeline_posting *p = board_find(b, name);
	struct bytes out = {0};

	for (size_t i = 0; p && i < p->n_spans; i++) {
		const struct timeline_span *s = &p->spans[i];
		const char *version = (const char *)s->version.bytes;

		bytes_add_format(&out, "%s%s d%d..", i ? ", " : "",
				 *version ? version : "-",
				 board_days(s->from_ms));
		if (s->until_ms)
			bytes_add_format(&out, "d%d %s",
					 board_days(s->until_ms),
					 endings[s->ending]);
		else if (s->missing_since_ms)
			bytes_add_format(&out, " missing d%d",
					 board_days(s->missing_since_ms));
	}
	return bytes_take(&out);
}

char *board_events(const struct board *b)
{
	struct bytes out = {0};

	for (size_t i = 0; i < b->result.n_events; i++) {
		const struct timeline_event *e = &b->result.events[i];

		bytes_add_format(&out, "%s%s %s@%d", i ? ", " : "",
				 kinds[e->kind], (const char *)e->posting.bytes,
				 board_days(e->at_ms));
		if (e->kind == JOBQ__EVENT_KIND__EVENT_CLOSED)
			bytes_add_format(&out, " %s", endings[e->ending]);
		if (e->kind == JOBQ__EVENT_KIND__EVENT_REPOSTED)
			bytes_add_format(&out, " of %s",
					 (const char *)e->other.bytes);
	}
	return bytes_take(&out);
}

char *board_states(const struct board *b)
{
	struct bytes out = {0};

	for (size_t i = 0; i < b->result.n_rounds; i++)
		bytes_add_format(
			&out, "%s%s", i ? ", " : "",
			timeline_state_name(b->result.rounds[i].state));
	return bytes_take(&out);
}

struct board *board_new(void)
{
	return alloc_zero(1, sizeof(struct board));
}

void board_expect_spans(const struct board *b, const char *name,
			const char *spans)
{
	CLEANUP(freep) char *found = board_spans(b, name);

	assert_string_equal(found, spans);
}

void board_expect_events(const struct board *b, const char *events)
{
	CLEANUP(freep) char *found = board_events(b);

	assert_string_equal(found, events);
}

void board_expect_states(const struct board *b, const char *states)
{
	CLEANUP(freep) char *found = board_states(b);

	assert_string_equal(found, states);
}
