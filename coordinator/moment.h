#pragma once
/*
 * Moment: the two clocks, read once a turn of the loop and handed down, so that
 * nothing below reads a clock of its own and no test has to wait.
 */
#include <stdint.h>

struct moment {
	int64_t real_ms; /* since the epoch: what is kept over a restart */
	int64_t mono_ms; /* leases, delays, deadlines */
};
