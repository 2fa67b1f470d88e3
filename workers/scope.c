#include "workers/scope.h"
#include "core/alloc.h"
#include "core/urlkey.h"
#include <string.h>
#include <strings.h>

static const char *past_www(const char *host)
{
	return strncmp(host, "www.", 4) ? host : host + 4;
}

void scope_init(struct scope *out, const char *seed, const char *within)
{
	CLEANUP(freep) char *host = url_host(seed);

	out->host = alloc_copy(host ? past_www(host) : "");
	out->within = alloc_copy(within && *within ? within : NULL);
}

void scope_deinit(struct scope *scope)
{
	free(scope->host);
	free(scope->within);
	*scope = (struct scope){0};
}

/* The canonical form makes this cheap: a page has a hundred links. */
static const char *after_host(const struct scope *scope, const char *url)
{
	const char *host = strstr(url, "://");
	size_t n = strlen(scope->host);

	if (!host)
		return NULL;
	host = past_www(host + 3);
	if (strncmp(host, scope->host, n) != 0 ||
	    (host[n] != '/' && host[n] != '?' && host[n]))
		return NULL;
	return host + n;
}

bool scope_holds_host(const struct scope *scope, const char *url)
{
	return after_host(scope, url) != NULL;
}

static bool is_no_page(const char *path)
{
	static const char *const suffixes[] = {
		"pdf",	"jpg",	 "jpeg", "png", "gif",	"svg",	"webp", "ico",
		"css",	"js",	 "mjs",	 "map", "json", "xml",	"rss",	"atom",
		"zip",	"gz",	 "tgz",	 "rar", "7z",	"doc",	"docx", "xls",
		"xlsx", "ppt",	 "pptx", "mp3", "mp4",	"webm", "mov",	"avi",
		"woff", "woff2", "ttf",	 "eot", "txt",	"csv",	"ics",	"apk",
		"exe",	"dmg",	 "bin"};
	size_t n = strcspn(path, "?");
	const char *dot = memrchr(path, '.', n);
	size_t len;

	if (!dot || memchr(dot, '/', (size_t)(path + n - dot)))
		return false;
	len = (size_t)(path + n - dot) - 1;
	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++)
		if (strlen(suffixes[i]) == len &&
		    !strncasecmp(suffixes[i], dot + 1, len))
			return true;
	return false;
}

bool scope_holds(const struct scope *scope, const char *url)
{
	const char *path = after_host(scope, url);

	if (!path || is_no_page(path))
		return false;
	return !scope->within ||
	       !strncmp(path, scope->within, strlen(scope->within));
}
