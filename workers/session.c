#include "workers/session.h"
#include "core/alloc.h"
#include "core/pack.h"
#include "core/times.h"
#include "workers/cookies.h"
#include "workers/excerpt.h"
#include "workers/jsondoc.h"
#include "workers/xpath.h"
#include <strings.h>

enum { SHOWN_BYTES = 60 };

struct session *session_new(const Jobq__SourceSpec *spec)
{
	struct session *session = alloc_zero(1, sizeof(*session));

	session->spec = (Jobq__SourceSpec *)pack_clone(&spec->base);
	session->values.below = &session->params;
	session->cookies = cookies_new();
	return session;
}

void session_free(struct session *session)
{
	if (!session)
		return;
	cookies_free(session->cookies);
	vars_deinit(&session->values);
	vars_deinit(&session->params);
	jobq__source_spec__free_unpacked(session->spec, NULL);
	free(session);
}

void session_reset(struct session *session)
{
	cookies_free(session->cookies);
	session->cookies = cookies_new();
	vars_reset(&session->values);
}

const struct vars *session_vars(struct session *session,
				const struct recipe *recipe)
{
	if (session->of_recipe != recipe) {
		vars_reset(&session->params);
		params_vars(&recipe->params, session->spec, &session->params);
		session->of_recipe = recipe;
	}
	return &session->values;
}

/* A header's lines; the value of each Set-Cookie goes to the jar. */
void session_cookies(struct session *session, const char *url,
		     const struct fetch_answer *answer)
{
	static const char name[] = "set-cookie:";
	const char *at = answer->headers.data;
	const char *end = at ? at + answer->headers.len : at;

	while (at < end) {
		const char *eol = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((eol ? eol : end) - at);
		size_t begin = sizeof(name) - 1;

		while (len && (at[len - 1] == '\r' || at[len - 1] == '\n'))
			len--;
		while (begin < len && (at[begin] == ' ' || at[begin] == '\t'))
			begin++;
		if (len >= begin && !strncasecmp(at, name, sizeof(name) - 1))
			cookies_take(session->cookies, url,
				     slice_of(at + begin, len - begin),
				     times_now_ms());
		at = eol ? eol + 1 : end;
	}
}

char *session_cookie_header(const struct session *session, const char *url)
{
	return cookies_header(session->cookies, url, times_now_ms());
}

size_t recipe_session_steps(const struct recipe *recipe)
{
	return recipe->n_steps;
}

int recipe_session_request(const struct recipe *recipe, struct session *session,
			   size_t step, struct recipe_request *out)
{
	const struct requestform *form = &recipe->steps[step].request;
	const struct vars *vars = session_vars(session, recipe);

	*out = (struct recipe_request){0};
	out->method = alloc_copy(form->method);
	out->url = requestform_url(form, vars);
	out->cookie = session_cookie_header(session, out->url);
	out->headers = requestform_headers(form, vars, &recipe->picks,
					   &out->n_headers);
	requestform_body(form, vars, &out->body);
	out->volatile_parts = recipe->volatile_parts;
	return 0;
}

/* What a step's picks are looked for in. */
struct taking {
	struct session *session;
	struct slice text;
	json_t *doc; /* NULL: the answer is no JSON */
	const char *url;
};

static char *pick_pointer(const struct pick *pick, json_t *doc)
{
	return doc ? jsondoc_text(pointer_get(&pick->pointer, doc)) : NULL;
}

static char *pick_xpath(const struct pick *pick, struct slice html)
{
	CLEANUP(freep) char *found = NULL;
	CLEANUP(freep) char *why = NULL;
	json_auto_t *doc = NULL;

	if (xpath_text(html, pick->xpath, &found))
		return NULL;
	if (!pick->pointer.text)
		return TAKE(found);
	if (jsondoc_parse(slice_text(found), &doc, &why))
		return NULL;
	return pick_pointer(pick, doc);
}

static char *pick_value(const struct pick *pick, const struct taking *taking)
{
	if (pick->cookie)
		return cookies_value(taking->session->cookies, taking->url,
				     pick->cookie, times_now_ms());
	if (pick->xpath)
		return pick_xpath(pick, taking->text);
	return pick_pointer(pick, taking->doc);
}

static char *not_found(const struct pick *pick, const struct taking *taking)
{
	CLEANUP(freep) char *title = NULL;
	CLEANUP(freep) char *shown = NULL;
	const char *where = pick->cookie  ? pick->cookie
			    : pick->xpath ? pick->xpath
					  : pick->pointer.text;

	if (pick->xpath && !xpath_text(taking->text, "//title", &title))
		shown = excerpt_of(slice_text(title), SHOWN_BYTES);
	else
		shown = excerpt_of(taking->text, SHOWN_BYTES);
	return alloc_format(
		"expected %s%s%s%s for \"%s\", found %s \"%s\"",
		pick->cookie ? "the cookie " : "", where,
		pick->xpath && pick->pointer.text ? " with " : "",
		pick->xpath && pick->pointer.text ? pick->pointer.text : "",
		pick->name, title ? "a page titled" : "an answer", shown);
}

static int take_picks(const struct sessionstep *step,
		      const struct taking *taking, char **why)
{
	for (size_t i = 0; i < step->n_picks; i++) {
		const struct pick *pick = &step->picks[i];
		CLEANUP(freep) char *value = pick_value(pick, taking);

		if (!value || !*value) {
			*why = not_found(pick, taking);
			return RECIPE_E_ANSWER;
		}
		vars_set(&taking->session->values, pick->name, value);
	}
	return 0;
}

static bool wants_json(const struct sessionstep *step)
{
	bool json = step->answer.success.equals != NULL;

	for (size_t i = 0; i < step->n_picks; i++)
		json |= !step->picks[i].xpath && !step->picks[i].cookie;
	return json;
}

int recipe_session_take(const struct recipe *recipe, struct session *session,
			size_t step, const struct fetch_answer *answer,
			char **why)
{
	static const struct envelope none = {ENVELOPE_NONE, NULL};
	const struct sessionstep *form = &recipe->steps[step];
	const struct vars *vars = session_vars(session, recipe);
	CLEANUP(freep) char *url = requestform_url(&form->request, vars);
	struct taking taking = {.session = session, .url = url};
	struct answer read;
	int r = answer_init(&read, &form->answer, answer);

	if (!r && wants_json(form))
		r = answer_json(&read, &form->answer, &none, vars, &taking.doc);
	taking.text = read.text;
	if (r == ANSWER_E_REFUSED) {
		/* The caller says "session: " as well. */
		*why = alloc_copy(read.why + strlen("session: "));
		r = RECIPE_E_ANSWER;
	} else if (!r) {
		r = take_picks(form, &taking, why);
	}
	json_decref(taking.doc);
	answer_deinit(&read);
	return r;
}
