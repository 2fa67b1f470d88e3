#pragma once
/*
 * Pace: when the next request may go to a host. Pure: the clock is an argument,
 * the jitter comes from a seed. Times are monotonic milliseconds.
 *
 * The distance counts from the end of the previous answer: the larger of the
 * source's delay and robots.txt's Crawl-delay; after a failure the larger of
 * that, Retry-After (RFC 9110 10.2.3) and a back-off from 1 s, doubling, with
 * up to half as much jitter, capped at 60 s. A success ends the back-off.
 * Where there is a distance, PACE_MARGIN_MS more: a site notes the end of its
 * answer a little later than we have it, and its log is what counts.
 */
#include <stdbool.h>
#include <stdint.h>

enum {
	PACE_MARGIN_MS = 20,
	PACE_BACKOFF_MS = 1000,
	PACE_BACKOFF_MAX_MS = 60000,
	PACE_DELAY_MAX_MS = 120000, /* a Crawl-delay beyond is cut */
	PACE_RETRY_AFTER_MAX_MS = 86400 * 1000, /* a day: hosts are told it */
};

struct pace {
	int64_t delay_ms;  /* the sources' */
	int64_t crawl_ms;  /* robots.txt's; 0: none */
	int64_t next_ms;   /* before it nothing goes out */
	uint32_t failures; /* in a row */
	uint64_t random;
	bool unpaced; /* replay: there is no site to be polite to */
};

/* `wait_ms` and `failures` are what the host's last holder left. */
void pace_init(struct pace *pace, int64_t now_ms, uint32_t wait_ms,
	       uint32_t failures);
/* Seeds the jitter. */
void pace_seed(struct pace *pace, uint64_t seed);
/* A source with this delay is read on the host: the largest one holds. */
void pace_need_delay(struct pace *pace, int64_t delay_ms);
/* robots.txt's Crawl-delay; < 0: none. */
void pace_need_crawl_delay(struct pace *pace, int64_t crawl_ms);

/* An answer ended now. It says nothing yet about failures. */
void pace_answered(struct pace *pace, int64_t now_ms);
/* What was asked for was had: failures in a row are over. */
void pace_succeeded(struct pace *pace);
/* A transient failure ended now; `retry_after_ms` < 0: none was said. */
void pace_failed(struct pace *pace, int64_t now_ms, int64_t retry_after_ms);

/* How long until the next request may go out; 0: now. */
uint32_t pace_wait_ms(const struct pace *pace, int64_t now_ms);
/* The distance between requests without failures, with its margin. */
int64_t pace_delay_ms(const struct pace *pace);
