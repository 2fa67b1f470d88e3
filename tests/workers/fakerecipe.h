#pragma once
/*
 * Fakerecipe: a double of workers/recipe.h for tests of what is built around
 * the recipes; included once by a test program. Recipes: "plain" needs no
 * session, "session" one request of /session on the task's host, any other
 * cannot be loaded. An answer's body is lines:
 *
 *	post KEY   a posting that is listed with its content
 *	link URL   a page to be found
 *	total N    the site's count
 *	stale      the site wants a new session
 *	bad        not what the recipe expects
 */
#include "core/alloc.h"
#include "core/pack.h"
#include "workers/recipe.h"
#include <stdio.h>
#include <string.h>

struct recipe {
	size_t steps;
};
struct session {
	char *host;
	bool token;
	char *cookie;
};

int recipe_load(struct recipe **out, const char *dir, const char *name)
{
	(void)dir;
	if (strcmp(name, "plain") && strcmp(name, "session"))
		return -22;
	*out = alloc_zero(1, sizeof(**out));
	(*out)->steps = !strcmp(name, "session");
	return 0;
}

void recipe_free(struct recipe *recipe)
{
	free(recipe);
}

void tasks_deinit(struct tasks *tasks)
{
	for (size_t i = 0; i < tasks->n; i++)
		jobq__task__free_unpacked(tasks->items[i], NULL);
	free(tasks->items);
}

int recipe_sitemaps(const struct recipe *recipe, const Jobq__SourceSpec *spec,
		    const char *const *urls, size_t n, struct tasks *out)
{
	(void)recipe;
	(void)spec;
	for (size_t i = 0; i < n; i++) {
		Jobq__Task *task = alloc_get(sizeof(*task));

		jobq__task__init(task);
		task->url = alloc_copy(urls[i]);
		out->items = alloc_resize(out->items, out->n + 1,
					  sizeof(*out->items));
		out->items[out->n++] = task;
	}
	return 0;
}

struct session *session_new(const Jobq__SourceSpec *spec)
{
	struct session *session = alloc_zero(1, sizeof(*session));

	session->host = alloc_copy(spec->n_params ? spec->params[0]->value
						  : "site.example");
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	free(session->host);
	free(session->cookie);
	free(session);
}

void session_reset(struct session *session)
{
	session->token = false;
	free(session->cookie);
	session->cookie = NULL;
}

size_t recipe_session_steps(const struct recipe *recipe)
{
	return recipe->steps;
}

void recipe_request_deinit(struct recipe_request *request)
{
	free(request->method);
	free(request->url);
	free(request->cookie);
	bytes_deinit(&request->body);
}

int recipe_session_request(const struct recipe *recipe, struct session *session,
			   size_t step, struct recipe_request *out)
{
	(void)recipe;
	(void)step;
	*out = (struct recipe_request){0};
	out->method = alloc_copy("GET");
	out->url = alloc_format("http://%s/session", session->host);
	return 0;
}

int recipe_session_take(const struct recipe *recipe, struct session *session,
			size_t step, const struct fetch_answer *answer,
			char **why)
{
	(void)recipe;
	(void)step;
	if (answer->status != 200) {
		*why = alloc_copy("no token");
		return RECIPE_E_ANSWER;
	}
	session->token = true;
	return 0;
}

void session_cookies(struct session *session, const char *url,
		     const struct fetch_answer *answer)
{
	struct slice said = fetch_answer_header(answer, "Set-Cookie");

	(void)url;
	if (!said.len)
		return;
	free(session->cookie);
	session->cookie = alloc_copy_n(said.data, said.len);
}

char *session_cookie_header(const struct session *session, const char *url)
{
	(void)url;
	return alloc_copy(session->cookie);
}

int recipe_request(const struct recipe *recipe, struct session *session,
		   const Jobq__Task *task, struct recipe_request *out)
{
	(void)recipe;
	*out = (struct recipe_request){0};
	out->method = alloc_copy(*task->method ? task->method : "GET");
	out->url = alloc_copy(task->url);
	out->cookie = session_cookie_header(session, task->url);
	bytes_add(&out->body, task->body.data, task->body.len);
	return 0;
}

static void fake_post(struct extract *out, const Jobq__Task *task,
		      const char *key)
{
	Jobq__Observation *seen = alloc_get(sizeof(*seen));

	jobq__observation__init(seen);
	seen->key = alloc_copy(key);
	if (task->round)
		seen->round = (void *)pack_clone(&task->round->base);
	out->observations =
		alloc_resize(out->observations, out->n_observations + 1,
			     sizeof(*out->observations));
	out->observations[out->n_observations++] = seen;
	out->items++;
}

static void fake_link(struct extract *out, const char *url)
{
	Jobq__Task *task = alloc_get(sizeof(*task));

	jobq__task__init(task);
	task->kind = JOBQ__TASK_KIND__TASK_PAGE;
	task->url = alloc_copy(url);
	out->found.items = alloc_resize(out->found.items, out->found.n + 1,
					sizeof(*out->found.items));
	out->found.items[out->found.n++] = task;
}

void extract_deinit(struct extract *extract)
{
	for (size_t i = 0; i < extract->n_observations; i++)
		jobq__observation__free_unpacked(extract->observations[i],
						 NULL);
	free(extract->observations);
	tasks_deinit(&extract->found);
	free(extract->why);
	*extract = (struct extract){0};
}

int recipe_extract(const struct recipe *recipe, const Jobq__SourceSpec *spec,
		   struct session *session, const Jobq__Task *task,
		   const struct fetch_answer *answer, struct extract *out)
{
	const char *body = answer->body.data ? answer->body.data : "";
	char word[16], rest[256];
	int used = 0;

	(void)recipe;
	(void)spec;
	(void)session;
	*out = (struct extract){.claimed = -1};
	if (answer->status / 100 != 2)
		return RECIPE_E_ANSWER;
	for (; sscanf(body, "%15s %255s\n%n", word, rest, &used) == 2;
	     body += used) {
		if (!strcmp(word, "post"))
			fake_post(out, task, rest);
		else if (!strcmp(word, "link"))
			fake_link(out, rest);
		else if (!strcmp(word, "total"))
			out->claimed = atoi(rest);
		else if (!strcmp(word, "stale"))
			out->session_stale = true;
		else if (!strcmp(word, "bad")) {
			extract_deinit(out);
			out->why = alloc_copy("not what was expected");
			return RECIPE_E_ANSWER;
		}
	}
	return 0;
}
