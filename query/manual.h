#pragma once
/*
 * Manual: the texts made from the table of commands: help, man pages (roff, as
 * man(7) has it) and bash's completion.
 */
#include "core/bytes.h"
#include "query/command.h"

/* All commands in a line each; `command` not NULL: that command's page. */
void manual_help(struct bytes *out, const struct command *command);
void manual_roff(struct bytes *out, const struct command *command);
void manual_completion(struct bytes *out);
