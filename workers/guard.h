#pragma once
/*
 * Guard: which addresses a live fetch must not connect to: all that IANA's
 * special-purpose registries (RFC 6890) call not globally reachable, multicast,
 * and IPv6 forms that carry such an IPv4 address (mapped, compatible, NAT64,
 * 6to4). It judges the address that is about to be dialled, so that a name that
 * resolves to another address the second time gains nothing. Pure.
 */
#include "core/cleanup.h"
#include <sys/socket.h>

enum { GUARD_TEXT = 64 }; /* bytes that guard_text() needs */

/* Why `address` is refused ("loopback", "private", ...), or NULL: allowed. */
const char *guard_refuses(const struct sockaddr *address, socklen_t len);
/* The address as text, without port. Returns `text`. */
const char *guard_text(const struct sockaddr *address, socklen_t len,
		       char text[GUARD_TEXT]);
