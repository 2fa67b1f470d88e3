#include "workers/guard.h"
#include <arpa/inet.h>
#include <netinet/in.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What the guard says of an address in text; NULL: allowed. */
static const char *said_of(const char *text)
{
	struct sockaddr_in in = {.sin_family = AF_INET};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

	if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
		return guard_refuses((struct sockaddr *)&in, sizeof(in));
	assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
	return guard_refuses((struct sockaddr *)&in6, sizeof(in6));
}

static void assert_all(const char *const *addresses, const char *kind)
{
	for (; *addresses; addresses++) {
		const char *said = said_of(*addresses);

		if (kind ? !said || strcmp(said, kind) != 0 : said != NULL)
			fail_msg("%s: %s", *addresses, said ? said : "allowed");
	}
}

#define REFUSES(name, kind, ...)                                       \
	static void name(void **state)                                 \
	{                                                              \
		static const char *const list[] = {__VA_ARGS__, NULL}; \
                                                                       \
		(void)state;                                           \
		assert_all(list, kind);                                \
	}

REFUSES(loopback_is_refused, "loopback", "127.0.0.1", "127.255.255.255", "::1")
REFUSES(private_is_refused, "private", "10.0.0.1", "10.255.255.255",
	"172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255")
REFUSES(link_local_is_refused, "link-local", "169.254.0.1", "169.254.169.254",
	"fe80::1", "febf::1")
REFUSES(cgnat_is_refused, "carrier-grade NAT", "100.64.0.1", "100.127.255.255")
REFUSES(unique_local_is_refused, "unique-local", "fc00::1", "fdff::1")
REFUSES(multicast_is_refused, "multicast", "224.0.0.1", "239.255.255.255",
	"ff02::1")
REFUSES(unspecified_is_refused, "unspecified", "0.0.0.0", "0.1.2.3", "::")
REFUSES(reserved_is_refused, "reserved", "240.0.0.1", "255.255.255.255",
	"192.0.0.8")
REFUSES(documentation_is_refused, "documentation", "192.0.2.1", "198.51.100.1",
	"203.0.113.1", "2001:db8::1")
REFUSES(carried_loopback_is_refused, "loopback", "::ffff:127.0.0.1",
	"::127.0.0.1", "64:ff9b::127.0.0.1", "2002:7f00:1::")
REFUSES(carried_private_is_refused, "private", "::ffff:10.1.2.3",
	"64:ff9b::192.168.1.1", "2002:c0a8:101::1")
REFUSES(local_nat64_is_refused, "local NAT64", "64:ff9b:1::8.8.8.8")
REFUSES(other_forms_are_refused_where_they_hide, "Teredo", "2001::1")
REFUSES(public_is_allowed, NULL, "1.1.1.1", "8.8.8.8", "9.255.255.255",
	"11.0.0.1", "100.63.255.255", "100.128.0.1", "126.255.255.255",
	"128.0.0.1", "169.253.255.255", "172.15.255.255", "172.32.0.1",
	"192.167.255.255", "192.169.0.1", "198.17.255.255", "198.20.0.1",
	"223.255.255.255", "2400:cb00::1", "2a00:1450::1", "::ffff:8.8.8.8",
	"64:ff9b::8.8.8.8", "2002:808:808::1")

static void what_is_no_internet_address_is_refused(void **state)
{
	struct sockaddr local = {.sa_family = AF_UNIX};
	struct sockaddr_in in = {.sin_family = AF_INET};

	(void)state;
	assert_non_null(guard_refuses(&local, sizeof(local)));
	in.sin_addr.s_addr = htonl(0x08080808);
	assert_non_null(guard_refuses((struct sockaddr *)&in, 4));
}

static void address_is_written_out(void **state)
{
	struct sockaddr_in in = {.sin_family = AF_INET, .sin_port = htons(80)};
	struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
	struct sockaddr local = {.sa_family = AF_UNIX};
	char text[GUARD_TEXT];

	(void)state;
	in.sin_addr.s_addr = htonl(0x7f000001);
	assert_string_equal(
		guard_text((struct sockaddr *)&in, sizeof(in), text),
		"127.0.0.1");
	in6.sin6_addr.s6_addr[15] = 1;
	assert_string_equal(
		guard_text((struct sockaddr *)&in6, sizeof(in6), text), "::1");
	assert_string_equal(guard_text(&local, sizeof(local), text),
			    "an unknown address");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(loopback_is_refused),
		cmocka_unit_test(private_is_refused),
		cmocka_unit_test(link_local_is_refused),
		cmocka_unit_test(cgnat_is_refused),
		cmocka_unit_test(unique_local_is_refused),
		cmocka_unit_test(multicast_is_refused),
		cmocka_unit_test(unspecified_is_refused),
		cmocka_unit_test(reserved_is_refused),
		cmocka_unit_test(documentation_is_refused),
		cmocka_unit_test(carried_loopback_is_refused),
		cmocka_unit_test(carried_private_is_refused),
		cmocka_unit_test(local_nat64_is_refused),
		cmocka_unit_test(other_forms_are_refused_where_they_hide),
		cmocka_unit_test(public_is_allowed),
		cmocka_unit_test(what_is_no_internet_address_is_refused),
		cmocka_unit_test(address_is_written_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
