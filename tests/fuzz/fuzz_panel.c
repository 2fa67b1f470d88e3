/* Any bytes as a panel. */
#include "core/panel.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;
	size_t reached = 0;

	if (panel_parse(&panel, "fuzz.yaml", slice_of(data, size), NULL))
		return 0;
	for (size_t i = 0; i < panel->n_companies; i++) {
		const struct panel_company *c = &panel->companies[i];

		if (!c->id || !c->n_sources == !c->unreached)
			abort();
		reached += c->n_sources;
	}
	if (!reached)
		abort();
	return 0;
}
