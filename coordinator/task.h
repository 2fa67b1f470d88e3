#pragma once
/*
 * Task: one request to be made, as the coordinator sees it: what makes two of
 * them the same, whether one that a worker found may be taken, and its name in
 * a reason that a person reads. Pure.
 */
#include "core/digest.h"
#include "core/wire.pb-c.h"

enum {
	TASK_MAX_TRIES = 4,
	TASK_MAX_REDIRECTS = 10,
	TASK_MAX_KEY = 1024,
	TASK_MAX_STEP = 64,
};

/* Of (method, canonical URL, body); of one that a redirect led to also what it
 * is and how many led to it, so that two postings which end on one page are
 * both asked for, and a circle is followed to TASK_MAX_REDIRECTS. */
struct digest task_digest(const Jobq__Task *task);
/* "listing page offset=100", "detail 4711", "page /jobs/?p=2". Caller frees. */
char *task_label(const Jobq__Task *task);
/* NULL, or in words why the task cannot be taken. */
const char *task_refused(const Jobq__Task *task);
