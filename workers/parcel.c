#include "workers/parcel.h"
#include "core/alloc.h"
#include "core/times.h"
#include <string.h>

void parcel_deinit(struct parcel *parcel)
{
	for (size_t i = 0; i < parcel->n_observations; i++)
		jobq__observation__free_unpacked(parcel->observations[i], NULL);
	free(parcel->observations);
	spool_batch_deinit(&parcel->batch);
	spool_batch_deinit(&parcel->direct);
	*parcel = (struct parcel){0};
}

static Jobq__Outcomes *outcomes_of(struct spool_batch *batch, uint64_t token)
{
	Jobq__Outcomes *outcomes;

	for (size_t i = 0; i < batch->n_outcomes; i++)
		if (batch->outcomes[i]->token == token)
			return batch->outcomes[i];
	outcomes = alloc_get(sizeof(*outcomes));
	jobq__outcomes__init(outcomes);
	outcomes->token = token;
	batch->outcomes = alloc_resize(batch->outcomes, batch->n_outcomes + 1,
				       sizeof(*batch->outcomes));
	return batch->outcomes[batch->n_outcomes++] = outcomes;
}

static void add_observations(struct parcel *parcel, struct report *report)
{
	parcel->observations = alloc_resize(parcel->observations,
					    parcel->n_observations +
						    report->n_observations + 1,
					    sizeof(*parcel->observations));
	for (size_t i = 0; i < report->n_observations; i++) {
		Jobq__Observation *one = TAKE(report->observations[i]);

		parcel->bytes += protobuf_c_message_get_packed_size(&one->base);
		parcel->observations[parcel->n_observations++] = one;
	}
	free(TAKE(report->observations));
	report->n_observations = 0;
}

void parcel_add(struct parcel *parcel, uint64_t token, struct report *report,
		int64_t now_ms)
{
	Jobq__Outcomes *outcomes = outcomes_of(
		report->n_observations ? &parcel->batch : &parcel->direct,
		token);
	Jobq__Outcome *outcome = TAKE(report->outcome);

	if (!parcel->n_tasks++)
		parcel->since_ms = now_ms;
	/* The coordinator keeps the back-off: it must know at once. */
	if (outcome->result == JOBQ__RESULT__RESULT_RETRY)
		parcel->urgent = true;
	parcel->bytes += protobuf_c_message_get_packed_size(&outcome->base);
	outcomes->outcomes =
		alloc_resize(outcomes->outcomes, outcomes->n_outcomes + 1,
			     sizeof(*outcomes->outcomes));
	outcomes->outcomes[outcomes->n_outcomes++] = outcome;
	add_observations(parcel, report);
}

bool parcel_empty(const struct parcel *parcel)
{
	return !parcel->n_tasks;
}

int64_t parcel_due_ms(const struct parcel *parcel)
{
	if (!parcel->n_tasks)
		return TIMES_FOREVER;
	if (parcel->urgent || parcel->n_tasks >= PARCEL_TASKS ||
	    parcel->bytes >= PARCEL_BYTES)
		return parcel->since_ms;
	return parcel->since_ms + PARCEL_MS;
}

/* How many observations, from the first, fit into one batch: at least one. */
static size_t fitting(const struct parcel *parcel)
{
	size_t bytes = 0, n = 0;

	while (n < parcel->n_observations) {
		bytes += protobuf_c_message_get_packed_size(
			&parcel->observations[n]->base);
		if (n && bytes > SPOOL_MAX_BATCH)
			break;
		n++;
	}
	return n;
}

static void cut(struct parcel *parcel, size_t n)
{
	for (size_t i = 0; i < n; i++)
		jobq__observation__free_unpacked(parcel->observations[i], NULL);
	parcel->n_observations -= n;
	memmove(parcel->observations, parcel->observations + n,
		parcel->n_observations * sizeof(*parcel->observations));
}

void parcel_take_direct(struct parcel *parcel, struct spool_batch *out)
{
	*out = parcel->direct;
	parcel->direct = (struct spool_batch){0};
	if (!parcel->n_observations)
		parcel_deinit(parcel);
}

int parcel_post(struct parcel *parcel, struct spool *spool, struct feed *feed)
{
	enum feed_order order = FEED_FREE;

	while (parcel->n_observations) {
		size_t n = fitting(parcel);
		bool last = n == parcel->n_observations;
		Jobq__Observations observations = JOBQ__OBSERVATIONS__INIT;
		struct spool_batch part = {.observations = &observations};
		uint64_t number = 0;
		int r;

		observations.items = parcel->observations;
		observations.n_items = n;
		if (last) {
			part.outcomes = parcel->batch.outcomes;
			part.n_outcomes = parcel->batch.n_outcomes;
		}
		r = spool_add(spool, &part, &number);
		if (r)
			return r;
		r = feed_offer(feed, number, &observations, order);
		order = FEED_AFTER_LAST;
		cut(parcel, n);
		if (last)
			parcel_deinit(parcel);
		if (r)
			return r;
	}
	return 0;
}
