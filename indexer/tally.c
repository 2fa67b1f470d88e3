#include "indexer/tally.h"
#include "indexer/fold.h"

int tally_init(struct tally *tally, struct store_txn *txn)
{
	*tally = (struct tally){0};
	return store_number(txn, "log", &tally->line);
}

static void count_line(struct tally *tally, const struct fold_line *line)
{
	int64_t sign = line->asserted ? 1 : -1;

	switch (line->event.kind) {
	case JOBQ__EVENT_KIND__EVENT_ADDED:
		tally->added += sign;
		break;
	case JOBQ__EVENT_KIND__EVENT_CHANGED:
		tally->changed += sign;
		break;
	case JOBQ__EVENT_KIND__EVENT_CLOSED:
		tally->closed += sign;
		break;
	default:
		break;
	}
}

int tally_update(struct tally *tally, struct store_txn *txn)
{
	struct corpus_key from = {.len = 0};
	CLEANUP(store_cursor_deinit)
	struct store_cursor c = {.txn = txn, .db = DB_LOG};
	int r;

	corpus_key_add_u64(&from, tally->line + 1);
	c.from = corpus_key_slice(&from);
	while (!(r = store_next(&c))) {
		struct fold_line line;

		r = fold_read_line(c.value, &line);
		if (r)
			return r;
		count_line(tally, &line);
		tally->line = bytes_get_u64(c.key.data);
	}
	return r == STORE_E_ABSENT ? 0 : r;
}
