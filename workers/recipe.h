#pragma once
/*
 * Recipe: how a board system is read, from workers/recipes/NAME.yaml
 * (docs/recipes.md has the form): the session's requests, the listing with its
 * paging and success test, the field map, the detail request, the envelope.
 * Pure but for loading: it makes requests out of tasks, and observations and
 * tasks out of answers; it sends nothing. One thread a recipe.
 */
#include "core/bytes.h"
#include "core/wire.pb-c.h"
#include "workers/fetch.h"

struct recipe;
struct session; /* what a source's session requests brought: cookies, values */

/* -EINVAL, logged with file and line, where the file is wrong or not there. */
MUST_CHECK int recipe_load(struct recipe **out, const char *dir,
			   const char *name);
MUST_CHECK int recipe_parse(struct recipe **out, const char *file,
			    struct slice yaml);
void recipe_free(struct recipe *recipe);
DEFINE_CLEANUP(struct recipe *, recipe_free);

const char *
recipe_extractor(const struct recipe *recipe); /* "greenhouse/1.1" */
bool recipe_authoritative(const struct recipe *recipe);

/* Which recipe reads a URL that a person pasted ("https://jobs.ashbyhq.com/x"),
 * and the params it gives: 0, or RECIPE_E_NO_MATCH. `spec` is filled (id,
 * recipe, params); free by jobq__source_spec__free_unpacked(). */
enum { RECIPE_E_NO_MATCH = 1, RECIPE_E_PARAM = 2 };
MUST_CHECK int recipe_match(const char *dir, const char *url,
			    Jobq__SourceSpec **spec);
/* Are the params there that the recipe needs? RECIPE_E_PARAM: *why (caller
 * frees) names the missing or unknown one. */
MUST_CHECK int recipe_check_params(const struct recipe *recipe,
				   const Jobq__SourceSpec *spec, char **why);
/* "HOST/BOARD": the board's identity behind the source. Caller frees. */
char *recipe_board(const struct recipe *recipe, const Jobq__SourceSpec *spec);

/* The first tasks of a round (id, round unset; seed set). Used by the
 * coordinator. The array and its tasks are the caller's. */
struct tasks {
	Jobq__Task **items;
	size_t n;
};
void tasks_deinit(struct tasks *tasks);
MUST_CHECK int recipe_seeds(const struct recipe *recipe,
			    const Jobq__SourceSpec *spec, struct tasks *out);

/* Tasks for the sitemaps that robots.txt names, those in the source's scope;
 * none where the recipe does not walk pages. */
MUST_CHECK int recipe_sitemaps(const struct recipe *recipe,
			       const Jobq__SourceSpec *spec,
			       const char *const *urls, size_t n,
			       struct tasks *out);

/* ---- session ---- */
struct session *session_new(const Jobq__SourceSpec *spec);
void session_free(struct session *session);
DEFINE_CLEANUP(struct session *, session_free);
void session_reset(struct session *session); /* as new: start over */
/* How many session requests the recipe has (0: none is needed). */
size_t recipe_session_steps(const struct recipe *recipe);

/* A request, ready for fetch_start(); by value, recipe_request_deinit(). */
struct recipe_request {
	char *method, *url, *cookie;
	struct fetch_header *headers; /* owned strings */
	size_t n_headers;
	struct bytes body;
	const char *const *volatile_parts; /* the recipe's */
};
void recipe_request_deinit(struct recipe_request *request);

/* Session step `step`'s request. */
MUST_CHECK int recipe_session_request(const struct recipe *recipe,
				      struct session *session, size_t step,
				      struct recipe_request *out);
/* Takes an answer (any status; redirects are followed by the errand, which
 * gives each hop's answer to session_cookies() first) and picks the step's
 * values. RECIPE_E_ANSWER with *why where it is not what the recipe expects. */
enum { RECIPE_E_ANSWER = 3 };
MUST_CHECK int recipe_session_take(const struct recipe *recipe,
				   struct session *session, size_t step,
				   const struct fetch_answer *answer,
				   char **why);
/* Set-Cookie of any answer of the source (RFC 6265, by the original URL). */
void session_cookies(struct session *session, const char *url,
		     const struct fetch_answer *answer);
/* The Cookie header's value for `url`, or NULL; caller frees. */
char *session_cookie_header(const struct session *session, const char *url);

/* ---- tasks ---- */
/* The task's request: its own url, method and body (a redirected task keeps
 * those that the redirect gave it), completed by the session's values, with the
 * headers of the recipe's step. */
MUST_CHECK int recipe_request(const struct recipe *recipe,
			      struct session *session, const Jobq__Task *task,
			      struct recipe_request *out);

/* What an answer (2xx) to a task said. */
struct extract {
	Jobq__Observation **observations; /* round copied from the task */
	size_t n_observations;
	struct tasks found;
	int64_t claimed;       /* -1 */
	uint32_t items;	       /* postings the answer listed */
	bool contents_missing; /* some posting came without all its content and
				* no detail task was found for it */
	bool session_stale;    /* the site wants a new session: try once more */
	char *why;	       /* RECIPE_E_ANSWER: what is wrong, in words */
};
void extract_deinit(struct extract *extract);
/* 0, or RECIPE_E_ANSWER (out->why says what was expected; out is otherwise
 * empty but for session_stale). An answer that is not 2xx may be given too: it
 * is always RECIPE_E_ANSWER, in the recipe's own words where it has some ("HTTP
 * 405: this tenant wants requests signed by a browser ..."). `answer->archive`
 * goes into the contents. Tasks found have no id and no round; their hops are
 * counted. The charset of HTML is found and converted here (uchardet, iconv).
 * The caller frees by extract_deinit(), whatever came. */
MUST_CHECK int recipe_extract(const struct recipe *recipe,
			      const Jobq__SourceSpec *spec,
			      struct session *session, const Jobq__Task *task,
			      const struct fetch_answer *answer,
			      struct extract *out);
