#include "query/manual.h"
#include "query/options.h"
#include <ctype.h>

static const char purpose[] =
	"watches employers' career sites, keeps every posting's history, and "
	"answers what changed";

/* Calls `each` for every option the command takes: own, then shared. */
typedef void manual_option(struct bytes *out, const char *name,
			   const char *value, const char *help);

static void each_option(struct bytes *out, const struct command *c,
			manual_option *each)
{
	for (size_t i = 0; c->own && c->own[i].name; i++)
		each(out, c->own[i].name, c->own[i].value, c->own[i].help);
	for (size_t i = 0; options_words[i].name; i++) {
		const struct options_word *w = &options_words[i];

		if (c->words & w->word)
			each(out, w->name, w->value, w->help);
	}
}

static bool takes_options(const struct command *c)
{
	return c->words || (c->own && c->own[0].name);
}

static void help_option(struct bytes *out, const char *name, const char *value,
			const char *help)
{
	size_t before = out->len;

	bytes_add_format(out, "  --%s%s%s", name, value ? " " : "",
			 value ? value : "");
	do
		bytes_add_char(out, ' ');
	while (out->len < before + 20);
	bytes_add_format(out, "%s\n", help);
}

static void help_all(struct bytes *out)
{
	bytes_add_format(out, "jobq %s\n\nusage: jobq COMMAND [options]\n\n",
			 purpose);
	for (const struct command *c = commands; c->name; c++)
		bytes_add_format(out, "  %-10s %s\n", c->name, c->summary);
	bytes_add_text(out,
		       "\njobq help COMMAND says more. Exit codes: 0 found or "
		       "done, 1 nothing found or not\ncomplete, 2 wrong usage, "
		       "3 a fault.\n");
}

void manual_help(struct bytes *out, const struct command *command)
{
	if (!command) {
		help_all(out);
		return;
	}
	bytes_add_format(out, "usage: jobq %s %s\n\n%s.\n\n%s\n", command->name,
			 command->usage, command->summary, command->details);
	if (takes_options(command)) {
		bytes_add_text(out, "\nOptions:\n");
		each_option(out, command, help_option);
	}
	bytes_add_format(out, "\nExample:\n  %s\n", command->example);
}

/* Text for roff: no line begins a request, a backslash or hyphen is itself. */
static void roff_text(struct bytes *out, const char *text)
{
	bool start = true;

	for (const char *c = text; *c; c++) {
		if (start && (*c == '.' || *c == '\''))
			bytes_add_text(out, "\\&");
		if (*c == '\\')
			bytes_add_text(out, "\\e");
		else if (*c == '-')
			bytes_add_text(out, "\\-");
		else if (*c == '\n' && c[1] == '\n')
			bytes_add_text(out, "\n.PP");
		else
			bytes_add_char(out, *c);
		start = *c == '\n';
	}
}

static void roff_option(struct bytes *out, const char *name, const char *value,
			const char *help)
{
	bytes_add_format(out, ".TP\n\\fB\\-\\-%s\\fR", name);
	if (value)
		bytes_add_format(out, " \\fI%s\\fR", value);
	bytes_add_char(out, '\n');
	roff_text(out, help);
	bytes_add_char(out, '\n');
}

static void roff_head(struct bytes *out, const char *name, const char *summary)
{
	bytes_add_text(out, ".TH \"");
	for (const char *c = name; *c; c++)
		bytes_add_char(out, (char)toupper((unsigned char)*c));
	bytes_add_format(out, "\" 1 \"\" \"jobq %s\" \"jobq\"\n.SH NAME\n",
			 JOBQ_VERSION);
	roff_text(out, name);
	bytes_add_text(out, " \\- ");
	roff_text(out, summary);
	bytes_add_text(out, "\n.SH SYNOPSIS\n");
}

static void roff_exits(struct bytes *out)
{
	bytes_add_text(out, ".SH EXIT STATUS\n"
			    ".TP\n0\nfound or done\n"
			    ".TP\n1\nnothing found or not complete; what was "
			    "printed is valid\n"
			    ".TP\n2\nwrong usage\n"
			    ".TP\n3\na fault, told on standard error\n");
}

static void roff_all(struct bytes *out)
{
	roff_head(out, "jobq", purpose);
	bytes_add_text(out, "\\fBjobq\\fR \\fICOMMAND\\fR [\\fIoptions\\fR]\n"
			    ".SH COMMANDS\n");
	for (const struct command *c = commands; c->name; c++) {
		bytes_add_format(out, ".TP\n\\fB%s\\fR\n", c->name);
		roff_text(out, c->summary);
		bytes_add_char(out, '\n');
	}
	bytes_add_text(out, ".SH ENVIRONMENT\n.TP\nJOBQ_DATA\nthe data "
			    "directory, where \\-\\-data is not given\n"
			    ".TP\nJOBQ_LOG\nerror, warn, info or debug\n"
			    ".TP\nNO_COLOR\nno colours, also on a terminal\n");
	roff_exits(out);
}

void manual_roff(struct bytes *out, const struct command *command)
{
	struct bytes name = {0};

	if (!command) {
		roff_all(out);
		return;
	}
	bytes_add_format(&name, "jobq-%s", command->name);
	roff_head(out, name.data, command->summary);
	bytes_deinit(&name);
	bytes_add_format(out, "\\fBjobq %s\\fR ", command->name);
	roff_text(out, command->usage);
	bytes_add_text(out, "\n.SH DESCRIPTION\n");
	roff_text(out, command->details);
	if (takes_options(command)) {
		bytes_add_text(out, "\n.SH OPTIONS\n");
		each_option(out, command, roff_option);
	} else {
		bytes_add_char(out, '\n');
	}
	roff_exits(out);
	bytes_add_text(out, ".SH EXAMPLE\n");
	roff_text(out, command->example);
	bytes_add_text(out, "\n.SH SEE ALSO\n.BR jobq (1)\n");
}

static void completion_option(struct bytes *out, const char *name,
			      const char *value, const char *help)
{
	(void)value;
	(void)help;
	bytes_add_format(out, " --%s", name);
}

void manual_completion(struct bytes *out)
{
	bytes_add_text(out, "# bash completion of jobq, made by: jobq help "
			    "--completion bash\n_jobq()\n{\n"
			    "\tlocal word=${COMP_WORDS[COMP_CWORD]} words=\n"
			    "\tCOMPREPLY=()\n"
			    "\tif ((COMP_CWORD == 1)); then\n\t\twords=\"");
	for (const struct command *c = commands; c->name; c++)
		bytes_add_format(out, "%s%s", c == commands ? "" : " ",
				 c->name);
	bytes_add_text(out, "\"\n\telse\n\t\tcase ${COMP_WORDS[1]} in\n");
	for (const struct command *c = commands; c->name; c++) {
		bytes_add_format(out, "\t\t%s) words=\"", c->name);
		each_option(out, c, completion_option);
		bytes_add_text(out, "\" ;;\n");
	}
	bytes_add_text(out,
		       "\t\tesac\n\tfi\n"
		       "\tcase ${COMP_WORDS[COMP_CWORD - 1]} in\n"
		       "\t--format) words=\"table json ndjson csv\"\n"
		       "\t\t[[ ${COMP_WORDS[1]} != report ]] || "
		       "words+=\" html\" ;;\n"
		       "\tesac\n"
		       "\tmapfile -t COMPREPLY < <(compgen -W \"$words\" -- "
		       "\"$word\")\n}\n"
		       "complete -o default -F _jobq jobq\n");
}
