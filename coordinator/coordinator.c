#include "coordinator/coordinator.h"
#include "coordinator/mail.h"
#include "coordinator/roster.h"
#include "coordinator/status.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/log.h"

enum {
	MAX_BEATS = 65536,    /* leases in a heartbeat */
	MAX_OUTCOMES = 65536, /* in a message */
	MAX_TURN_MS = 1000,
};

struct coordinator {
	struct coordinator_options options;
	struct outbox *outbox;
	struct plan *plan;
	struct roster roster;
	struct mail mail;
	enum coordinator_state state;
	int64_t beat_mono_ms; /* of the last heartbeats sent */
};

int coordinator_open(struct coordinator **out,
		     const struct coordinator_options *options,
		     struct moment now)
{
	CLEANUP(coordinator_freep)
	struct coordinator *c = alloc_zero(1, sizeof(*c));
	int r;

	c->options = *options;
	c->outbox = outbox_new(sources_message(options->plan.sources));
	c->options.plan.outbox = c->outbox;
	c->beat_mono_ms = now.mono_ms;
	r = plan_open(&c->plan, &c->options.plan, now);
	if (r)
		return r;
	*out = TAKE(c);
	return 0;
}

void coordinator_free(struct coordinator *coordinator)
{
	if (!coordinator)
		return;
	mail_deinit(&coordinator->mail);
	roster_deinit(&coordinator->roster);
	plan_free(coordinator->plan);
	outbox_free(coordinator->outbox);
	free(coordinator);
}

enum coordinator_state coordinator_state(const struct coordinator *coordinator)
{
	return coordinator->state;
}

void coordinator_slept(struct coordinator *coordinator, int64_t ms)
{
	struct lease *l = coordinator->plan->leases.table;
	struct worker *w = coordinator->roster.by_name;

	for (; l; l = l->hh.next)
		l->lost_mono_ms += ms;
	for (; w; w = w->hh.next)
		w->heard_mono_ms += ms;
}

void coordinator_drain(struct coordinator *coordinator)
{
	if (coordinator->state == COORDINATOR_RUNNING)
		coordinator->state = COORDINATOR_DRAINING;
}

bool coordinator_drained(const struct coordinator *coordinator)
{
	return !coordinator->plan->leases.table;
}

/* ---- to peers ---- */

static void say_bye(struct coordinator *c, const struct bytes *peer, bool done)
{
	Jobq__Bye *bye = alloc_get(sizeof(*bye));

	jobq__bye__init(bye);
	bye->done = done;
	mail_post(&c->mail, peer, WIRE_BYE, bye);
}

static void say_revoke(struct coordinator *c, const struct bytes *peer,
		       uint64_t token)
{
	Jobq__Revoke *revoke = alloc_get(sizeof(*revoke));

	jobq__revoke__init(revoke);
	revoke->token = token;
	mail_post(&c->mail, peer, WIRE_REVOKE, revoke);
}

static void say_ack(struct coordinator *c, const struct bytes *peer,
		    uint64_t batch, bool refused)
{
	Jobq__OutcomesAck *ack = alloc_get(sizeof(*ack));

	jobq__outcomes_ack__init(ack);
	ack->batch = batch;
	ack->refused = refused;
	mail_post(&c->mail, peer, WIRE_OUTCOMES_ACK, ack);
}

static void say_beat(struct coordinator *c, const struct worker *worker)
{
	Jobq__Heartbeat *beat = alloc_get(sizeof(*beat));

	jobq__heartbeat__init(beat);
	beat->heard = worker->beat;
	mail_post(&c->mail, &worker->peer, WIRE_HEARTBEAT, beat);
}

static void say_beats(struct coordinator *c, struct moment now)
{
	struct worker *worker = c->roster.by_name;

	if (now.mono_ms - c->beat_mono_ms < ROSTER_HEARTBEAT_MS)
		return;
	c->beat_mono_ms = now.mono_ms;
	for (; worker; worker = worker->hh.next)
		say_beat(c, worker);
}

/* ---- from peers ---- */

static int take_hello(struct coordinator *c, const struct wire_message *m,
		      struct moment now)
{
	const Jobq__Hello *hello = (const void *)m->body;
	struct roster_hello entry = {.peer = slice_bytes(&m->peer),
				     .name = hello->worker,
				     .incarnation = hello->incarnation};
	struct worker *worker = NULL;
	Jobq__Welcome *welcome;
	int r = roster_hello(&c->roster, entry, now, &worker);

	if (r)
		return r < 0 ? r : 0;
	log_line(LOG_INFO, "coordinator", "hello worker=%s incarnation=%llu",
		 worker->name, (unsigned long long)worker->incarnation);
	if (c->state == COORDINATOR_FINISHED) {
		say_bye(c, &m->peer, true);
		return 0;
	}
	welcome = alloc_get(sizeof(*welcome));
	jobq__welcome__init(welcome);
	welcome->heartbeat_ms = ROSTER_HEARTBEAT_MS;
	mail_post(&c->mail, &m->peer, WIRE_WELCOME, welcome);
	return plan_end_earlier(
		c->plan,
		(struct plan_holder){worker->name, worker->incarnation}, now);
}

static struct lease *lease_of(struct coordinator *c,
			      const struct worker *worker, uint64_t token)
{
	struct lease *lease = leases_find(&c->plan->leases, token);

	if (!lease || lease->incarnation != worker->incarnation ||
	    strcmp(lease->worker, worker->name) != 0)
		return NULL;
	return lease;
}

static void take_beat(struct coordinator *c, struct worker *worker,
		      const Jobq__LeaseBeat *beat, struct moment now)
{
	struct lease *lease = lease_of(c, worker, beat->token);

	if (!lease) {
		say_revoke(c, &worker->peer, beat->token);
		return;
	}
	lease_renew(lease, now);
	host_pace(lease->host, beat->wait_ms, beat->failures, now);
}

static int take_heartbeat(struct coordinator *c, struct worker *worker,
			  const Jobq__Heartbeat *heartbeat, struct moment now)
{
	if (heartbeat->n_leases > MAX_BEATS) {
		log_line(LOG_WARN, "coordinator",
			 "heartbeat refused worker=%s leases=%zu", worker->name,
			 heartbeat->n_leases);
		return 0;
	}
	for (size_t i = 0; i < heartbeat->n_leases; i++)
		take_beat(c, worker, heartbeat->leases[i], now);
	worker->beat = heartbeat->number;
	say_beat(c, worker); /* behind its revokes */
	return 0;
}

static int settle_all(struct coordinator *c, struct lease *lease,
		      const Jobq__Outcomes *m, struct moment now)
{
	size_t n_ignored = 0;

	for (size_t i = 0; i < m->n_outcomes; i++) {
		int r = plan_settle(c->plan, lease, m->outcomes[i], now);

		if (r < 0)
			return r;
		n_ignored += r == PLAN_E_IGNORED;
	}
	if (n_ignored)
		log_line(LOG_INFO, "coordinator",
			 "outcomes ignored token=%llu tasks=%zu",
			 (unsigned long long)m->token, n_ignored);
	return 0;
}

static int take_outcomes(struct coordinator *c, struct worker *worker,
			 const Jobq__Outcomes *m, struct moment now)
{
	struct lease *lease = lease_of(c, worker, m->token);
	int r;

	if (!lease || m->n_outcomes > MAX_OUTCOMES) {
		log_line(LOG_WARN, "coordinator",
			 "outcomes refused worker=%s token=%llu outcomes=%zu",
			 worker->name, (unsigned long long)m->token,
			 m->n_outcomes);
		say_ack(c, &worker->peer, m->batch, true);
		return 0;
	}
	lease_renew(lease, now);
	r = settle_all(c, lease, m, now);
	if (!r && m->release) {
		host_pace(lease->host, m->wait_ms, m->failures, now);
		r = plan_end_lease(c->plan, lease, PLAN_RELEASED, now);
	}
	say_ack(c, &worker->peer, m->batch, false);
	return r;
}

static int take_credit(struct worker *worker, const Jobq__Credit *credit)
{
	worker->credit = credit->hosts < ROSTER_MAX_CREDIT ? credit->hosts
							   : ROSTER_MAX_CREDIT;
	return 0;
}

static int take_status_ask(struct coordinator *c, const struct wire_message *m,
			   struct moment now)
{
	struct status_view view = {
		.plan = c->plan,
		.roster = &c->roster,
		.finished = c->state == COORDINATOR_FINISHED,
	};

	mail_post(&c->mail, &m->peer, WIRE_STATUS, status_make(&view, now));
	return 0;
}

int coordinator_receive(struct coordinator *coordinator,
			const struct wire_message *message, struct moment now)
{
	struct coordinator *c = coordinator;
	struct worker *worker;

	if (message->type == WIRE_HELLO)
		return take_hello(c, message, now);
	if (message->type == WIRE_STATUS_ASK)
		return take_status_ask(c, message, now);
	worker = roster_heard(&c->roster, slice_bytes(&message->peer), now);
	if (!worker) {
		say_bye(c, &message->peer, c->state == COORDINATOR_FINISHED);
		return 0;
	}
	switch (message->type) {
	case WIRE_CREDIT:
		return take_credit(worker, (const void *)message->body);
	case WIRE_HEARTBEAT:
		return take_heartbeat(c, worker, (const void *)message->body,
				      now);
	case WIRE_OUTCOMES:
		return take_outcomes(c, worker, (const void *)message->body,
				     now);
	default:
		log_line(LOG_WARN, "coordinator",
			 "message dropped worker=%s type=%d", worker->name,
			 message->type);
		return 0;
	}
}

int coordinator_indexer(struct coordinator *coordinator,
			const struct wire_message *message, struct moment now)
{
	(void)now;
	if (message->type == WIRE_ACK)
		return outbox_ack(coordinator->outbox,
				  (const void *)message->body,
				  coordinator->plan->frontier);
	log_line(LOG_WARN, "coordinator", "indexer message dropped type=%d",
		 message->type);
	return 0;
}

/* ---- leases ---- */

static void count_leases(struct coordinator *c)
{
	for (struct worker *w = c->roster.by_name; w; w = w->hh.next)
		w->n_leases = 0;
	for (struct lease *l = c->plan->leases.table; l; l = l->hh.next) {
		struct worker *w =
			roster_find(&c->roster, l->worker, l->incarnation);

		if (w)
			w->n_leases++;
	}
}

/* Who has most room; NULL: nobody has any. */
static struct worker *roomiest(const struct coordinator *c)
{
	struct worker *best = NULL;
	uint32_t most = 0;

	for (struct worker *w = c->roster.by_name; w; w = w->hh.next) {
		uint32_t room =
			w->credit > w->n_leases ? w->credit - w->n_leases : 0;

		if (room > most) {
			best = w;
			most = room;
		}
	}
	return best;
}

static int grant_all(struct coordinator *c, struct moment now)
{
	struct host *host, *next;

	HASH_ITER(hh, c->plan->hosts.table, host, next)
	{
		struct worker *worker;
		Jobq__Lease *message = NULL;
		int r;

		if (!plan_ready(host, now))
			continue;
		worker = roomiest(c);
		if (!worker)
			return 0;
		r = plan_grant(
			c->plan, host,
			(struct plan_holder){worker->name, worker->incarnation},
			now, &message);
		if (r)
			return fold(r, "grant");
		worker->n_leases++;
		mail_post(&c->mail, &worker->peer, WIRE_LEASE, message);
	}
	return 0;
}

static int top_up_all(struct coordinator *c, struct moment now)
{
	for (struct lease *l = c->plan->leases.table; l; l = l->hh.next) {
		struct worker *worker =
			roster_find(&c->roster, l->worker, l->incarnation);
		Jobq__Lease *message = NULL;
		int r = worker ? plan_top_up(c->plan, l, now, &message)
			       : PLAN_E_NONE;

		if (r < 0)
			return r;
		if (!r)
			mail_post(&c->mail, &worker->peer, WIRE_LEASE, message);
	}
	return 0;
}

static int lease_out(struct coordinator *c, struct moment now)
{
	int r;

	if (c->state != COORDINATOR_RUNNING || !outbox_sources_acked(c->outbox))
		return 0;
	count_leases(c);
	r = top_up_all(c, now);
	return r ? r : grant_all(c, now);
}

/* ---- a turn ---- */

static void tell_revoked(void *arg, const struct lease *lease)
{
	struct coordinator *c = arg;
	struct worker *worker =
		roster_find(&c->roster, lease->worker, lease->incarnation);

	if (worker)
		say_revoke(c, &worker->peer, lease->token);
}

static void finish_once(struct coordinator *c)
{
	if (c->state != COORDINATOR_RUNNING || !plan_finished(c->plan) ||
	    !outbox_sources_acked(c->outbox) || !outbox_empty(c->outbox))
		return;
	outbox_want_flush(c->outbox);
	if (!outbox_flushed(c->outbox))
		return;
	c->state = COORDINATOR_FINISHED;
	log_line(LOG_INFO, "coordinator", "finished");
	for (struct worker *w = c->roster.by_name; w; w = w->hh.next)
		say_bye(c, &w->peer, true);
}

static int do_what_is_due(struct coordinator *c, struct moment now)
{
	int r = plan_end_lost(c->plan, now);

	roster_drop_silent(&c->roster, now);
	if (!r)
		r = plan_end_overdue(c->plan, now, tell_revoked, c);
	if (!r && c->state == COORDINATOR_RUNNING)
		r = plan_open_due(c->plan, now);
	if (!r)
		r = lease_out(c, now);
	finish_once(c);
	say_beats(c, now);
	return r;
}

static int send_mail(struct coordinator *c)
{
	struct letter *next;

	while ((next = mail_take(&c->mail))) {
		CLEANUP(letter_freep) struct letter *letter = next;
		int r = c->options.out.peer(c->options.out.arg, &letter->peer,
					    letter->type, letter->message);

		if (r < 0)
			return r;
		if (!r)
			continue;
		/* Gone: what it held is lost, or claimed by a new hello. */
		roster_gone(&c->roster, slice_bytes(&letter->peer));
	}
	return 0;
}

static int send_outbox(struct coordinator *c, struct moment now)
{
	const void *message = NULL;
	enum wire_type type = outbox_due(c->outbox, now, &message);
	int r = 0;

	if (type && outbox_silent(c->outbox))
		r = c->options.out.redial(c->options.out.arg);
	if (type && !r)
		r = c->options.out.indexer(c->options.out.arg, type, message);
	return r < 0 ? r : 0; /* what was not sent is sent again */
}

int coordinator_turn(struct coordinator *coordinator, struct moment now)
{
	int r = do_what_is_due(coordinator, now);

	if (!r)
		r = plan_commit(coordinator->plan, now);
	if (!r)
		r = send_mail(coordinator);
	return r ? r : send_outbox(coordinator, now);
}

static int64_t least(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

int coordinator_wait_ms(const struct coordinator *coordinator,
			struct moment now)
{
	const struct coordinator *c = coordinator;
	const struct plan *plan = c->plan;
	int64_t wait_ms = least(MAX_TURN_MS, outbox_wait_ms(c->outbox, now));

	for (struct host *h = plan->hosts.table; h; h = h->hh.next)
		if (!h->lease && h->queue.n && !plan_ready(h, now))
			wait_ms = least(wait_ms,
					host_wait_ms(h, now) - LEASE_NEAR_MS);
	for (struct lease *l = plan->leases.table; l; l = l->hh.next)
		wait_ms = least(wait_ms, l->lost_mono_ms - now.mono_ms);
	for (struct round *r = plan->rounds.table; r; r = r->hh.next)
		wait_ms = least(wait_ms, r->deadline_mono_ms - now.mono_ms);
	return wait_ms > 0 ? (int)wait_ms : 0;
}
