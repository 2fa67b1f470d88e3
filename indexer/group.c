#include "indexer/group.h"
#include "core/fail.h"
#include "core/log.h"
#include "indexer/fold.h"

int group_receive(struct group *g, void *socket)
{
	size_t bytes = 0;

	/* bad ones count too, so that they cannot keep it here */
	for (int i = 0; i < INDEXER_GROUP && bytes < INDEXER_GROUP_BYTES; i++) {
		struct wire_message *m = &g->messages[g->n];
		int r = wire_receive(socket, m);

		if (r == WIRE_E_EMPTY)
			break;
		if (r < 0)
			return r;
		if (r == WIRE_E_BAD)
			continue;
		bytes += protobuf_c_message_get_packed_size(m->body);
		g->n++;
	}
	return 0;
}

bool group_has(const struct group *g, enum wire_type type)
{
	for (size_t i = 0; i < g->n; i++) {
		if (g->messages[i].type == type)
			return true;
	}
	return false;
}

void group_reset(struct group *g)
{
	for (size_t i = 0; i < g->n; i++)
		wire_message_deinit(&g->messages[i]);
	memset(g->answers, 0, sizeof(g->answers));
	g->n = 0;
}

/* A record that is refused was logged and is skipped: whoever sent it would
 * send it again for ever. */
static int skip_refused(int r)
{
	return r == INTAKE_E_REFUSED ? 0 : r;
}

static int take_observations(struct store_txn *txn,
			     const Jobq__Observations *message,
			     struct intake *counts)
{
	int r = 0;

	for (size_t i = 0; !r && i < message->n_items; i++)
		r = skip_refused(
			intake_observation(txn, message->items[i], counts));
	return r;
}

static int take_rounds(struct store_txn *txn, const Jobq__Rounds *message,
		       struct intake *counts)
{
	int r = 0;

	for (size_t i = 0; !r && i < message->n_rounds; i++)
		r = skip_refused(intake_round(txn, message->rounds[i], counts));
	return r;
}

/* Is it suspect? Its source must be folded up to here to know. */
static int take_acceptance(struct store_txn *txn, const Jobq__Accept *message,
			   struct intake *counts, struct answer *answer)
{
	struct corpus_key source;
	int r;

	if (!message->acceptance || !message->acceptance->round) {
		answer->error = "no round is named";
		return 0;
	}
	source = corpus_source_key(message->acceptance->round->source);
	r = fold_source(txn, &source);
	if (!r)
		r = intake_acceptance(txn, message->acceptance, counts);
	if (r > 0)
		answer->error = "there is no such round, or it is not suspect";
	return r > 0 ? 0 : r;
}

static int take_message(struct store_txn *txn, const struct wire_message *m,
			struct intake *counts, struct answer *answer)
{
	const void *body = m->body;
	const Jobq__Sources *sources = body;

	switch (m->type) {
	case WIRE_OBSERVATIONS:
		answer->batch = ((const Jobq__Observations *)body)->batch;
		return take_observations(txn, body, counts);
	case WIRE_ROUNDS:
		answer->batch = ((const Jobq__Rounds *)body)->batch;
		return take_rounds(txn, body, counts);
	case WIRE_SOURCES:
		answer->batch = sources->batch;
		return intake_sources(txn, sources->sources,
				      sources->n_sources);
	case WIRE_ACCEPT:
		answer->batch = ((const Jobq__Accept *)body)->batch;
		return take_acceptance(txn, body, counts, answer);
	case WIRE_FLUSH:
		answer->batch = ((const Jobq__Flush *)body)->batch;
		return 0;
	case WIRE_STATUS_ASK:
		return 0;
	default:
		log_line(LOG_WARN, "indexer", "message ignored type=%d",
			 (int)m->type);
		return 0;
	}
}

int group_commit(struct group *g, struct store *corpus, struct intake *counts,
		 bool open_too)
{
	CLEANUP(store_abortp) struct store_txn *txn = NULL;
	struct intake now = *counts;
	int r = store_begin(corpus, STORE_WRITE, &txn);

	for (size_t i = 0; !r && i < g->n; i++) {
		g->answers[i] = (struct answer){0};
		r = take_message(txn, &g->messages[i], &now, &g->answers[i]);
	}
	if (!r)
		r = fold_dirty(txn, !open_too);
	if (!r)
		r = store_commit(TAKE(txn));
	if (!r)
		*counts = now;
	return fold(r, "corpus");
}
