#include "tests/fuzz/fuzz.h"
#include "workers/charset.h"
#include "workers/jsondoc.h"
#include "workers/pointer.h"

/* Any JSON is read and freed; each scalar of its top is a text in UTF-8. */
static bool check(void *arg, json_t *value)
{
	CLEANUP(freep) char *text = jsondoc_text(value);

	(void)arg;
	if (text && !charset_is_utf8(slice_text(text)))
		abort();
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_auto_t *doc = NULL;
	CLEANUP(freep) char *why = NULL;
	struct pointer all;

	if (jsondoc_parse(slice_of(data, size), &doc, &why)) {
		if (!why)
			abort();
		return 0;
	}
	if (pointer_init(&all, "/*/*"))
		abort();
	pointer_each(&all, doc, check, NULL);
	check(NULL, doc);
	pointer_deinit(&all);
	return 0;
}
