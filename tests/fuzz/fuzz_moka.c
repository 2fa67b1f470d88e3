#include "tests/fuzz/fuzz.h"
#include "workers/jsondoc.h"
#include "workers/moka.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	json_auto_t *sealed = NULL;
	CLEANUP(freep) char *form = NULL;
	CLEANUP(freep) char *why = NULL;
	struct bytes plain = {0};

	if (jsondoc_parse(slice_of(data, size), &sealed, &form))
		return 0;
	if (moka_open(sealed, "fedcba9876543210", &plain, &why) && !why)
		abort();
	bytes_deinit(&plain);
	return 0;
}
