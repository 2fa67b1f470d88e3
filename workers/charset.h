#pragma once
/*
 * Charset: foreign text to UTF-8. What is said of the encoding is tried in the
 * order of the HTML standard (BOM, Content-Type, <meta>), but believed only
 * where the bytes agree with it: many Chinese sites send GB18030 and say
 * something else. Then valid UTF-8, then detection (uchardet). Bytes that no
 * encoding explains become U+FFFD. Pure, never fails.
 */
#include "core/bytes.h"

struct charset_hint {
	struct slice content_type; /* the header's value, or empty */
	bool html;		   /* look for <meta charset> */
};

/* The text in UTF-8: `body` itself where it is that already, else `room`'s. */
struct slice charset_decode(struct slice body, const struct charset_hint *hint,
			    struct bytes *room);

/* Bytes of the UTF-8 character that `s` begins with; 0 where it begins with
 * none (RFC 3629: no overlong forms, no surrogates). */
size_t charset_utf8_length(struct slice s);
bool charset_is_utf8(struct slice text);
/* Replaces what is no UTF-8 in `text` from the byte `begin` on. */
void charset_mend(struct bytes *text, size_t begin);
