#pragma once
/*
 * Options: a command's line, read by its entry in the table (command.h): the
 * words that are the same everywhere and the command's own options. An option
 * that the command does not take is refused with the nearest one it does.
 *
 *	struct options o;
 *	int r = options_read(&o, argc, argv);	// argv[0]: the command's name
 *	if (r)
 *		return r;			// COMMAND_USAGE, told
 *	...
 *	options_deinit(&o);	// or CLEANUP(options_deinit) struct options o
 */
#include "core/cleanup.h"
#include "query/command.h"
#include <stdint.h>

enum options_format {
	FORMAT_TABLE,
	FORMAT_JSON,
	FORMAT_NDJSON,
	FORMAT_CSV,
	FORMAT_HTML, /* with WORD_HTML alone */
};

/* A time that was not given. */
#define OPTIONS_UNSET INT64_MIN

/* The shared words, for the parser and the manual; ends by one without a name.
 */
struct options_word {
	enum command_word word;
	const char *name, *value, *help;
};
extern const struct options_word options_words[];

struct options_own {
	const char *name, *value; /* value "" for a flag */
};
struct options {
	const struct command *command;
	const char *data; /* --data as given, or NULL: core/datadir.h decides */
	const char *company;		   /* NULL: all */
	const char *source;		   /* NULL: all */
	int64_t at_ms, since_ms, until_ms; /* a day means its end */
	size_t limit; /* OPTIONS_NO_LIMIT where not given; 0: all */
	enum options_format format;
	struct options_own *own; /* own options in the order given */
	size_t n_own;
	char **words; /* what is no option, in order; borrowed from argv */
	size_t n_words;
};
#define OPTIONS_NO_LIMIT SIZE_MAX

/* 0, or COMMAND_USAGE after saying what was wrong. --tz takes effect at once
 * (query/zone.h), wherever it stands. `--` ends the options. */
MUST_CHECK int options_read(struct options *out, int argc, char **argv);
void options_deinit(struct options *o);

/* The last value of the command's own option `name`; "" for a flag; NULL where
 * it was not given. */
const char *options_own(const struct options *o, const char *name);
/* All words joined by blanks, as one query; caller frees, never NULL. */
char *options_text(const struct options *o, size_t first);
/* COMMAND_USAGE, told, unless the number of words is from `min` to `max`;
 * `what` names what is expected: "one posting". */
MUST_CHECK int options_expect(const struct options *o, size_t min, size_t max,
			      const char *what);
/* COMMAND_USAGE, told, where the format is not among those of `mask`
 * (1 << FORMAT_...). */
MUST_CHECK int options_formats(const struct options *o, unsigned mask);
/* A moment as --at takes it, in the zone of --tz: 0, or TIMES_E_FORM. */
MUST_CHECK int options_time(const char *text, int64_t *out_ms);
