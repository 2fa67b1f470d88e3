#include "tests/core/tokens_check.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(tokens_freep) struct tokens *t = tokens_new();

	tokens_check(t, slice_of(data, size));
	return 0;
}
