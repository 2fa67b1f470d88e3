#include "tests/fuzz/fuzz.h"
#include "workers/sitemap.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct sitemap sitemap;
	CLEANUP(freep) char *why = NULL;

	switch (sitemap_init(&sitemap, slice_of(data, size), &why)) {
	case 0:
		for (size_t i = 0; i < sitemap.n; i++)
			if (!sitemap.urls[i][0])
				abort();
		sitemap_deinit(&sitemap);
		break;
	case SITEMAP_E_FORM:
		if (!why)
			abort();
		break;
	case SITEMAP_E_ABSENT:
		break;
	default:
		abort();
	}
	return 0;
}
