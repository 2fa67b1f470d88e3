#include "query/options.h"
#include "core/alloc.h"
#include "core/bytes.h"
#include "core/times.h"
#include "query/nearest.h"
#include "query/zone.h"
#include <errno.h>
#include <getopt.h>
#include <string.h>

/* The words that are the same everywhere; manual.c prints them from here. */
const struct options_word options_words[] = {
	{WORD_DATA, "data", "DIR",
	 "the data directory (default: $JOBQ_DATA, else ~/.local/share/jobq)"},
	{WORD_AT, "at", "T", "the moment looked at (default: now)"},
	{WORD_SINCE, "since", "T", "at or after this moment"},
	{WORD_UNTIL, "until", "T", "at or before this moment"},
	{WORD_COMPANY, "company", "ID", "only this company of the panel"},
	{WORD_SOURCE, "source", "ID", "only this source of the panel"},
	{WORD_LIMIT, "limit", "N", "at most N; 0: all"},
	{WORD_FORMAT, "format", "FORM", "table, json, ndjson or csv"},
	{WORD_TZ, "tz", "ZONE",
	 "read and print times in this zone: Asia/Shanghai, +08:00"},
	{0},
};

static const char *const format_names[] = {"table", "json", "ndjson", "csv",
					   "html"};
enum { FORMATS = FORMAT_HTML + 1 };

/* What getopt_long() hands back: a word's place, or an own option's. */
enum { CODE_WORD = 1000, CODE_OWN = 2000, OPTIONS_MAX = 40 };

struct option_table {
	struct option longs[OPTIONS_MAX];
	const char *names[OPTIONS_MAX];
	size_t n;
};

static void option_table_add(struct option_table *t, const char *name,
			     bool value, int code)
{
	if (t->n + 1 >= OPTIONS_MAX)
		return;
	t->names[t->n] = name;
	t->longs[t->n++] = (struct option){
		.name = name,
		.has_arg = value ? required_argument : no_argument,
		.val = code,
	};
}

static void option_table_fill(struct option_table *t, const struct command *c)
{
	for (size_t i = 0; options_words[i].name; i++) {
		if (c->words & options_words[i].word)
			option_table_add(t, options_words[i].name, true,
					 CODE_WORD + (int)i);
	}
	for (size_t i = 0; c->own && c->own[i].name; i++)
		option_table_add(t, c->own[i].name, c->own[i].value != NULL,
				 CODE_OWN + (int)i);
}

static bool has_zone(const char *text)
{
	const char *time = strpbrk(text, "Tt ");

	return time && strpbrk(time + 1, "Zz+-");
}

int options_time(const char *text, int64_t *out_ms)
{
	int64_t ms;
	int r = times_parse_argument(text, &ms);

	if (r)
		return r;
	*out_ms = has_zone(text) ? ms : zone_moment(ms);
	return 0;
}

static int read_format(struct options *o, const char *text)
{
	bool html = o->command->words & WORD_HTML;

	for (size_t i = 0; i < (html ? FORMATS : FORMAT_HTML); i++) {
		if (!strcmp(text, format_names[i])) {
			o->format = (enum options_format)i;
			return 0;
		}
	}
	return command_usage(o->command->name,
			     "--format: expected table, json, ndjson%s, found "
			     "\"%s\"",
			     html ? ", csv or html" : " or csv", text);
}

static int read_limit(struct options *o, const char *text)
{
	char *end;
	unsigned long long n;

	errno = 0;
	n = strtoull(text, &end, 10);
	if (errno || *end || text[0] < '0' || text[0] > '9')
		return command_usage(o->command->name,
				     "--limit: expected a number, found \"%s\"",
				     text);
	o->limit = (size_t)n;
	return 0;
}

static int read_time(struct options *o, const char *name, const char *text)
{
	int64_t *field = !strcmp(name, "at")	  ? &o->at_ms
			 : !strcmp(name, "since") ? &o->since_ms
						  : &o->until_ms;

	if (!options_time(text, field))
		return 0;
	return command_usage(o->command->name,
			     "--%s: expected a day (2025-11-01) or a moment "
			     "(2025-11-01T06:00:00Z), found \"%s\"",
			     name, text);
}

static int read_word(struct options *o, const struct options_word *w,
		     const char *value)
{
	switch (w->word) {
	case WORD_DATA:
		o->data = value;
		return 0;
	case WORD_COMPANY:
		o->company = value;
		return 0;
	case WORD_SOURCE:
		o->source = value;
		return 0;
	case WORD_LIMIT:
		return read_limit(o, value);
	case WORD_FORMAT:
		return read_format(o, value);
	case WORD_TZ:
		return 0; /* was read before all others: find_zone() */
	default:
		return read_time(o, w->name, value);
	}
}

static void add_own(struct options *o, const char *name, const char *value)
{
	o->own = alloc_resize(o->own, o->n_own + 1, sizeof(*o->own));
	o->own[o->n_own++] = (struct options_own){name, value ? value : ""};
}

static int read_zone(const struct options *o, const char *value)
{
	if (!zone_set(value))
		return 0;
	return command_usage(o->command->name,
			     "--tz: expected a zone like Asia/Shanghai, "
			     "+08:00 or UTC, found \"%s\"",
			     value);
}

/* The zone decides what the other options mean, wherever it stands. */
static int find_zone(const struct options *o, int argc, char **argv)
{
	int r = zone_set("UTC") ? COMMAND_FAULT : 0;

	if (!(o->command->words & WORD_TZ))
		return r;
	for (int i = 1; i < argc && strcmp(argv[i], "--") != 0 && !r; i++) {
		if (!strncmp(argv[i], "--tz=", 5))
			r = read_zone(o, argv[i] + 5);
		else if (!strcmp(argv[i], "--tz") && i + 1 < argc)
			r = read_zone(o, argv[i + 1]);
	}
	return r;
}

static int refuse(const struct options *o, const struct option_table *t,
		  const char *found)
{
	CLEANUP(freep) char *name = NULL;
	const char *meant;

	if (strncmp(found, "--", 2) != 0)
		return command_usage(o->command->name,
				     "unknown option %s; a word that begins "
				     "with - stands behind --",
				     found);
	name = alloc_copy_n(found + 2, strcspn(found + 2, "="));
	for (size_t i = 0; i < t->n; i++) {
		bool value = t->longs[i].has_arg == required_argument;

		if (!strcmp(t->names[i], name))
			return command_usage(o->command->name, "--%s: %s", name,
					     value ? "expected a value"
						   : "takes no value");
	}
	meant = nearest(name, t->names, t->n);
	if (meant)
		return command_usage(o->command->name,
				     "unknown option --%s, did you mean --%s?",
				     name, meant);
	return command_usage(o->command->name, "unknown option --%s", name);
}

/* The argument that getopt_long() has just refused. */
static const char *refused(char **argv, int before)
{
	static char letter[3] = "-?";

	if (optopt > 0 && optopt < CODE_WORD) {
		letter[1] = (char)optopt;
		return letter;
	}
	return argv[optind > before ? optind - 1 : before];
}

static int read_all(struct options *o, int argc, char **argv)
{
	struct option_table t = {.n = 0};
	int code, r = 0;

	option_table_fill(&t, o->command);
	optind = 0; /* GNU: forget an earlier run */
	opterr = 0;
	for (;;) {
		int before = optind ? optind : 1;

		code = getopt_long(argc, argv, "", t.longs, NULL);
		if (code == -1)
			break;
		if (code == '?')
			return refuse(o, &t, refused(argv, before));
		if (code >= CODE_OWN)
			add_own(o, o->command->own[code - CODE_OWN].name,
				optarg);
		else
			r = read_word(o, &options_words[code - CODE_WORD],
				      optarg);
		if (r)
			return r;
	}
	o->words = argv + optind;
	o->n_words = (size_t)(argc - optind);
	return 0;
}

int options_read(struct options *out, int argc, char **argv)
{
	struct options o = {
		.command = command_find(argv[0]),
		.at_ms = OPTIONS_UNSET,
		.since_ms = OPTIONS_UNSET,
		.until_ms = OPTIONS_UNSET,
		.limit = OPTIONS_NO_LIMIT,
	};
	int r;

	if (!o.command)
		return command_usage("", "unknown command \"%s\"", argv[0]);
	r = find_zone(&o, argc, argv);
	if (!r)
		r = read_all(&o, argc, argv);
	if (r) {
		options_deinit(&o);
		return r;
	}
	*out = o;
	return 0;
}

void options_deinit(struct options *o)
{
	free(o->own);
	*o = (struct options){0};
}

const char *options_own(const struct options *o, const char *name)
{
	for (size_t i = o->n_own; i; i--) {
		if (!strcmp(o->own[i - 1].name, name))
			return o->own[i - 1].value;
	}
	return NULL;
}

char *options_text(const struct options *o, size_t first)
{
	struct bytes text = {0};

	for (size_t i = first; i < o->n_words; i++) {
		if (i > first)
			bytes_add_char(&text, ' ');
		bytes_add_text(&text, o->words[i]);
	}
	return bytes_take(&text);
}

int options_expect(const struct options *o, size_t min, size_t max,
		   const char *what)
{
	if (o->n_words >= min && o->n_words <= max)
		return 0;
	if (o->n_words > max)
		return command_usage(o->command->name,
				     "expected %s, found \"%s\" besides", what,
				     o->words[max]);
	return command_usage(o->command->name, "expected %s", what);
}

int options_formats(const struct options *o, unsigned mask)
{
	struct bytes names = {0};
	int r;

	if (mask & (1U << o->format))
		return 0;
	for (size_t i = 0; i < FORMATS; i++) {
		if (mask & (1U << i))
			bytes_add_format(&names, "%s%s", names.len ? ", " : "",
					 format_names[i]);
	}
	r = command_usage(o->command->name, "--format: expected %s, found %s",
			  names.data, format_names[o->format]);
	bytes_deinit(&names);
	return r;
}
