#include "core/log.h"
#include "query/command.h"
#include <locale.h>
#include <stdio.h>
#include <string.h>

static int unknown(const char *name)
{
	const char *meant = command_nearest(name);

	if (meant)
		return command_usage("",
				     "unknown command \"%s\", did you mean %s?",
				     name, meant);
	return command_usage("", "unknown command \"%s\"", name);
}

/* `jobq COMMAND --help` and `jobq --help COMMAND` are `jobq help COMMAND`. */
static int help(const char *name)
{
	char *line[] = {(char *)"help", (char *)name, NULL};

	return command_help(name ? 2 : 1, line);
}

static int asks_help(const char *word)
{
	return !strcmp(word, "--help") || !strcmp(word, "-h");
}

int main(int argc, char **argv)
{
	const struct command *command;

	setlocale(LC_CTYPE, "C.UTF-8");
	log_from_environment();
	if (argc < 2) {
		help(NULL);
		return COMMAND_USAGE;
	}
	if (asks_help(argv[1]))
		return help(argc > 2 ? argv[2] : NULL);
	if (!strcmp(argv[1], "--version"))
		argv[1] = (char *)"version";
	command = command_find(argv[1]);
	if (!command)
		return unknown(argv[1]);
	for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (asks_help(argv[i]))
			return help(command->name);
	}
	return command->run(argc - 1, argv + 1);
}
