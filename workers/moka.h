#pragma once
/*
 * Moka: the seal of app.mokahr.com's answers, {"data": base64, "necromancer":
 * 16 ASCII}: AES-128-CBC with PKCS#7 (RFC 5652 6.3), the key being the
 * necromancer's bytes, the IV the 16 bytes of `aesIv` in the public page. Both
 * are served to everybody: an encoding, not access control. Pure.
 */
#include "core/bytes.h"
#include <jansson.h>

enum { MOKA_E_SEAL = 1 };
enum { MOKA_BYTES = 16 }; /* of key and IV */

/* The plain text of a sealed answer. MOKA_E_SEAL: *why (caller frees) says what
 * is wrong with it. */
MUST_CHECK int moka_open(json_t *sealed, const char *iv, struct bytes *out,
			 char **why);
