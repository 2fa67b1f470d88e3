#pragma once
/*
 * Rulesyaml: the pieces of which every rule file is made: lists of words, flags
 * and words from a closed list, with errors that name file, line and what was
 * expected.
 */
#include "core/yamltree.h"

enum { RULES_MAX_WORD = 64 }; /* bytes of a form, cue or phrase */

/* Checks that `node` is a list of words that are not empty. */
MUST_CHECK int rulesyaml_words(const struct yaml_file *file,
			       const struct yaml_node *node);
/* As rulesyaml_words() on the list under `key`, which may be absent; *out is
 * it or an empty list. */
MUST_CHECK int rulesyaml_list(const struct yaml_file *file,
			      const struct yaml_node *map, const char *key,
			      const struct yaml_node **out);
/* "yes" or "no" under `key`; absent is no. */
MUST_CHECK int rulesyaml_flag(const struct yaml_file *file,
			      const struct yaml_node *map, const char *key,
			      bool *out);
/* The number under `key`, at most `most`; absent leaves *out. */
MUST_CHECK int rulesyaml_number(const struct yaml_file *file,
				const struct yaml_node *map, const char *key,
				uint32_t most, uint32_t *out);
/* The place of the text under `key` in `choice` (NULL-terminated). */
MUST_CHECK int rulesyaml_choice(const struct yaml_file *file,
				const struct yaml_node *map, const char *key,
				const char *const *choice, unsigned *out);
