#include "query/progress.h"
#include <inttypes.h>
#include <stdarg.h>
#include <sys/ioctl.h>
#include <unistd.h>

void progress_init(struct progress *p, FILE *to)
{
	*p = (struct progress){.to = to, .terminal = isatty(fileno(to)) == 1};
}

void progress_text(const struct progress_counts *c, struct bytes *out)
{
	if (c->once)
		bytes_add_format(out, "sources %" PRIu64 "/%" PRIu64,
				 c->sources_done, c->sources_total);
	else
		bytes_add_format(out,
				 "sources %" PRIu64 ", rounds %" PRIu64
				 " done %" PRIu64 " open",
				 c->sources_total, c->rounds_done,
				 c->rounds_open);
	bytes_add_format(
		out,
		"  postings %" PRIu64 "  new %" PRIu64 "  changed %" PRIu64
		"  closed %" PRIu64 "  errors %" PRIu64,
		c->postings, c->added, c->changed, c->closed, c->errors);
}

static size_t columns(const struct progress *p)
{
	struct winsize size;

	if (ioctl(fileno(p->to), TIOCGWINSZ, &size) || !size.ws_col)
		return 80;
	return size.ws_col;
}

/* A line that is longer than the terminal would wrap and stay: it is cut. */
static void rewrite(struct progress *p, struct bytes *text)
{
	size_t room = columns(p) - 1;
	int n = (int)(text->len < room ? text->len : room);

	fprintf(p->to, "\r%.*s\033[K", n, text->data);
	fflush(p->to);
	p->on_line = true;
}

static void clear(struct progress *p)
{
	if (p->on_line)
		fputs("\r\033[K", p->to);
	p->on_line = false;
}

static bool is_same(const struct progress_counts *a,
		    const struct progress_counts *b)
{
	return a->sources_done == b->sources_done &&
	       a->rounds_done == b->rounds_done && a->postings == b->postings &&
	       a->added == b->added && a->changed == b->changed &&
	       a->closed == b->closed && a->errors == b->errors;
}

void progress_show(struct progress *p, const struct progress_counts *c,
		   int64_t mono_ms)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	if (!p->terminal && p->shown_ms &&
	    (mono_ms - p->shown_ms < PROGRESS_EVERY_MS ||
	     is_same(&p->shown, c)))
		return;
	progress_text(c, &text);
	p->shown_ms = mono_ms;
	p->shown = *c;
	if (p->terminal)
		rewrite(p, &text);
	else
		fprintf(p->to, "%s\n", text.data);
}

void progress_say(struct progress *p, const char *format, ...)
{
	va_list args;

	clear(p);
	va_start(args, format);
	vfprintf(p->to, format, args);
	va_end(args);
	fputc('\n', p->to);
	fflush(p->to);
}

void progress_end(struct progress *p, const struct progress_counts *c)
{
	CLEANUP(bytes_deinit) struct bytes text = {0};

	progress_text(c, &text);
	progress_say(p, "%s", text.data);
}
