#pragma once
/*
 * Cuefile: indexer/rules/stages.yaml compiled: the cues of a stage and the
 * words that change what a cue says. Immutable once loaded; shared by threads.
 * The file's schema is in docs/analysis.md; an error names file and line.
 */
#include "indexer/automaton.h"
#include "indexer/stage.h"

enum form_kind {
	FORM_CUE,
	FORM_TITLE, /* a noun of the title, with its stage */
	FORM_NEVER, /* no cue within it counts */
	FORM_SCALE,
	FORM_ANCHOR,
	FORM_KEEP,
	FORM_WIDE,
	FORM_SKILL,
	FORM_STOCK_LEAD,
	FORM_STOCK_TAIL,
	FORM_TRANSITION,
	FORM_DONE,
	FORM_WISH,
	FORM_SUBJECT,
	FORM_KINDS,
};
enum cue_flag {
	CUE_LIVE = 1,	 /* says that something runs for its users */
	CUE_TASK = 2,	 /* no cue in a list of skills */
	CUE_HOPE = 4,	 /* weight 1 without an anchor */
	CUE_SCALE = 8,	 /* no cue without a word of scale */
	CUE_DEPLOY = 16, /* live where the sentence has a wide word */
	CUE_KEPT = 32,	 /* weight 2, and live, with a word of keeping */
};
struct form {
	enum form_kind kind;
	enum stage stage;
	uint8_t weight, flags;
	bool stem; /* goes on with any Latin letters */
};
struct cuefile {
	struct automaton *automaton; /* its ids are places in forms */
	struct form *forms;
	size_t n_forms;
	char **claim;	/* ids of concepts, NULL-terminated */
	char **subject; /* beginnings of ids, NULL-terminated */
};

MUST_CHECK int cuefile_load(struct cuefile *out, const char *path);
/* As cuefile_load(), of `text`; `name` is for the errors. */
MUST_CHECK int cuefile_parse(struct cuefile *out, const char *name,
			     struct slice text);
void cuefile_deinit(struct cuefile *file);
