#pragma once
/*
 * Spool: the worker's outbox, LMDB spool-NAME/: batches of observations with
 * the outcomes that wait for them. A batch is durable before it is fed to the
 * indexer; its outcomes go to the coordinator only after the indexer's ack; the
 * batch is dropped after the coordinator's. What a start finds is fed again:
 * its outcomes are then refused by their token, which is the end of it.
 *
 * Its lock keeps two workers of one name apart. Belongs to the worker's loop.
 * Bounded by the holder, who asks spool_bytes() before taking on work.
 */
#include "core/bytes.h"
#include "core/wire.pb-c.h"

enum {
	SPOOL_MAX_BYTES = 64 << 20, /* default bound */
	SPOOL_MAX_BATCH = 8 << 20,  /* observations of one batch, plain */
};

enum { SPOOL_E_END = 1 };

struct spool;

/* -EBUSY, logged: another process has this name. */
MUST_CHECK int spool_open(struct spool **out, const char *worker);
void spool_free(struct spool *spool);
DEFINE_CLEANUP(struct spool *, spool_free);

struct spool_batch {
	Jobq__Observations *observations; /* may be empty; its `batch` is set */
	Jobq__Outcomes **outcomes;	  /* one per lease */
	size_t n_outcomes;
};
void spool_batch_deinit(struct spool_batch *batch);

/* Adds `batch` durably under the next number, > 0, growing over restarts.
 * -ENOSPC: the disk refuses; nothing was added. */
MUST_CHECK int spool_add(struct spool *spool, struct spool_batch *batch,
			 uint64_t *out_number);
/* The batch `number`; -ENOENT, logged, where it is not. */
MUST_CHECK int spool_read(struct spool *spool, uint64_t number,
			  struct spool_batch *out);
/* The first batch after `number` (0: the first of all); SPOOL_E_END. */
MUST_CHECK int spool_next(struct spool *spool, uint64_t number,
			  uint64_t *out_number);
/* The batch is no more needed: gone from the disk with the next spool_add() or
 * spool_tidy(). A crash before brings it back, which is harmless. */
void spool_drop(struct spool *spool, uint64_t number);
MUST_CHECK int spool_tidy(struct spool *spool);

/* On disk, without what was dropped. */
uint64_t spool_bytes(const struct spool *spool);
