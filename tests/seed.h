#pragma once
/*
 * Seed: where a property test's chance begins: $JOBQ_SEED, which repeats a run,
 * else the clock; printed, so that it can be repeated.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static inline unsigned seed_take(void)
{
	const char *given = getenv("JOBQ_SEED");
	unsigned seed = given ? (unsigned)strtoul(given, NULL, 10)
			      : (unsigned)time(NULL);

	printf("JOBQ_SEED=%u\n", seed);
	return seed;
}
