#include "workers/condition.h"
#include "workers/jsondoc.h"

int condition_read(const struct formreader *reader, const struct yaml_node *map,
		   struct condition *out)
{
	struct condition c = {.equals = yaml_text(map, "equals")};
	int r;

	if (!c.equals)
		return yaml_fail(reader->file, map,
				 "expected the keys pointer and equals");
	r = formreader_pointer(reader, yaml_get(map, "pointer"), &c.pointer);
	if (!r)
		*out = c;
	return r;
}

void condition_deinit(struct condition *condition)
{
	pointer_deinit(&condition->pointer);
	condition->equals = NULL;
}

enum condition_result condition_test(const struct condition *condition,
				     json_t *doc)
{
	json_t *value = pointer_get(&condition->pointer, doc);
	CLEANUP(freep) char *text = jsondoc_text(value);

	if (!value)
		return CONDITION_ABSENT;
	return !strcmp(text ? text : "null", condition->equals)
		       ? CONDITION_HOLDS
		       : CONDITION_FAILS;
}
