#include "query/unreached.h"
#include <string.h>

static int is_counted(bool *out, struct textindex *index, const char *company,
		      const struct standings *standings)
{
	*out = false;
	for (size_t i = 0; !*out && i < standings->n; i++) {
		const struct standing *s = &standings->items[i];
		size_t open = 0;
		int r = 0;

		if (strcmp(s->source->company, company) != 0)
			continue;
		if (!s->comparable)
			r = standing_count_open(s, index, &open);
		if (r)
			return r;
		*out = s->comparable || open;
	}
	return 0;
}

int unreached_settle(struct sources *sources, struct textindex *index,
		     const struct standings *standings)
{
	for (size_t i = sources->n_unreached; i; i--) {
		const char *company = sources->unreached[i - 1]->company;
		bool counted;
		int r = is_counted(&counted, index, company, standings);

		if (r)
			return r;
		if (counted)
			sources_drop_unreached(sources, i - 1);
	}
	return 0;
}

json_t *unreached_json(const struct sources *sources)
{
	json_t *list = json_array();

	for (size_t i = 0; i < sources->n_unreached; i++) {
		const Jobq__Source *s = sources->unreached[i];
		json_t *json = json_object();

		value_set(json, "company", value_text(s->company));
		value_set(json, "reason", value_text(s->unreached));
		json_array_append_new(list, json);
	}
	return list;
}

void unreached_print(const struct sources *sources, const struct term *term)
{
	for (size_t i = 0; i < sources->n_unreached; i++)
		fprintf(term->to, "%snot reached: %s (%s)%s\n",
			term_begin(term, STYLE_DIM),
			sources->unreached[i]->company,
			sources->unreached[i]->unreached,
			term_end(term, STYLE_DIM));
}
