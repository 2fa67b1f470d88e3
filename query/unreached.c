#include "query/unreached.h"

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
