#pragma once
/*
 * Crawl: starts, watches and stops the crew of a crawl on one machine, tells
 * how far it is, and judges what came of it. One crawl a data directory, by its
 * lock. Runs in the thread that lives as long as the process.
 */
#include "query/crawlorder.h"

enum { CRAWL_LOCK_MS = 30000 };

/* The exit code: enum in query/command.h, or 128 + the signal that ended it. */
MUST_CHECK int crawl_run(const struct crawlorder *order);
