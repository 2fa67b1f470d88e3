#include "coordinator/status.h"
#include "core/alloc.h"
#include "core/times.h"

static Jobq__StatusSource *source_of(const struct plan *plan,
				     const struct source *s, struct moment now)
{
	Jobq__StatusSource *out = alloc_get(sizeof(*out));
	int64_t due_ms = plan_due_ms(plan, s, now);

	jobq__status_source__init(out);
	out->id = alloc_copy(s->spec->id);
	out->due_ms = due_ms == TIMES_FOREVER ? 0 : due_ms;
	if (!s->round)
		return out;
	out->open = true;
	out->queued = s->round->queued;
	out->leased = s->round->leased;
	out->done = (uint32_t)s->round->record->done;
	out->failed = (uint32_t)s->round->record->failed;
	return out;
}

static void add_sources(Jobq__Status *status, const struct plan *plan,
			struct moment now)
{
	const struct source *s = plan->options.sources->table;

	status->sources = alloc_zero(HASH_COUNT(plan->options.sources->table),
				     sizeof(*status->sources));
	for (; s; s = s->hh.next)
		status->sources[status->n_sources++] = source_of(plan, s, now);
}

static void add_hosts(Jobq__Status *status, const struct plan *plan,
		      struct moment now)
{
	const struct host *host = plan->hosts.table;

	status->hosts = alloc_zero(STATUS_MAX_HOSTS, sizeof(*status->hosts));
	for (; host && status->n_hosts < STATUS_MAX_HOSTS;
	     host = host->hh.next) {
		Jobq__StatusHost *out = alloc_get(sizeof(*out));

		jobq__status_host__init(out);
		out->host = alloc_copy(host->name);
		out->worker =
			alloc_copy(host->lease ? host->lease->worker : "");
		out->wait_ms = host_wait_ms(host, now);
		out->failures = host->failures;
		status->hosts[status->n_hosts++] = out;
	}
}

static void add_workers(Jobq__Status *status, const struct roster *roster)
{
	const struct worker *worker = roster->by_name;

	status->workers = alloc_zero(HASH_COUNT(roster->by_name),
				     sizeof(*status->workers));
	for (; worker; worker = worker->hh.next)
		status->workers[status->n_workers++] = alloc_copy(worker->name);
}

Jobq__Status *status_make(const struct status_view *view, struct moment now)
{
	const struct plan *plan = view->plan;
	Jobq__Status *status = alloc_get(sizeof(*status));

	jobq__status__init(status);
	status->program = alloc_copy("coordinator");
	add_sources(status, plan, now);
	add_hosts(status, plan, now);
	add_workers(status, view->roster);
	status->rounds_open = HASH_COUNT(plan->rounds.table);
	status->rounds_done = plan->totals.rounds;
	status->postings = plan->totals.items;
	status->errors = plan->totals.errors;
	for (struct round *r = plan->rounds.table; r; r = r->hh.next) {
		status->postings += r->record->items;
		status->errors += r->record->failed;
	}
	status->finished = view->finished;
	return status;
}
