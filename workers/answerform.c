#include "workers/answerform.h"
#include "core/alloc.h"
#include "workers/charset.h"
#include "workers/excerpt.h"
#include "workers/jsondoc.h"

enum { SHOWN_BYTES = 80 };

static int read_refusal(const struct formreader *reader,
			const struct yaml_node *map, struct refusal *out)
{
	static const char *const keys[] = {"status",   "pointer", "equals",
					   "contains", "say",	  "stale",
					   NULL};
	const struct formreader_range statuses = {100, 599};
	int r = yaml_known(reader->file, map, keys);

	if (r)
		return r;
	out->say = yaml_text(map, "say");
	out->contains = yaml_text(map, "contains");
	r = formreader_number(reader, map, "status", statuses, &out->status);
	if (!r)
		r = formreader_flag(reader, map, "stale", &out->stale);
	if (!r && yaml_get(map, "pointer"))
		r = condition_read(reader, map, &out->condition);
	if (!r && (!out->say ||
		   (!out->status && !out->contains && !out->condition.equals)))
		r = yaml_fail(reader->file, map,
			      "expected say, and status, contains or pointer");
	return r;
}

static int read_refusals(const struct formreader *reader,
			 const struct yaml_node *list, struct answerform *out)
{
	int r = 0;

	if (!list)
		return 0;
	if (list->kind != YAML_LIST)
		return yaml_fail(reader->file, list,
				 "expected refuse: a list of {status|contains|"
				 "pointer ..., say: ...}");
	out->refusals = alloc_zero(list->n + 1, sizeof(*out->refusals));
	for (size_t i = 0; i < list->n && !r; i++)
		r = read_refusal(reader, &list->items[i],
				 &out->refusals[out->n_refusals++]);
	return r;
}

int answerform_read(const struct formreader *reader,
		    const struct yaml_node *map, const char *what,
		    struct answerform *out)
{
	static const char *const keys[] = {"pointer", "equals", "message",
					   NULL};
	const struct yaml_node *success = yaml_get(map, "success");
	struct answerform form = {.what = what};
	int r = success ? yaml_known(reader->file, success, keys) : 0;

	if (!r && success)
		r = condition_read(reader, success, &form.success);
	if (!r && yaml_get(success, "message"))
		r = formreader_pointer(reader, yaml_get(success, "message"),
				       &form.message);
	if (!r)
		r = read_refusals(reader, yaml_get(map, "refuse"), &form);
	if (r)
		answerform_deinit(&form);
	else
		*out = form;
	return r;
}

void answerform_deinit(struct answerform *form)
{
	condition_deinit(&form->success);
	pointer_deinit(&form->message);
	for (size_t i = 0; i < form->n_refusals; i++)
		condition_deinit(&form->refusals[i].condition);
	free(form->refusals);
	*form = (struct answerform){0};
}

static int refuse(struct answer *answer, const struct answerform *form,
		  char *words)
{
	answer->why = alloc_format("%s: %s", form->what, words);
	free(words);
	return ANSWER_E_REFUSED;
}

/* By its status alone, with the recipe's words where it has some. */
static int refuse_status(struct answer *answer, const struct answerform *form,
			 int status)
{
	for (size_t i = 0; i < form->n_refusals; i++) {
		const struct refusal *refusal = &form->refusals[i];

		if (refusal->status != status)
			continue;
		answer->stale |= refusal->stale;
		return refuse(
			answer, form,
			alloc_format("HTTP %d: %s", status, refusal->say));
	}
	return refuse(answer, form, alloc_format("HTTP %d", status));
}

static bool contains(struct slice text, const char *word)
{
	return text.len && memmem(text.data, text.len, word, strlen(word));
}

int answer_init(struct answer *out, const struct answerform *form,
		const struct fetch_answer *fetched)
{
	struct slice type = fetch_answer_header(fetched, "Content-Type");
	const struct charset_hint hint = {
		.content_type = type,
		.html = contains(type, "html"),
	};

	*out = (struct answer){0};
	if (fetched->status < 200 || fetched->status > 299)
		return refuse_status(out, form, fetched->status);
	out->text =
		charset_decode(slice_bytes(&fetched->body), &hint, &out->room);
	for (size_t i = 0; i < form->n_refusals; i++) {
		const struct refusal *refusal = &form->refusals[i];

		if (!refusal->contains ||
		    !contains(out->text, refusal->contains))
			continue;
		out->stale |= refusal->stale;
		return refuse(out, form, alloc_copy(refusal->say));
	}
	return 0;
}

static char *found_at(const struct pointer *pointer, json_t *doc)
{
	json_t *value = pointer_get(pointer, doc);
	CLEANUP(freep) char *text = jsondoc_text(value);

	if (!value)
		return alloc_copy("nothing");
	if (!text)
		return alloc_copy(json_is_null(value)	 ? "null"
				  : json_is_array(value) ? "a list"
							 : "an object");
	return excerpt_of(slice_text(text), SHOWN_BYTES);
}

static char *success_failed(const struct answerform *form, json_t *doc)
{
	CLEANUP(freep) char *found = found_at(&form->success.pointer, doc);
	json_t *value =
		form->message.text ? pointer_get(&form->message, doc) : NULL;
	CLEANUP(freep) char *text = jsondoc_text(value);
	CLEANUP(freep)
	char *message = excerpt_of(slice_text(text), SHOWN_BYTES);

	return alloc_format("expected %s %s, found %s%s%s%s",
			    form->success.pointer.text, form->success.equals,
			    found, *message ? " (" : "", message,
			    *message ? ")" : "");
}

static int test_json(struct answer *answer, const struct answerform *form,
		     json_t *doc)
{
	for (size_t i = 0; i < form->n_refusals; i++) {
		const struct refusal *refusal = &form->refusals[i];

		if (!refusal->condition.equals ||
		    condition_test(&refusal->condition, doc) != CONDITION_HOLDS)
			continue;
		answer->stale |= refusal->stale;
		return refuse(answer, form, alloc_copy(refusal->say));
	}
	if (form->success.equals &&
	    condition_test(&form->success, doc) != CONDITION_HOLDS)
		return refuse(answer, form, success_failed(form, doc));
	return 0;
}

int answer_json(struct answer *answer, const struct answerform *form,
		const struct envelope *envelope, const struct vars *vars,
		json_t **doc)
{
	json_auto_t *read = NULL;
	char *why = NULL;
	int r = jsondoc_parse(answer->text, &read, &why);

	if (r)
		return refuse(answer, form, why);
	r = envelope_open(envelope, vars, &read, &why);
	if (r == ENVELOPE_E_SEAL) {
		answer->stale = true; /* the page may name another IV by now */
		return refuse(answer, form, why);
	}
	if (!r)
		r = test_json(answer, form, read);
	if (r)
		return r;
	*doc = TAKE(read);
	return 0;
}

void answer_deinit(struct answer *answer)
{
	bytes_deinit(&answer->room);
	free(answer->why);
	*answer = (struct answer){0};
}
