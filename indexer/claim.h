#pragma once
/*
 * Claim: whether a mention makes a production claim: a duty says that a
 * domestic accelerator or heterogeneous compute is run, deployed at scale,
 * operated or kept reliable for its users. Made to be right rather than
 * complete: what is not said plainly is no claim. Pure.
 */
#include "indexer/cuescan.h"

/* `stage` is the mention's; `scan` is of its section. */
bool claim_made(const struct cuefile *file, const struct cuescan *scan,
		const struct mention *mention, enum stage stage);
