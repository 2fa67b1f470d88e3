#pragma once
/*
 * Verdict: what an answer's status, or its failure, means for the task, before
 * its body is read. Pure.
 */
#include "workers/fetch.h"

enum verdict_kind {
	VERDICT_READ,	  /* 2xx: read it */
	VERDICT_REDIRECT, /* 301, 302, 303, 307, 308 */
	VERDICT_RETRY,	  /* 408, 429, 5xx, time-out, network, broken answer */
	VERDICT_DENIED,	  /* 401, 403: final, unless a session was too old */
	VERDICT_FAILED,	  /* will not get better within this round */
	VERDICT_GONE,	  /* 404, 410 */
};

struct verdict {
	enum verdict_kind kind;
	int64_t retry_after_ms; /* -1: none was said */
	char *why;		/* in words: "503 Service Unavailable"; owned */
};

void verdict_init(struct verdict *out, const struct fetch_answer *answer);
void verdict_deinit(struct verdict *verdict);
/* "Not Found" for 404; "" for a status without a name (RFC 9110 15). */
const char *verdict_phrase(int status);
