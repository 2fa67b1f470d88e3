#include "workers/feed.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"
#include "core/times.h"
#include "workers/dial.h"
#include <utlist.h>

struct item {
	uint64_t number;
	size_t bytes; /* as sent; 0: not yet known */
	bool sent, acked;
	enum feed_order order;
	int64_t offered_ms;
	struct item *prev, *next;
};

struct feed {
	struct feed_options options;
	struct dial dial;
	struct item *items; /* by number */
	size_t n_items;
	size_t in_flight, in_flight_bytes;
	int64_t heard_ms;  /* the last ack, or when waiting for one began */
	int64_t resent_ms; /* likewise, or the last time all was sent again */
	int64_t now_ms;	   /* of the last feed_drive() */
	bool tell;	   /* a batch that holds nothing is to be told */
};

int feed_open(struct feed **out, const struct feed_options *o)
{
	struct feed *feed = alloc_zero(1, sizeof(*feed));

	feed->options = *o;
	feed->now_ms = times_mono_ms();
	dial_init(&feed->dial, o->context, &o->endpoint);
	*out = feed;
	return 0;
}

void feed_free(struct feed *feed)
{
	struct item *item, *next;

	if (!feed)
		return;
	DL_FOREACH_SAFE(feed->items, item, next)
	{
		free(item);
	}
	dial_deinit(&feed->dial);
	free(feed);
}

static bool window_open(const struct feed *feed)
{
	return feed->dial.socket && feed->in_flight_bytes < FEED_WINDOW_BYTES;
}

/* WIRE_E_FULL and WIRE_E_GONE: it is sent again in its time. */
static int send_item(struct feed *feed, struct item *item,
		     const Jobq__Observations *observations)
{
	int r = wire_send(feed->dial.socket, NULL, WIRE_OBSERVATIONS,
			  observations);

	if (r < 0)
		return r;
	if (!feed->in_flight)
		feed->heard_ms = feed->resent_ms = feed->now_ms;
	if (!item->sent) {
		item->bytes =
			protobuf_c_message_get_packed_size(&observations->base);
		feed->in_flight++;
		feed->in_flight_bytes += item->bytes;
	}
	item->sent = true;
	return 0;
}

static int send_from_spool(struct feed *feed, struct item *item)
{
	CLEANUP(spool_batch_deinit) struct spool_batch batch = {0};
	int r = spool_read(feed->options.spool, item->number, &batch);

	if (r)
		return r;
	if (!batch.observations->n_items) {
		item->acked = true;
		return 0;
	}
	return send_item(feed, item, batch.observations);
}

int feed_offer(struct feed *feed, uint64_t number,
	       const Jobq__Observations *observations, enum feed_order order)
{
	struct item *item = alloc_zero(1, sizeof(*item));
	const struct item *first = feed->items;
	bool in_turn = !first || first->prev->sent || first->prev->acked;

	item->number = number;
	item->order = order;
	item->offered_ms = times_mono_ms();
	DL_APPEND(feed->items, item);
	feed->n_items++;
	if (observations && !observations->n_items)
		item->acked = feed->tell = true;
	else if (observations && in_turn && window_open(feed))
		return send_item(feed, item, observations);
	return 0;
}

static void landed(struct feed *feed, struct item *item)
{
	if (item->acked)
		return;
	item->acked = true;
	if (!item->sent)
		return;
	log_line(LOG_DEBUG, "feed", "acked batch=%llu bytes=%zu after_ms=%lld",
		 (unsigned long long)item->number, item->bytes,
		 (long long)(feed->now_ms - item->offered_ms));
	feed->in_flight--;
	feed->in_flight_bytes -= item->bytes;
}

static void take_ack(struct feed *feed, const Jobq__Ack *ack)
{
	struct item *item;

	feed->heard_ms = feed->resent_ms = feed->now_ms;
	dial_heard(&feed->dial);
	if (*ack->error) {
		log_line(LOG_ERROR, "feed", "indexer refused batch=%llu: %s",
			 (unsigned long long)ack->batch, ack->error);
		return; /* kept, and sent again */
	}
	DL_FOREACH(feed->items, item)
	{
		if (item->number == ack->batch) {
			landed(feed, item);
			return;
		}
	}
}

static int receive(struct feed *feed)
{
	int r = 0;

	while (feed->dial.socket) {
		struct wire_message message = {0};

		r = wire_receive(feed->dial.socket, &message);
		if (r == WIRE_E_EMPTY)
			return 0;
		if (r == WIRE_E_BAD)
			continue;
		if (r)
			return fold(r, "feed: receive");
		if (message.type == WIRE_ACK)
			take_ack(feed, (const Jobq__Ack *)message.body);
		wire_message_deinit(&message);
	}
	return 0;
}

static bool waits(const struct feed *feed, const struct item *item)
{
	return item->order == FEED_AFTER_LAST && item != feed->items &&
	       item->prev->number + 1 == item->number;
}

static void tell_acked(struct feed *feed)
{
	struct item *item, *next;

	feed->tell = false;
	DL_FOREACH_SAFE(feed->items, item, next)
	{
		uint64_t number = item->number;

		if (!item->acked || waits(feed, item))
			continue;
		DL_DELETE(feed->items, item);
		feed->n_items--;
		free(item);
		feed->options.acked(feed->options.arg, number);
	}
}

static void forget_sent(struct feed *feed)
{
	struct item *item;

	DL_FOREACH(feed->items, item)
	item->sent = false;
	feed->in_flight = feed->in_flight_bytes = 0;
}

static int send_again(struct feed *feed)
{
	struct item *item;
	int r = 0;

	feed->resent_ms = feed->now_ms;
	DL_FOREACH(feed->items, item)
	{
		if (item->sent && !item->acked)
			r = send_from_spool(feed, item);
		if (r)
			return r;
	}
	return 0;
}

static int send_more(struct feed *feed)
{
	struct item *item;
	int r = 0;

	DL_FOREACH(feed->items, item)
	{
		if (!window_open(feed))
			return 0;
		if (!item->sent && !item->acked)
			r = send_from_spool(feed, item);
		if (r)
			return r;
	}
	return 0;
}

int feed_drive(struct feed *feed, int64_t now_ms)
{
	int r = 0;

	feed->now_ms = now_ms;
	r = receive(feed);
	if (r)
		return r;
	if (feed->in_flight && now_ms - feed->heard_ms >= FEED_SILENCE_MS) {
		log_line(LOG_WARN, "feed", "indexer silent, dialling again");
		dial_drop(&feed->dial, now_ms);
		forget_sent(feed);
	}
	r = dial_drive(&feed->dial, now_ms);
	if (!r && feed->in_flight && now_ms - feed->resent_ms >= FEED_RESEND_MS)
		r = send_again(feed);
	if (!r)
		r = send_more(feed);
	tell_acked(feed);
	return r;
}

int feed_fd(const struct feed *feed)
{
	return dial_fd(&feed->dial);
}

bool feed_waiting(const struct feed *feed)
{
	return dial_waiting(&feed->dial) || feed->tell;
}

int64_t feed_due_ms(const struct feed *feed)
{
	if (!feed->dial.socket)
		return feed->dial.due_ms;
	return feed->in_flight ? feed->resent_ms + FEED_RESEND_MS
			       : TIMES_FOREVER;
}

size_t feed_pending(const struct feed *feed)
{
	return feed->n_items;
}
