#include "tests/workers/tinyhttp.h"
#include "core/alloc.h"
#include "core/warc.h"
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdio.h>
#include <sys/socket.h>
#include <unistd.h>

enum { MAX_PEERS = 64, MAX_REQUESTS = 256 };

struct peer {
	struct tinyhttp *server;
	int fd;
	pthread_t thread;
};

struct tinyhttp {
	const struct tiny_page *pages;
	size_t n_pages;
	char url[64];
	int listener;
	pthread_t thread;
	pthread_mutex_t lock; /* of what follows */
	bool ending;
	struct peer peers[MAX_PEERS];
	size_t n_peers;
	char *requests[MAX_REQUESTS];
	size_t n_requests;
};

static void must(bool ok, const char *what)
{
	if (ok)
		return;
	fprintf(stderr, "tinyhttp: %s: %s\n", what, strerror(errno));
	abort();
}

static const struct tiny_page *page_of(const struct tinyhttp *s,
				       const char *request)
{
	const char *target = strchr(request, ' ');
	size_t n = target ? strcspn(++target, " \r\n") : 0;

	for (size_t i = 0; i < s->n_pages; i++) {
		const char *want = s->pages[i].target;

		if (!want || (strlen(want) == n && !memcmp(want, target, n)))
			return &s->pages[i];
	}
	return NULL;
}

/* One request with its body; false: the peer is gone. */
static bool read_request(int fd, struct bytes *in)
{
	size_t want = 0;

	for (;;) {
		char part[4096];
		const char *end = in->len ? strstr(in->data, "\r\n\r\n") : NULL;
		ssize_t n;

		if (end && !want) {
			struct slice length =
				warc_field(slice_bytes(in), "Content-Length");

			want = (size_t)(end + 4 - in->data) +
			       (length.len ? strtoul(length.data, NULL, 10)
					   : 0);
		}
		if (want && in->len >= want)
			return true;
		n = recv(fd, part, sizeof(part), 0);
		if (n <= 0)
			return false;
		bytes_add(in, part, (size_t)n);
	}
}

static void note(struct tinyhttp *s, const char *request)
{
	pthread_mutex_lock(&s->lock);
	must(s->n_requests < MAX_REQUESTS, "too many requests");
	s->requests[s->n_requests++] = alloc_copy(request);
	pthread_mutex_unlock(&s->lock);
}

static void say(int fd, struct slice bytes)
{
	while (bytes.len) {
		ssize_t n = send(fd, bytes.data, bytes.len, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		bytes = slice_of(bytes.data + n, bytes.len - (size_t)n);
	}
}

static void wait_for_end(int fd)
{
	char part[256];

	while (recv(fd, part, sizeof(part), 0) > 0)
		;
}

/* False: the connection is over. */
static bool answer(int fd, const struct tiny_page *page)
{
	struct linger now = {.l_onoff = 1};

	if (!page)
		return false;
	say(fd, page->bytes);
	if (page->end == TINY_HOLD)
		wait_for_end(fd);
	if (page->end == TINY_RESET)
		setsockopt(fd, SOL_SOCKET, SO_LINGER, &now, sizeof(now));
	return page->end == TINY_KEEP;
}

static void *serve_peer(void *arg)
{
	struct peer *peer = arg;
	struct bytes in = {0};
	int fd = peer->fd;

	while (read_request(fd, &in)) {
		const struct tiny_page *page = page_of(peer->server, in.data);

		note(peer->server, in.data);
		bytes_reset(&in);
		if (!answer(fd, page))
			break;
	}
	bytes_deinit(&in);
	pthread_mutex_lock(&peer->server->lock);
	peer->fd = -1;
	pthread_mutex_unlock(&peer->server->lock);
	close(fd);
	return NULL;
}

static void *serve(void *arg)
{
	struct tinyhttp *s = arg;
	int fd;

	while ((fd = accept(s->listener, NULL, NULL)) >= 0) {
		struct peer *peer;
		int one = 1;

		setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
		pthread_mutex_lock(&s->lock);
		must(s->n_peers < MAX_PEERS, "too many peers");
		peer = &s->peers[s->n_peers++];
		*peer = (struct peer){.server = s, .fd = fd};
		if (s->ending)
			shutdown(fd, SHUT_RDWR);
		must(!pthread_create(&peer->thread, NULL, serve_peer, peer),
		     "thread");
		pthread_mutex_unlock(&s->lock);
	}
	return NULL;
}

struct tinyhttp *tinyhttp_new(const struct tiny_page *pages, size_t n)
{
	struct tinyhttp *s = alloc_zero(1, sizeof(*s));
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t len = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	s->pages = pages;
	s->n_pages = n;
	pthread_mutex_init(&s->lock, NULL);
	s->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	must(s->listener >= 0, "socket");
	must(!bind(s->listener, (struct sockaddr *)&at, len), "bind");
	must(!listen(s->listener, 64), "listen");
	must(!getsockname(s->listener, (struct sockaddr *)&at, &len), "name");
	snprintf(s->url, sizeof(s->url), "http://127.0.0.1:%u",
		 (unsigned)ntohs(at.sin_port));
	must(!pthread_create(&s->thread, NULL, serve, s), "thread");
	return s;
}

void tinyhttp_free(struct tinyhttp *server)
{
	if (!server)
		return;
	pthread_mutex_lock(&server->lock);
	server->ending = true;
	for (size_t i = 0; i < server->n_peers; i++)
		if (server->peers[i].fd >= 0)
			shutdown(server->peers[i].fd, SHUT_RDWR);
	pthread_mutex_unlock(&server->lock);
	shutdown(server->listener, SHUT_RDWR);
	pthread_join(server->thread, NULL);
	close(server->listener);
	for (size_t i = 0; i < server->n_peers; i++)
		pthread_join(server->peers[i].thread, NULL);
	for (size_t i = 0; i < server->n_requests; i++)
		free(server->requests[i]);
	pthread_mutex_destroy(&server->lock);
	free(server);
}

const char *tinyhttp_url(const struct tinyhttp *server)
{
	return server->url;
}

size_t tinyhttp_count(struct tinyhttp *server)
{
	size_t n;

	pthread_mutex_lock(&server->lock);
	n = server->n_requests;
	pthread_mutex_unlock(&server->lock);
	return n;
}

size_t tinyhttp_connections(struct tinyhttp *server)
{
	size_t n;

	pthread_mutex_lock(&server->lock);
	n = server->n_peers;
	pthread_mutex_unlock(&server->lock);
	return n;
}

char *tinyhttp_request(struct tinyhttp *server, size_t i)
{
	char *text;

	pthread_mutex_lock(&server->lock);
	text = i < server->n_requests ? alloc_copy(server->requests[i])
				      : alloc_copy("");
	pthread_mutex_unlock(&server->lock);
	return text;
}
