#include "coordinator/queue.h"
#include "core/alloc.h"
#include <stdlib.h>
#include <string.h>
#include <utlist.h>

struct fifo {
	struct work *items;
	size_t head, end, cap;
};

struct lane {
	struct round *round;
	struct fifo listings, others;
	struct lane *prev, *next;
};

static size_t fifo_count(const struct fifo *f)
{
	return f->end - f->head;
}

static void fifo_push(struct fifo *f, const struct work *work)
{
	if (f->end == f->cap && f->head > f->cap / 2) {
		memmove(f->items, f->items + f->head,
			fifo_count(f) * sizeof(*f->items));
		f->end -= f->head;
		f->head = 0;
	} else if (f->end == f->cap) {
		f->cap = f->cap ? f->cap * 2 : 16;
		f->items = alloc_resize(f->items, f->cap, sizeof(*f->items));
	}
	f->items[f->end++] = *work;
}

static void lane_free(struct queue *queue, struct lane *lane)
{
	DL_DELETE(queue->lanes, lane);
	free(lane->listings.items);
	free(lane->others.items);
	free(lane);
}

void queue_deinit(struct queue *queue)
{
	struct lane *lane, *next;

	DL_FOREACH_SAFE(queue->lanes, lane, next)
	{
		lane_free(queue, lane);
	}
	memset(queue, 0, sizeof(*queue));
}

static struct lane *lane_of(struct queue *queue, const struct round *round)
{
	struct lane *lane;

	DL_FOREACH(queue->lanes, lane)
	{
		if (lane->round == round)
			return lane;
	}
	return NULL;
}

void queue_push(struct queue *queue, const struct work *work)
{
	bool listing = work->kind == JOBQ__TASK_KIND__TASK_LISTING;
	struct lane *lane = lane_of(queue, work->round);

	if (!lane) {
		lane = alloc_zero(1, sizeof(*lane));
		lane->round = work->round;
		DL_APPEND(queue->lanes, lane);
	}
	fifo_push(listing ? &lane->listings : &lane->others, work);
	queue->n++;
	queue->n_listings += listing;
}

/* The next lane in turn that has what must go first. */
static struct lane *next_lane(struct queue *queue)
{
	struct lane *lane;

	if (!queue->n_listings)
		return queue->lanes;
	DL_FOREACH(queue->lanes, lane)
	{
		if (fifo_count(&lane->listings))
			return lane;
	}
	return NULL;
}

bool queue_pop(struct queue *queue, struct work *out)
{
	struct lane *lane = next_lane(queue);
	struct fifo *fifo;

	if (!lane)
		return false;
	fifo = fifo_count(&lane->listings) ? &lane->listings : &lane->others;
	queue->n--;
	queue->n_listings -= fifo == &lane->listings;
	*out = fifo->items[fifo->head++];
	if (!fifo_count(&lane->listings) && !fifo_count(&lane->others)) {
		lane_free(queue, lane);
		return true;
	}
	DL_DELETE(queue->lanes, lane);
	DL_APPEND(queue->lanes, lane);
	return true;
}

static void count(const struct fifo *f, struct work_count *out)
{
	for (size_t i = f->head; i < f->end; i++)
		out->of[f->items[i].kind]++;
}

void queue_drop_round(struct queue *queue, const struct round *round,
		      struct work_count *dropped)
{
	struct lane *lane = lane_of(queue, round);

	if (!lane)
		return;
	count(&lane->listings, dropped);
	count(&lane->others, dropped);
	queue->n -= fifo_count(&lane->listings) + fifo_count(&lane->others);
	queue->n_listings -= fifo_count(&lane->listings);
	lane_free(queue, lane);
}
