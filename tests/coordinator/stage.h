#pragma once
/*
 * Stage: a coordinator with hand-made sources and no sockets, its clock in the
 * test's hand. What it sends is kept for the test to look at; the indexer acks
 * everything unless it is told to be silent. A crash is a coordinator that is
 * thrown away and opened again.
 */
#include "coordinator/coordinator.h"

struct sent {
	char peer[32];
	enum wire_type type;
	ProtobufCMessage *message;
};
struct stage {
	char dir[32];
	struct sources sources;
	struct moment now;
	struct plan_options plan;
	struct coordinator *coordinator;

	struct sent *sent; /* to peers, oldest first */
	size_t n_sent;
	bool peers_gone;

	bool indexer_silent;
	const char *indexer_error;
	Jobq__Ack ack; /* to be handed in */
	bool acked;
	Jobq__Round **rounds; /* what the indexer took, each seq once */
	size_t n_rounds;
	Jobq__Sources *panel;
	unsigned n_flushes, n_redials;
};

/* `host` of the seeds "http://HOST/list?page=N", `n_seeds` of kind `kind`. */
struct stage_source {
	const char *id, *host;
	size_t n_seeds;
	Jobq__TaskKind kind;
	const char *step;		/* NULL: "" */
	uint32_t delay_ms, hops, pages; /* 0: 0, 6, 20000 */
	int64_t every_ms, deadline_ms;	/* 0: an hour, ten minutes */
};

void stage_init(struct stage *stage);
void stage_deinit(struct stage *stage);
struct source *stage_source(struct stage *stage, struct stage_source from);
void stage_open(struct stage *stage);
/* kill -9: what was not committed is gone, sources are as at a new start. */
void stage_crash(struct stage *stage);
/* Time passes. */
void stage_pass(struct stage *stage, int64_t ms);
/* A turn, and another one where the indexer had something to ack. */
void stage_turn(struct stage *stage);

/* Messages from a peer; no turn is taken. */
void stage_say(struct stage *stage, const char *peer, enum wire_type type,
	       void *message);
void stage_hello(struct stage *stage, const char *peer, const char *worker,
		 uint64_t incarnation);
void stage_credit(struct stage *stage, const char *peer, uint32_t hosts);
void stage_beat(struct stage *stage, const char *peer, uint64_t token);
/* Hello as "w", incarnation 1, credit for `hosts`, and a turn or two. */
void stage_worker(struct stage *stage, const char *peer, uint32_t hosts);
/* One outcome, with `found` (or NULL); `release` gives the lease back. */
struct stage_outcome {
	uint64_t token, task;
	Jobq__Result result;
	const char *reason;
	Jobq__Task **found;
	size_t n_found;
	int64_t claimed;
	uint32_t wait_ms, failures;
	bool contents_missing, release;
};
void stage_outcome(struct stage *stage, const char *peer,
		   struct stage_outcome o);
/* Gives the lease back with no outcome. */
void stage_release(struct stage *stage, const char *peer, uint64_t token);

/* The oldest message of `type` that was sent to `peer`, which is the caller's
 * then (pack_freep); NULL: none. */
void *stage_take(struct stage *stage, const char *peer, enum wire_type type);
/* Forgets what was sent. */
void stage_clear(struct stage *stage);
/* A task to be found; by value, all its strings borrowed. */
Jobq__Task stage_task(Jobq__TaskKind kind, const char *url);
