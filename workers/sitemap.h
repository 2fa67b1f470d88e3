#pragma once
/*
 * Sitemap: sitemap.xml and sitemap indexes (sitemaps.org 0.9), also gzipped, by
 * libxml2's reader: no network, no entities, no DOCTYPE, bounded. Pure.
 */
#include "core/bytes.h"

enum { SITEMAP_E_FORM = 1, SITEMAP_E_ABSENT = 2 };
enum {
	SITEMAP_MAX_BYTES = 64 << 20, /* unpacked; the protocol allows 50 MB */
	SITEMAP_MAX_URLS = 50000,     /* the protocol's own */
};

struct sitemap {
	char **urls; /* as written, white space trimmed */
	size_t n;
	bool index; /* they are sitemaps */
};

/* SITEMAP_E_ABSENT: an HTML page, as sites without a sitemap send. SITEMAP_E_
 * FORM: *why (caller frees). */
MUST_CHECK int sitemap_init(struct sitemap *out, struct slice body, char **why);
void sitemap_deinit(struct sitemap *sitemap);
