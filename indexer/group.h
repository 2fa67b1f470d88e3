#pragma once
/*
 * Group: messages that are committed to the corpus in one transaction, and the
 * answers they get once it is durable.
 */
#include "core/wire.h"
#include "indexer/indexer.h"
#include "indexer/intake.h"

struct answer {
	uint64_t batch;
	const char *error; /* static; NULL: done */
};
struct group {
	struct wire_message messages[INDEXER_GROUP];
	struct answer answers[INDEXER_GROUP];
	size_t n;
};
/* Receives what is waiting, within the limits. */
MUST_CHECK int group_receive(struct group *g, void *socket);
/* Commits all of it and folds what rounds and acceptances ask for; with
 * `open_too` the rounds that are open as well. The same group may be tried
 * again after a fault: nothing of it was stored, nothing counted. */
MUST_CHECK int group_commit(struct group *g, struct store *corpus,
			    struct intake *counts, bool open_too);
bool group_has(const struct group *g, enum wire_type type);
void group_reset(struct group *g);
