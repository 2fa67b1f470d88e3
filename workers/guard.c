#include "workers/guard.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct range {
	const char *kind;
	uint8_t bytes[16]; /* of the network; 4 for IPv4 */
	int bits;
};

/* IANA IPv4 Special-Purpose Address Registry (RFC 6890), not globally
 * reachable; and multicast (RFC 5771). */
static const struct range ranges4[] = {
	{"unspecified", {0}, 8},
	{"private", {10}, 8},
	{"carrier-grade NAT", {100, 64}, 10}, /* RFC 6598 */
	{"loopback", {127}, 8},
	{"link-local", {169, 254}, 16},
	{"private", {172, 16}, 12},
	{"reserved", {192, 0, 0}, 24},
	{"documentation", {192, 0, 2}, 24},
	{"private", {192, 168}, 16},
	{"benchmarking", {198, 18}, 15},
	{"documentation", {198, 51, 100}, 24},
	{"documentation", {203, 0, 113}, 24},
	{"multicast", {224}, 4},
	{"reserved", {240}, 4},
};

static const struct range ranges6[] = {
	{"local NAT64", {0, 0x64, 0xff, 0x9b, 0, 1}, 48}, /* RFC 8215 */
	{"discard", {1}, 64},				  /* RFC 6666 */
	{"Teredo", {0x20, 1}, 32},			  /* RFC 4380 */
	{"documentation", {0x20, 1, 0x0d, 0xb8}, 32},
	{"unique-local", {0xfc}, 7},
	{"link-local", {0xfe, 0x80}, 10},
	{"site-local", {0xfe, 0xc0}, 10},
	{"multicast", {0xff}, 8},
};

/* IPv6 forms in which an IPv4 address lies at byte `at`. */
static const struct carrier {
	uint8_t bytes[12];
	int bits, at;
} carriers[] = {
	{{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96, 12}, /* mapped */
	{{0}, 96, 12},			 /* compatible; ::, ::1 too */
	{{0, 0x64, 0xff, 0x9b}, 96, 12}, /* NAT64, RFC 6052 */
	{{0x20, 0x02}, 16, 2},		 /* 6to4, RFC 3056 */
};

static bool begins(const uint8_t *address, const uint8_t *network, int bits)
{
	int whole = bits / 8, rest = bits % 8;
	uint8_t mask = (uint8_t)(0xff << (8 - rest));

	return !memcmp(address, network, (size_t)whole) &&
	       (!rest || !((address[whole] ^ network[whole]) & mask));
}

static const char *search(const struct range *ranges, size_t n,
			  const uint8_t *address)
{
	for (size_t i = 0; i < n; i++)
		if (begins(address, ranges[i].bytes, ranges[i].bits))
			return ranges[i].kind;
	return NULL;
}

static const char *refuses4(const uint8_t *address)
{
	return search(ranges4, sizeof(ranges4) / sizeof(*ranges4), address);
}

static const char *refuses6(const uint8_t *address)
{
	static const uint8_t loopback[16] = {[15] = 1};

	if (!memcmp(address, loopback, sizeof(loopback)))
		return "loopback";
	for (size_t i = 0; i < sizeof(carriers) / sizeof(*carriers); i++) {
		const struct carrier *c = &carriers[i];

		if (begins(address, c->bytes, c->bits))
			return refuses4(address + c->at);
	}
	return search(ranges6, sizeof(ranges6) / sizeof(*ranges6), address);
}

const char *guard_refuses(const struct sockaddr *address, socklen_t len)
{
	if (address->sa_family == AF_INET &&
	    len >= sizeof(struct sockaddr_in)) {
		struct sockaddr_in in;

		memcpy(&in, address, sizeof(in));
		return refuses4((const uint8_t *)&in.sin_addr);
	}
	if (address->sa_family == AF_INET6 &&
	    len >= sizeof(struct sockaddr_in6)) {
		struct sockaddr_in6 in6;

		memcpy(&in6, address, sizeof(in6));
		return refuses6(in6.sin6_addr.s6_addr);
	}
	return "not an internet address";
}

const char *guard_text(const struct sockaddr *address, socklen_t len,
		       char text[GUARD_TEXT])
{
	struct sockaddr_in in;
	struct sockaddr_in6 in6;
	const char *given = NULL;

	if (address->sa_family == AF_INET && len >= sizeof(in)) {
		memcpy(&in, address, sizeof(in));
		given = inet_ntop(AF_INET, &in.sin_addr, text, GUARD_TEXT);
	} else if (address->sa_family == AF_INET6 && len >= sizeof(in6)) {
		memcpy(&in6, address, sizeof(in6));
		given = inet_ntop(AF_INET6, &in6.sin6_addr, text, GUARD_TEXT);
	}
	if (!given)
		snprintf(text, GUARD_TEXT, "an unknown address");
	return text;
}
