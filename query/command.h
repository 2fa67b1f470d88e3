#pragma once
/*
 * Command: one word of `jobq WORD ...`, with all that help, man pages, the
 * completion and the option parser know of it. The table is in commands.c and
 * is the single source of every text about a command.
 */
#include <stdbool.h>
#include <stddef.h>

/* What `jobq` exits with, and what run() returns. */
enum {
	COMMAND_DONE = 0,    /* found or done */
	COMMAND_NOTHING = 1, /* nothing found, not complete; output is valid */
	COMMAND_USAGE = 2, /* the command line is wrong, see command_usage() */
	COMMAND_FAULT = 3, /* logged by fail() */
};

/* The words that mean the same in every command (options.h). */
enum command_word {
	WORD_DATA = 1 << 0,
	WORD_AT = 1 << 1,
	WORD_SINCE = 1 << 2,
	WORD_UNTIL = 1 << 3,
	WORD_COMPANY = 1 << 4,
	WORD_LIMIT = 1 << 5,
	WORD_FORMAT = 1 << 6,
	WORD_TZ = 1 << 7,
	WORD_SOURCE = 1 << 8,
	WORD_HTML = 1 << 9, /* --format takes html as well */
};

/* An option of one command alone. */
struct command_option {
	const char *name;  /* long name without dashes; NULL ends a list */
	const char *value; /* what the argument is called, NULL: a flag */
	const char *help;  /* one line */
};

struct command {
	const char *name;
	const char *usage; /* what stands behind the name: "QUERY [options]" */
	const char *summary; /* one line, no full stop */
	const char *details; /* paragraphs, separated by empty lines */
	int (*run)(int argc, char **argv); /* argv[0] is the command's name */
	unsigned words; /* enum command_word, those it takes */
	const struct command_option *own; /* NULL: none */
	const char *example;		  /* one command line */
};

/* All commands, in the order of help; ends by one without a name. */
extern const struct command commands[];

/* The command called `name`, or NULL. */
const struct command *command_find(const char *name);
/* The known name nearest to `name` if it is near, else NULL. */
const char *command_nearest(const char *name);

/* Prints "jobq NAME: MESSAGE" and where help is to be had on stderr; returns
 * COMMAND_USAGE. */
int command_usage(const char *name, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* The exit code of a result of ours: 0 done, < 0 a fault, > 0 nothing. */
int command_exit(int r);

int command_crawl(int argc, char **argv);
int command_status(int argc, char **argv);
int command_search(int argc, char **argv);
int command_show(int argc, char **argv);
int command_trend(int argc, char **argv);
int command_diff(int argc, char **argv);
int command_log(int argc, char **argv);
int command_report(int argc, char **argv);
int command_coverage(int argc, char **argv);
int command_rounds(int argc, char **argv);
int command_check(int argc, char **argv);
int command_rules(int argc, char **argv);
int command_export(int argc, char **argv);
int command_backup(int argc, char **argv);
int command_help(int argc, char **argv);
int command_version(int argc, char **argv);
