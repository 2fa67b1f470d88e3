#pragma once
/*
 * Fieldvalue: what may stand behind a field that takes no free words, checked
 * and put in the form that the index has. A concept is looked up in the rules,
 * which are loaded when the first one is met.
 */
#include "query/clause.h"

struct fieldvalue; /* what is held while a question is parsed */
struct fieldvalue *fieldvalue_new(void);
void fieldvalue_free(struct fieldvalue *values);
DEFINE_CLEANUP(struct fieldvalue *, fieldvalue_free);

enum { FIELDVALUE_E_FORM = 1 };

/* Sets c->text (and c->bounds). FIELDVALUE_E_FORM: the field has no such value;
 * *why says what it has, caller frees. < 0: the rules cannot be loaded. */
MUST_CHECK int fieldvalue_check(struct fieldvalue *values, struct clause *c,
				char **why);
