#include "query/crawlorder.h"
#include "core/alloc.h"
#include "core/datadir.h"
#include "core/urlkey.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static int read_workers(struct crawlorder *order, const char *text)
{
	char *end = NULL;
	unsigned long n = 0;

	order->workers = CRAWLORDER_WORKERS;
	if (!text)
		return 0;
	n = strtoul(text, &end, 10);
	if (text[0] < '1' || text[0] > '9' || *end ||
	    n > CRAWLORDER_WORKERS_MAX)
		return command_usage("crawl",
				     "--workers: expected a number from 1 to "
				     "%d, found \"%s\"",
				     CRAWLORDER_WORKERS_MAX, text);
	order->workers = (unsigned)n;
	return 0;
}

static int add_replay(struct crawlorder *order, const char *file)
{
	CLEANUP(freep) char *path = realpath(file, NULL);
	struct stat st;

	if (!path || stat(path, &st))
		return command_usage("crawl", "--replay: %s: %s", file,
				     strerror(errno));
	if (!S_ISREG(st.st_mode))
		return command_usage(
			"crawl", "--replay: %s: expected a WARC file", file);
	order->replay = alloc_resize(order->replay, order->n_replay + 1,
				     sizeof(*order->replay));
	order->replay[order->n_replay++] = TAKE(path);
	return 0;
}

/* --replay takes several files: those behind its first stand as words after
 * the panel. */
static int read_replay(struct crawlorder *order, const struct options *o)
{
	int r = 0;

	for (size_t i = 0; !r && i < o->n_own; i++)
		if (!strcmp(o->own[i].name, "replay"))
			r = add_replay(order, o->own[i].value);
	if (!r && !order->n_replay)
		return options_expect(o, 1, 1, "PANEL");
	for (size_t i = 1; !r && i < o->n_words; i++)
		r = add_replay(order, o->words[i]);
	return r;
}

static int read_backend(struct crawlorder *order, const struct options *o)
{
	CLEANUP(freep) char *host = NULL;

	order->gateway = options_own(o, "gateway");
	if (order->gateway && order->n_replay)
		return command_usage(
			"crawl", "--gateway and --replay exclude each other");
	if (!order->gateway)
		return 0;
	host = url_host(order->gateway);
	if (host && !url_is_https(order->gateway))
		return 0;
	return command_usage("crawl",
			     "--gateway: expected http://HOST:PORT, found "
			     "\"%s\"",
			     order->gateway);
}

static int read_recipes(struct crawlorder *order, const char *given)
{
	CLEANUP(freep)
	char *folder = given ? alloc_copy(given) : panel_recipes_dir();

	if (!folder)
		return COMMAND_FAULT;
	order->recipes = realpath(folder, NULL);
	if (order->recipes)
		return 0;
	return command_usage("crawl", "--recipes: %s: %s", folder,
			     strerror(errno));
}

static int read_panel(struct crawlorder *order, const char *path)
{
	if (panel_load(&order->panel, path, order->recipes)) /* told */
		return COMMAND_USAGE;
	order->panel_path = realpath(path, NULL);
	if (!order->panel_path)
		return command_usage("crawl", "%s: %s", path, strerror(errno));
	if (order->panel->contact || order->gateway || order->n_replay)
		return 0;
	return command_usage("crawl",
			     "%s has no contact; a site must be able to reach "
			     "who crawls it: add the line\n"
			     "    contact: you@example.org",
			     path);
}

static int read_order(struct crawlorder *order, const struct options *o)
{
	int r = options_expect(o, 1, SIZE_MAX, "PANEL");

	if (!r)
		r = read_workers(order, options_own(o, "workers"));
	if (!r)
		r = read_replay(order, o);
	if (!r)
		r = read_backend(order, o);
	if (!r)
		r = read_recipes(order, options_own(o, "recipes"));
	if (!r)
		r = read_panel(order, o->words[0]);
	if (r)
		return r;
	order->once = options_own(o, "once") != NULL;
	order->run = (uint64_t)times_now_ms();
	order->insecure = options_own(o, "insecure") != NULL;
	order->data = datadir_path(o->data);
	if (o->at_ms != OPTIONS_UNSET)
		times_format(o->at_ms, order->at);
	return 0;
}

int crawlorder_read(struct crawlorder *out, int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	struct crawlorder order = {0};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = read_order(&order, &o);
	if (r) {
		crawlorder_deinit(&order);
		return r;
	}
	*out = order;
	return 0;
}

void crawlorder_deinit(struct crawlorder *order)
{
	for (size_t i = 0; i < order->n_replay; i++)
		free(order->replay[i]);
	free(order->replay);
	free(order->panel_path);
	free(order->recipes);
	free(order->data);
	panel_free(order->panel);
	*order = (struct crawlorder){0};
}

size_t crawlorder_sources(const struct crawlorder *order)
{
	size_t n = 0;

	for (size_t i = 0; i < order->panel->n_companies; i++)
		n += order->panel->companies[i].n_sources;
	return n;
}
