#pragma once
/*
 * Preflight: may the crew start on the stores of this data directory? Looked at
 * once, under the crawl's lock, so that what a restart cannot mend (a newer
 * format, a damaged file) is told once and not by every life of a child.
 */
#include "core/cleanup.h"

/* From inside the data directory. A store that is refused is a fault, logged
 * with what to do; one that is not there will be made. */
MUST_CHECK int preflight_stores(void);
