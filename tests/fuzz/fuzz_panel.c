/* Any bytes as a panel. */
#include "core/panel.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	CLEANUP(panel_freep) struct panel *panel = NULL;

	if (panel_parse(&panel, "fuzz.yaml", slice_of(data, size), NULL))
		return 0;
	for (size_t i = 0; i < panel->n_companies; i++)
		if (!panel->companies[i].id || !panel->companies[i].n_sources)
			abort();
	return 0;
}
