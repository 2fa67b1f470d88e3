#include "workers/pace.h"

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t smaller(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

void pace_init(struct pace *pace, int64_t now_ms, uint32_t wait_ms,
	       uint32_t failures)
{
	*pace = (struct pace){
		.next_ms = now_ms + wait_ms,
		.failures = failures,
		.random = 1,
	};
}

void pace_seed(struct pace *pace, uint64_t seed)
{
	pace->random = seed ? seed : 1;
}

/* xorshift64*: the jitter only has to differ between workers. */
static uint64_t next_random(struct pace *pace)
{
	uint64_t x = pace->random;

	x ^= x >> 12;
	x ^= x << 25;
	x ^= x >> 27;
	pace->random = x;
	return (x * 2685821657736338717ULL) >> 16;
}

void pace_need_delay(struct pace *pace, int64_t delay_ms)
{
	pace->delay_ms = larger(pace->delay_ms, delay_ms);
}

void pace_need_crawl_delay(struct pace *pace, int64_t crawl_ms)
{
	crawl_ms = smaller(crawl_ms, PACE_DELAY_MAX_MS);
	pace->crawl_ms = larger(pace->crawl_ms, crawl_ms);
}

int64_t pace_delay_ms(const struct pace *pace)
{
	int64_t delay_ms = larger(pace->delay_ms, pace->crawl_ms);

	return pace->unpaced || !delay_ms ? 0 : delay_ms + PACE_MARGIN_MS;
}

void pace_answered(struct pace *pace, int64_t now_ms)
{
	pace->next_ms = now_ms + pace_delay_ms(pace);
}

void pace_succeeded(struct pace *pace)
{
	pace->failures = 0;
}

static int64_t backoff_ms(struct pace *pace)
{
	unsigned doublings = pace->failures < 7 ? pace->failures - 1 : 6;
	int64_t base = (int64_t)PACE_BACKOFF_MS << doublings;
	int64_t jitter = (int64_t)(next_random(pace) % (uint64_t)(base / 2));

	return smaller(base + jitter, PACE_BACKOFF_MAX_MS);
}

void pace_failed(struct pace *pace, int64_t now_ms, int64_t retry_after_ms)
{
	int64_t wait_ms = smaller(retry_after_ms, PACE_RETRY_AFTER_MAX_MS);

	pace->failures++;
	wait_ms = larger(wait_ms, pace_delay_ms(pace));
	wait_ms = larger(wait_ms, backoff_ms(pace));
	pace->next_ms = now_ms + (pace->unpaced ? 0 : wait_ms);
}

uint32_t pace_wait_ms(const struct pace *pace, int64_t now_ms)
{
	if (pace->unpaced || pace->next_ms <= now_ms)
		return 0;
	return (uint32_t)(pace->next_ms - now_ms);
}
