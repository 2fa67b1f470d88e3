#include "tests/core/normal_check.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	normal_check(slice_of(data, size));
	return 0;
}
