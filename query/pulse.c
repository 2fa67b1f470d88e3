#include "query/pulse.h"
#include "core/datadir.h"
#include "core/fail.h"
#include <errno.h>

static const char *const addresses[PULSE_PEERS] = {DATADIR_COORDINATOR,
						   DATADIR_INDEXER};
enum { COORDINATOR, INDEXER };

int pulse_init(struct pulse *p)
{
	int r = 0;

	*p = (struct pulse){.context = wire_context_new()};
	if (!p->context)
		return -ENOMEM;
	for (int i = 0; !r && i < PULSE_PEERS; i++) {
		struct wire_endpoint e = {.address = addresses[i]};

		r = wire_dial(p->context, &e, &p->sockets[i]);
	}
	return r;
}

void pulse_deinit(struct pulse *p)
{
	for (int i = 0; i < PULSE_PEERS; i++)
		wire_close(p->sockets[i]);
	wire_context_free(p->context);
	*p = (struct pulse){0};
}

int pulse_ask(struct pulse *p, int64_t mono_ms)
{
	Jobq__StatusAsk ask = JOBQ__STATUS_ASK__INIT;

	for (int i = 0; i < PULSE_PEERS; i++) {
		int64_t pause =
			p->waiting[i] ? PULSE_PATIENCE_MS : PULSE_EVERY_MS;
		int r = 0;

		if (p->asked_ms[i] && mono_ms - p->asked_ms[i] < pause)
			continue;
		r = wire_send(p->sockets[i], NULL, WIRE_STATUS_ASK, &ask);
		if (r < 0)
			return r;
		p->asked_ms[i] = mono_ms;
		p->waiting[i] = true;
	}
	return 0;
}

static void take(struct progress_counts *counts, int peer,
		 const Jobq__Status *s)
{
	if (peer == COORDINATOR) {
		counts->rounds_open = s->rounds_open;
		counts->rounds_done = s->rounds_done;
		counts->errors = s->errors;
		counts->sources_done = s->rounds_done < counts->sources_total
					       ? s->rounds_done
					       : counts->sources_total;
	} else {
		counts->postings = s->postings;
		counts->added = s->added;
		counts->changed = s->changed;
		counts->closed = s->closed;
	}
}

int pulse_take(struct pulse *p, struct progress_counts *counts)
{
	for (int i = 0; i < PULSE_PEERS;) {
		CLEANUP(wire_message_deinit) struct wire_message answer = {0};
		int r = wire_receive(p->sockets[i], &answer);

		if (r < 0)
			return r;
		if (r == WIRE_E_EMPTY) {
			i++;
			continue;
		}
		if (r || answer.type != WIRE_STATUS)
			continue; /* dropped and logged, or none of ours */
		take(counts, i, (const Jobq__Status *)answer.body);
		p->waiting[i] = false;
	}
	return 0;
}
