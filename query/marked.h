#pragma once
/*
 * Marked: a snippet as a person's terminal shows it: its matches bold where
 * there is colour, else in brackets.
 */
#include "query/snippet.h"
#include "query/term.h"

void marked_print(const struct term *term, const struct snippet *snippet,
		  enum term_style around);
/* "  LABEL: the mention's sentence, its quote marked". */
void marked_print_mention(const struct term *term, const char *label,
			  const Jobq__Mention *mention);
