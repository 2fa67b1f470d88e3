#pragma once
/*
 * Status: what the coordinator tells `jobq status` and the progress of
 * `jobq crawl`. Pure.
 */
#include "coordinator/plan.h"
#include "coordinator/roster.h"

enum { STATUS_MAX_HOSTS = 1000 };

struct status_view {
	const struct plan *plan;
	const struct roster *roster;
	bool finished;
};
/* Caller frees (pack_freep). */
Jobq__Status *status_make(const struct status_view *view, struct moment now);
