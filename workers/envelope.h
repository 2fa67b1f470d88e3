#pragma once
/*
 * Envelope: what a system wraps around its JSON. A recipe names the kind
 * (envelope: {kind: moka-aes, iv: "{iv}"}); each kind is C of its own.
 */
#include "workers/formreader.h"

enum envelope_kind { ENVELOPE_NONE, ENVELOPE_MOKA };
enum { ENVELOPE_E_SEAL = 1 };

struct envelope {
	enum envelope_kind kind;
	const char *iv; /* template */
};

MUST_CHECK int envelope_read(const struct formreader *reader,
			     const struct yaml_node *map, struct envelope *out);
/* Replaces *doc by what is in the envelope; an answer without one stays (error
 * answers have none). ENVELOPE_E_SEAL: *why, the caller's to free. */
MUST_CHECK int envelope_open(const struct envelope *envelope,
			     const struct vars *vars, json_t **doc, char **why);
