/* Any bytes of a peer: [head length 1 byte][head][payload]. */
#include "core/alloc.h"
#include "core/log.h"
#include "core/pack.h"
#include "core/wire.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct wire_message message = {0};
	size_t head = size ? data[0] : 0;

	log_set_level(LOG_ERROR);
	if (!size || head > size - 1)
		return 0;
	if (wire_decode(slice_of(data + 1, head),
			slice_of(data + 1 + head, size - 1 - head), &message))
		return 0;
	/* What decodes can be packed again, unknown fields and all. */
	CLEANUP(bytes_deinit) struct bytes again = {0};

	pack_add_plain(&again, message.body);
	wire_message_deinit(&message);
	return 0;
}
