#include "workers/report.h"
#include "core/alloc.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/urlkey.h"

void report_init(struct report *out, const Jobq__Task *task)
{
	*out = (struct report){.task = task};
	out->outcome = alloc_get(sizeof(*out->outcome));
	jobq__outcome__init(out->outcome);
	out->outcome->task = task->id;
	out->outcome->claimed = -1;
}

void report_deinit(struct report *report)
{
	for (size_t i = 0; i < report->n_observations; i++)
		jobq__observation__free_unpacked(report->observations[i], NULL);
	free(report->observations);
	if (report->outcome)
		jobq__outcome__free_unpacked(report->outcome, NULL);
	*report = (struct report){0};
}

/* What comes over the wire as "" must not be a borrowed literal: the outcome is
 * freed as an unpacked message is. */
static void set_reason(Jobq__Outcome *outcome, const char *why)
{
	if (outcome->reason && *outcome->reason)
		free(outcome->reason);
	outcome->reason = alloc_copy(why);
}

static void bound_found(Jobq__Outcome *outcome)
{
	size_t bytes = 0, kept = 0;

	while (kept < outcome->n_found) {
		bytes += protobuf_c_message_get_packed_size(
			&outcome->found[kept]->base);
		if (bytes > REPORT_MAX_FOUND_BYTES)
			break;
		kept++;
	}
	if (kept == outcome->n_found)
		return;
	log_line(LOG_WARN, "report", "tasks left out found=%zu kept=%zu",
		 outcome->n_found, kept);
	outcome->contents_missing = true; /* a detail may be among them */
	while (outcome->n_found > kept)
		jobq__task__free_unpacked(outcome->found[--outcome->n_found],
					  NULL);
}

static void bound_content(Jobq__Outcome *outcome, Jobq__Observation *seen)
{
	if (!seen->content ||
	    protobuf_c_message_get_packed_size(&seen->content->base) <=
		    REPORT_MAX_CONTENT_BYTES)
		return;
	jobq__content__free_unpacked(seen->content, NULL);
	seen->content = NULL;
	seen->complete = false;
	if (*seen->reason)
		free(seen->reason);
	seen->reason = alloc_copy("the content is larger than 16 MiB");
	outcome->contents_missing = true;
}

void report_extract(struct report *report, struct extract *extract)
{
	Jobq__Outcome *outcome = report->outcome;

	outcome->claimed = extract->claimed;
	outcome->items = extract->items;
	outcome->contents_missing = extract->contents_missing;
	outcome->found = TAKE(extract->found.items);
	outcome->n_found = extract->found.n;
	extract->found.n = 0;
	report->observations = TAKE(extract->observations);
	report->n_observations = extract->n_observations;
	extract->n_observations = 0;
	bound_found(outcome);
	for (size_t i = 0; i < report->n_observations; i++)
		bound_content(outcome, report->observations[i]);
}

static Jobq__RoundId *copy_round(const Jobq__RoundId *round)
{
	return round ? (Jobq__RoundId *)pack_clone(&round->base) : NULL;
}

static void observe_page(struct report *report, Jobq__Presence presence,
			 const char *why, const char *url)
{
	Jobq__Observation *seen = alloc_get(sizeof(*seen));

	jobq__observation__init(seen);
	seen->round = copy_round(report->task->round);
	seen->key = url_canonical(url);
	if (!seen->key)
		seen->key = alloc_copy(url);
	seen->presence = presence;
	seen->reason = alloc_copy(why);
	report->observations = alloc_get(sizeof(Jobq__Observation *));
	report->observations[0] = seen;
	report->n_observations = 1;
}

void report_result(struct report *report, Jobq__Result result, const char *why,
		   const char *url)
{
	const Jobq__Task *task = report->task;
	bool final = result == JOBQ__RESULT__RESULT_FAILED ||
		     (result == JOBQ__RESULT__RESULT_RETRY &&
		      task->tries >= REPORT_LAST_TRY);

	report->outcome->result = result;
	set_reason(report->outcome, why);
	if (task->kind != JOBQ__TASK_KIND__TASK_PAGE)
		return;
	if (result == JOBQ__RESULT__RESULT_GONE)
		observe_page(report, JOBQ__PRESENCE__PRESENCE_GONE, why, url);
	else if (final)
		observe_page(report, JOBQ__PRESENCE__PRESENCE_TENTATIVE, why,
			     url);
}

void report_found(struct report *report, Jobq__Task *task)
{
	Jobq__Outcome *outcome = report->outcome;

	outcome->found = alloc_resize(outcome->found, outcome->n_found + 1,
				      sizeof(*outcome->found));
	outcome->found[outcome->n_found++] = task;
}
