#include "workers/verdict.h"
#include "core/alloc.h"
#include "core/times.h"

const char *verdict_phrase(int status)
{
	static const struct {
		int status;
		const char *phrase;
	} known[] = {
		{400, "Bad Request"},
		{401, "Unauthorized"},
		{403, "Forbidden"},
		{404, "Not Found"},
		{405, "Method Not Allowed"},
		{406, "Not Acceptable"},
		{408, "Request Timeout"},
		{410, "Gone"},
		{415, "Unsupported Media Type"},
		{422, "Unprocessable Content"},
		{429, "Too Many Requests"},
		{451, "Unavailable For Legal Reasons"},
		{500, "Internal Server Error"},
		{501, "Not Implemented"},
		{502, "Bad Gateway"},
		{503, "Service Unavailable"},
		{504, "Gateway Timeout"},
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (known[i].status == status)
			return known[i].phrase;
	return "";
}

static enum verdict_kind of_status(int status)
{
	if (status >= 200 && status < 300)
		return VERDICT_READ;
	switch (status) {
	case 301:
	case 302:
	case 303:
	case 307:
	case 308:
		return VERDICT_REDIRECT;
	case 401:
	case 403:
		return VERDICT_DENIED;
	case 404:
	case 410:
		return VERDICT_GONE;
	case 408:
	case 429:
		return VERDICT_RETRY;
	default:
		return status >= 500 ? VERDICT_RETRY : VERDICT_FAILED;
	}
}

static enum verdict_kind of_error(enum fetch_error error)
{
	switch (error) {
	case FETCH_TIMEOUT:
	case FETCH_NETWORK:
	case FETCH_BAD_ANSWER: /* cut short by who knows what */
		return VERDICT_RETRY;
	default:
		return VERDICT_FAILED;
	}
}

static int64_t retry_after(const struct fetch_answer *answer)
{
	struct slice said = fetch_answer_header(answer, "Retry-After");
	CLEANUP(freep) char *text = alloc_copy_n(said.data, said.len);
	int64_t ms = -1;

	if (!said.len || times_parse_retry_after(text, &ms))
		return -1;
	return ms;
}

void verdict_init(struct verdict *out, const struct fetch_answer *answer)
{
	const char *phrase = verdict_phrase(answer->status);

	*out = (struct verdict){.retry_after_ms = -1};
	if (answer->error) {
		out->kind = of_error(answer->error);
		out->why = alloc_copy(answer->why ? answer->why
						  : "the fetch failed");
		return;
	}
	out->kind = of_status(answer->status);
	out->why = alloc_format("%d%s%s", answer->status, *phrase ? " " : "",
				phrase);
	out->retry_after_ms = retry_after(answer);
}

void verdict_deinit(struct verdict *verdict)
{
	free(verdict->why);
	*verdict = (struct verdict){0};
}
