#include "coordinator/outbox.h"
#include "core/alloc.h"
#include "core/log.h"
#include "core/pack.h"

struct outbox {
	Jobq__Sources *sources; /* NULL once acked */
	Jobq__Round **rounds;	/* in the order of their closing */
	size_t n, cap;
	bool want_flush, flushed;

	enum wire_type type; /* under way; 0: nothing */
	uint64_t batch;
	size_t n_sent; /* of rounds */
	int64_t sent_mono_ms;
	unsigned unanswered;

	Jobq__Rounds rounds_message;
	Jobq__Flush flush_message;
};

struct outbox *outbox_new(Jobq__Sources *sources)
{
	struct outbox *o = alloc_zero(1, sizeof(*o));

	o->sources = sources;
	jobq__rounds__init(&o->rounds_message);
	jobq__flush__init(&o->flush_message);
	return o;
}

void outbox_free(struct outbox *outbox)
{
	if (!outbox)
		return;
	if (outbox->sources)
		jobq__sources__free_unpacked(outbox->sources, NULL);
	for (size_t i = 0; i < outbox->n; i++)
		jobq__round__free_unpacked(outbox->rounds[i], NULL);
	free(outbox->rounds);
	free(outbox);
}

void outbox_add(struct outbox *outbox, Jobq__Round *round)
{
	if (outbox->n == outbox->cap) {
		outbox->cap = outbox->cap ? outbox->cap * 2 : 16;
		outbox->rounds = alloc_resize(outbox->rounds, outbox->cap,
					      sizeof(*outbox->rounds));
	}
	outbox->rounds[outbox->n++] = round;
}

void outbox_want_flush(struct outbox *outbox)
{
	outbox->want_flush = true;
}

static void begin(struct outbox *o, enum wire_type type)
{
	o->type = type;
	o->batch++;
	o->n_sent = o->n < OUTBOX_BATCH ? o->n : OUTBOX_BATCH;
	o->unanswered = 0;
	o->sent_mono_ms = INT64_MIN;
}

/* Something is under way, or is begun now. */
static bool under_way(struct outbox *o)
{
	if (o->type)
		return true;
	if (o->sources)
		begin(o, WIRE_SOURCES);
	else if (o->n)
		begin(o, WIRE_ROUNDS);
	else if (o->want_flush && !o->flushed)
		begin(o, WIRE_FLUSH);
	return o->type != 0;
}

static int64_t resend_ms(const struct outbox *o)
{
	return o->type == WIRE_FLUSH ? OUTBOX_FLUSH_RESEND_MS
				     : OUTBOX_RESEND_MS;
}

int64_t outbox_wait_ms(const struct outbox *o, struct moment now)
{
	int64_t wait_ms;

	if (!o->type)
		return o->sources || o->n || (o->want_flush && !o->flushed)
			       ? 0
			       : INT64_MAX;
	if (o->sent_mono_ms == INT64_MIN)
		return 0;
	wait_ms = o->sent_mono_ms + resend_ms(o) - now.mono_ms;
	return wait_ms > 0 ? wait_ms : 0;
}

static const void *message_of(struct outbox *o)
{
	switch (o->type) {
	case WIRE_SOURCES:
		o->sources->batch = o->batch;
		return o->sources;
	case WIRE_ROUNDS:
		o->rounds_message.batch = o->batch;
		o->rounds_message.rounds = o->rounds;
		o->rounds_message.n_rounds = o->n_sent;
		return &o->rounds_message;
	default:
		o->flush_message.batch = o->batch;
		return &o->flush_message;
	}
}

enum wire_type outbox_due(struct outbox *outbox, struct moment now,
			  const void **message)
{
	if (!under_way(outbox) || outbox_wait_ms(outbox, now))
		return 0;
	outbox->sent_mono_ms = now.mono_ms;
	outbox->unanswered++;
	*message = message_of(outbox);
	return outbox->type;
}

bool outbox_silent(struct outbox *outbox)
{
	if (outbox->unanswered <= OUTBOX_PATIENCE)
		return false;
	outbox->unanswered = 0;
	return true;
}

static int rounds_acked(struct outbox *o, struct frontier *frontier)
{
	for (size_t i = 0; i < o->n_sent; i++) {
		int r = frontier_drop_closed(frontier, o->rounds[i]->id->seq);

		if (r)
			return r;
		jobq__round__free_unpacked(TAKE(o->rounds[i]), NULL);
	}
	o->n -= o->n_sent;
	memmove(o->rounds, o->rounds + o->n_sent, o->n * sizeof(*o->rounds));
	return 0;
}

int outbox_ack(struct outbox *outbox, const Jobq__Ack *ack,
	       struct frontier *frontier)
{
	enum wire_type type = outbox->type;

	if (!type || ack->batch != outbox->batch)
		return 0;
	outbox->unanswered = 0;
	if (*ack->error) {
		log_line(LOG_ERROR, "outbox", "refused by the indexer: %s",
			 ack->error);
		return 0;
	}
	outbox->type = 0;
	if (type == WIRE_ROUNDS)
		return rounds_acked(outbox, frontier);
	if (type == WIRE_FLUSH) {
		outbox->flushed = true;
		return 0;
	}
	jobq__sources__free_unpacked(TAKE(outbox->sources), NULL);
	return 0;
}

bool outbox_sources_acked(const struct outbox *outbox)
{
	return !outbox->sources;
}

bool outbox_empty(const struct outbox *outbox)
{
	return !outbox->n;
}

bool outbox_flushed(const struct outbox *outbox)
{
	return outbox->flushed;
}
