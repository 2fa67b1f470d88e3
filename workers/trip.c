#include "workers/trip.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "core/pack.h"
#include "core/urlkey.h"
#include "workers/rulebook.h"
#include <strings.h>

static struct trip *new_trip(enum trip_kind kind)
{
	struct trip *trip = alloc_zero(1, sizeof(*trip));

	trip->kind = kind;
	fetch_answer_init(&trip->answer);
	return trip;
}

struct trip *trip_new_task(Jobq__Task *task, struct access *access)
{
	struct trip *trip = new_trip(TRIP_TASK);

	trip->task = task;
	trip->access = access;
	trip->start = alloc_copy(task->url);
	return trip;
}

struct trip *trip_new_session(struct access *access)
{
	CLEANUP(trip_freep) struct trip *trip = new_trip(TRIP_SESSION);
	CLEANUP(freep) char *host = NULL;

	trip->access = access;
	if (recipe_session_request(access->recipe, access->session,
				   access->steps_done, &trip->request))
		return NULL;
	trip->prepared = true;
	trip->start = alloc_copy(trip->request.url);
	host = url_host(trip->start);
	return host ? TAKE(trip) : NULL;
}

struct trip *trip_new_robots(const char *url)
{
	struct trip *trip = new_trip(TRIP_ROBOTS);

	trip->request.method = alloc_copy("GET");
	trip->request.url = rulebook_address(url);
	trip->prepared = true;
	trip->start = alloc_copy(trip->request.url);
	return trip;
}

void trip_free(struct trip *trip)
{
	if (!trip)
		return;
	if (trip->task)
		jobq__task__free_unpacked(trip->task, NULL);
	if (trip->prepared)
		recipe_request_deinit(&trip->request);
	for (size_t i = 0; i < trip->n_visited; i++)
		free(trip->visited[i]);
	free(trip->visited);
	free(trip->start);
	fetch_answer_deinit(&trip->answer);
	free(trip);
}

int trip_prepare(struct trip *trip)
{
	int r;

	if (trip->prepared)
		return 0;
	r = recipe_request(trip->access->recipe, trip->access->session,
			   trip->task, &trip->request);
	if (r)
		return fold(r, "recipe_request");
	trip->prepared = true;
	return 0;
}

const char *trip_url(const struct trip *trip)
{
	return trip->prepared ? trip->request.url : trip->start;
}

static char *stop(const struct trip *trip)
{
	const struct recipe_request *request = &trip->request;

	return alloc_format("%s %s\n%s", request->method, request->url,
			    request->cookie ? request->cookie : "");
}

void trip_depart(struct trip *trip)
{
	trip->visited = alloc_resize(trip->visited, trip->n_visited + 1,
				     sizeof(*trip->visited));
	trip->visited[trip->n_visited++] = stop(trip);
	if (trip->access)
		trip->generation = trip->access->generation;
}

void trip_return(struct trip *trip)
{
	free(trip->visited[--trip->n_visited]);
}

char *trip_target(const struct trip *trip, const struct fetch_answer *answer)
{
	struct slice said = fetch_answer_header(answer, "Location");
	CLEANUP(freep) char *location = NULL;

	if (!said.len)
		return NULL;
	location = alloc_copy_n(said.data, said.len);
	return url_resolve(trip->request.url, location);
}

bool trip_becomes_get(int status, const char *method)
{
	if (status == 303)
		return strcasecmp(method, "HEAD") != 0;
	return (status == 301 || status == 302) && !strcasecmp(method, "POST");
}

static void turn(struct trip *trip, int status, char *url)
{
	struct recipe_request *request = &trip->request;

	if (trip_becomes_get(status, request->method)) {
		free(request->method);
		request->method = alloc_copy("GET");
		bytes_reset(&request->body);
	}
	free(request->url);
	request->url = url;
	free(request->cookie);
	request->cookie = NULL;
	if (trip->access)
		request->cookie =
			session_cookie_header(trip->access->session, url);
	trip->redirects++;
}

static bool was_there(const struct trip *trip)
{
	CLEANUP(freep) char *here = stop(trip);

	for (size_t i = 0; i < trip->n_visited; i++)
		if (!strcmp(trip->visited[i], here))
			return true;
	return false;
}

int trip_follow(struct trip *trip, const struct fetch_answer *answer,
		const char *host)
{
	CLEANUP(freep) char *url = trip_target(trip, answer);
	CLEANUP(freep) char *to = url ? url_host(url) : NULL;
	unsigned before = trip->task ? trip->task->redirects : 0;

	if (!to)
		return TRIP_E_NOWHERE;
	if (before + trip->redirects >= TRIP_MAX_REDIRECTS)
		return TRIP_E_TOO_MANY;
	if (host && strcmp(to, host) != 0)
		return TRIP_E_ELSEWHERE;
	turn(trip, answer->status, TAKE(url));
	return was_there(trip) ? TRIP_E_LOOP : 0;
}
