#include "coordinator/round.h"
#include "core/alloc.h"
#include "core/pack.h"

void rounds_deinit(struct rounds *rounds)
{
	struct round *round, *next;

	HASH_ITER(hh, rounds->table, round, next)
	{
		rounds_remove(rounds, round);
	}
}

struct round *rounds_add(struct rounds *rounds, Jobq__FrontierRound *record,
			 struct source *source, struct moment now)
{
	struct round *round = alloc_zero(1, sizeof(*round));

	round->record = record;
	round->source = source;
	if (source) {
		source->round = round;
		round->deadline_mono_ms = now.mono_ms + source->deadline_ms;
	}
	round->dirty = true;
	HASH_ADD_KEYPTR(hh, rounds->table, &record->id->seq,
			sizeof(record->id->seq), round);
	return round;
}

struct round *rounds_find(struct rounds *rounds, uint64_t seq)
{
	struct round *round = NULL;

	HASH_FIND(hh, rounds->table, &seq, sizeof(seq), round);
	return round;
}

void rounds_remove(struct rounds *rounds, struct round *round)
{
	HASH_DEL(rounds->table, round);
	if (round->source && round->source->round == round)
		round->source->round = NULL;
	jobq__frontier_round__free_unpacked(round->record, NULL);
	free(round->trouble);
	free(round);
}

int rounds_save(struct rounds *rounds, struct frontier *frontier)
{
	for (struct round *r = rounds->table; r; r = r->hh.next) {
		int rc = r->dirty ? frontier_put_round(frontier, r->record) : 0;

		if (rc)
			return rc;
		r->dirty = false;
	}
	return 0;
}

static Jobq__FrontierFailures *no_failures(void)
{
	Jobq__FrontierFailures *failures = alloc_get(sizeof(*failures));

	jobq__frontier_failures__init(failures);
	return failures;
}

Jobq__FrontierRound *round_record(const struct round_start *start,
				  struct moment now)
{
	Jobq__FrontierRound *record = alloc_get(sizeof(*record));

	jobq__frontier_round__init(record);
	record->id = alloc_get(sizeof(*record->id));
	jobq__round_id__init(record->id);
	record->id->source = alloc_copy(start->source->spec->id);
	record->id->time_ms = start->time_ms;
	record->id->seq = start->seq;
	record->recipe = alloc_copy(start->source->spec->recipe);
	record->fixed_time = start->fixed_time;
	record->authoritative = start->source->authoritative;
	record->opened_ms = now.real_ms;
	record->claimed = -1;
	record->listing = no_failures();
	record->contents = no_failures();
	return record;
}

static Jobq__FrontierFailures *failures_of(struct round *round,
					   enum round_part part)
{
	round->dirty = true;
	return part == ROUND_LISTING ? round->record->listing
				     : round->record->contents;
}

static void set_first(Jobq__FrontierFailures *failures, char *first)
{
	if (failures->first != (char *)protobuf_c_empty_string)
		free(failures->first);
	failures->first = first;
}

void round_fail(struct round *round, enum round_part part, const char *what,
		const char *why)
{
	Jobq__FrontierFailures *failures = failures_of(round, part);

	if (!failures->count++)
		set_first(failures, alloc_format("%s: %s", what, why));
}

void round_cut(struct round *round, enum round_part part, const char *why)
{
	Jobq__FrontierFailures *failures = failures_of(round, part);

	failures->count++;
	set_first(failures, alloc_copy(why));
}

void round_tried(struct round *round, const char *trouble)
{
	free(round->trouble);
	round->trouble = trouble ? alloc_copy(trouble) : NULL;
}

static char *words_of(const Jobq__FrontierFailures *failures)
{
	if (failures->count < 2)
		return alloc_copy(failures->first);
	return alloc_format("%s; and %llu more", failures->first,
			    (unsigned long long)failures->count - 1);
}

Jobq__Round *round_close(const struct round *round, struct moment now)
{
	const Jobq__FrontierRound *record = round->record;
	Jobq__Round *closed = alloc_get(sizeof(*closed));

	jobq__round__init(closed);
	closed->id = (void *)pack_clone(&record->id->base);
	closed->listing_ok = !record->listing->count;
	closed->listing_why = words_of(record->listing);
	closed->contents_ok = !record->contents->count;
	closed->contents_why = words_of(record->contents);
	closed->claimed = record->claimed;
	closed->authoritative = record->authoritative;
	closed->pages = record->pages;
	closed->bytes = record->bytes;
	closed->errors = record->failed;
	closed->opened_ms = record->opened_ms;
	closed->closed_ms = now.real_ms;
	closed->limited = record->limited;
	return closed;
}
