#pragma once
/*
 * Answerform: how a recipe knows a good answer from a bad one:
 *
 *	success: {pointer: /code, equals: 0, message: /message}
 *	refuse:
 *	  - {status: 405, say: "...", stale: true}
 *	  - {pointer: /code, equals: -9, say: "..."}
 *	  - {contains: "closed for good", say: "..."}
 *
 * A refusal gives an answer words of its own; `stale` means that a new session
 * may help. By value.
 */
#include "workers/condition.h"
#include "workers/envelope.h"
#include "workers/fetch.h"

enum { ANSWER_E_REFUSED = 1 };

struct refusal {
	long status; /* 0: any */
	struct condition condition;
	const char *contains, *say; /* borrowed from the recipe's file */
	bool stale;
};
struct answerform {
	const char *what; /* "listing", "detail", "session": begins messages */
	struct condition success;
	struct pointer message;
	struct refusal *refusals;
	size_t n_refusals;
};

/* Reads success and refuse of `map`; its other keys are the caller's. */
MUST_CHECK int answerform_read(const struct formreader *reader,
			       const struct yaml_node *map, const char *what,
			       struct answerform *out);
void answerform_deinit(struct answerform *form);

struct answer {
	struct slice text; /* UTF-8, in `room` or in the fetch's body */
	struct bytes room;
	bool stale;
	char *why; /* ANSWER_E_REFUSED: the caller's to take */
};
/* Status, charset, refusals by status and text: for an answer of any form. */
MUST_CHECK int answer_init(struct answer *out, const struct answerform *form,
			   const struct fetch_answer *fetched);
/* Then, where JSON is due: the document, its envelope opened, refusals by
 * pointer and the success test passed. *doc: json_decref(). */
MUST_CHECK int answer_json(struct answer *answer, const struct answerform *form,
			   const struct envelope *envelope,
			   const struct vars *vars, json_t **doc);
void answer_deinit(struct answer *answer);
