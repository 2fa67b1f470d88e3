#include "core/fail.h"
#include "query/manual.h"
#include "query/options.h"
#include <errno.h>
#include <stdio.h>

static int print(struct bytes *text)
{
	fwrite(text->data, 1, text->len, stdout);
	bytes_deinit(text);
	if (fflush(stdout))
		return command_exit(fail(-errno, "output: cannot write: %s",
					 strerror(errno)));
	return COMMAND_DONE;
}

int command_help(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	const struct command *command = NULL;
	const char *shell;
	struct bytes text = {0};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 0, 1, "at most one COMMAND");
	if (r)
		return r;
	shell = options_own(&o, "completion");
	if (shell && strcmp(shell, "bash") != 0)
		return command_usage("help",
				     "--completion: expected bash, found "
				     "\"%s\"",
				     shell);
	command = o.n_words ? command_find(o.words[0]) : NULL;
	if (o.n_words && !command)
		return command_usage("help", "unknown command \"%s\"",
				     o.words[0]);
	if (shell)
		manual_completion(&text);
	else if (options_own(&o, "man"))
		manual_roff(&text, command);
	else
		manual_help(&text, command);
	return print(&text);
}

int command_version(int argc, char **argv)
{
	CLEANUP(options_deinit) struct options o = {0};
	int r = options_read(&o, argc, argv);

	if (!r)
		r = options_expect(&o, 0, 0, "nothing");
	if (r)
		return r;
	puts("jobq " JOBQ_VERSION);
	return COMMAND_DONE;
}
