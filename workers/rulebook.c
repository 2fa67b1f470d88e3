#include "workers/rulebook.h"
#include "core/alloc.h"
#include "core/urlkey.h"
#include <uthash.h>

struct page {
	char *origin;
	struct robots *robots;
	int64_t had_ms;
	UT_hash_handle hh; /* uthash keeps the order in which they came */
};

struct rulebook {
	struct page *pages;
};

struct rulebook *rulebook_new(void)
{
	return alloc_zero(1, sizeof(struct rulebook));
}

static void forget(struct rulebook *book, struct page *page)
{
	HASH_DEL(book->pages, page);
	robots_free(page->robots);
	free(page->origin);
	free(page);
}

void rulebook_free(struct rulebook *book)
{
	if (!book)
		return;
	while (book->pages)
		forget(book, book->pages);
	free(book);
}

char *rulebook_origin(const char *url)
{
	CLEANUP(freep) char *host = url_host(url);

	if (!host)
		return NULL;
	return alloc_format("%s://%s", url_is_https(url) ? "https" : "http",
			    host);
}

char *rulebook_address(const char *url)
{
	CLEANUP(freep) char *origin = rulebook_origin(url);

	return origin ? alloc_format("%s/robots.txt", origin) : NULL;
}

static struct page *find(const struct rulebook *book, const char *origin)
{
	struct page *page = NULL;

	HASH_FIND_STR(book->pages, origin, page);
	return page;
}

void rulebook_put(struct rulebook *book, const char *url, int64_t now_ms,
		  struct robots *robots)
{
	CLEANUP(freep) char *origin = rulebook_origin(url);
	struct page *page;

	if (!origin) {
		robots_free(robots);
		return;
	}
	page = find(book, origin);
	if (page)
		forget(book, page);
	else if (HASH_COUNT(book->pages) >= RULEBOOK_MAX)
		forget(book, book->pages);
	page = alloc_zero(1, sizeof(*page));
	page->origin = TAKE(origin);
	page->robots = robots;
	page->had_ms = now_ms;
	HASH_ADD_KEYPTR(hh, book->pages, page->origin, strlen(page->origin),
			page);
}

bool rulebook_get(const struct rulebook *book, const char *url, int64_t now_ms,
		  const struct robots **out)
{
	CLEANUP(freep) char *origin = rulebook_origin(url);
	const struct page *page = origin ? find(book, origin) : NULL;

	if (!page || now_ms - page->had_ms >= RULEBOOK_AGE_MS)
		return false;
	*out = page->robots;
	return true;
}
