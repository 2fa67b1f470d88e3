#pragma once
/*
 * Staged: a posting made of a few lines, read with the real rules, for the
 * tests of stages. The rules are loaded once by staged_setup().
 */
#include "indexer/stage.h"

int staged_setup(void **state); /* cmocka's group setup and teardown */
int staged_teardown(void **state);
const struct rules *staged_rules(void);
const struct stages *staged_stages(void);

struct staged_text {
	const char *title, *duty, *requirement, *bonus, *about; /* or NULL */
};
struct staged {
	struct outline outline;
	struct mentions mentions;
	struct stage_result result;
};
void staged_init(struct staged *out, const struct staged_text *text);
void staged_deinit(struct staged *staged);
/* The stage of the first mention of `concept`; fails the test where there is
 * none. */
enum stage staged_mention(const struct staged *staged, const char *concept);
