#include "query/fieldvalue.h"
#include "core/alloc.h"
#include "core/fail.h"
#include "query/conceptnames.h"
#include <ctype.h>
#include <strings.h>

struct fieldvalue {
	struct conceptnames *concepts; /* NULL: not needed so far */
};

struct fieldvalue *fieldvalue_new(void)
{
	return alloc_zero(1, sizeof(struct fieldvalue));
}

void fieldvalue_free(struct fieldvalue *values)
{
	if (!values)
		return;
	conceptnames_free(values->concepts);
	free(values);
}

static void set_text(struct clause *c, char *text)
{
	free(c->text);
	c->text = text;
}

/* ---- one of a few words ---- */

static const char *const languages[] = {"en", "zh", "mixed", NULL};
static const char *const stages[] = {"research", "optimisation", "production",
				     "unclear", NULL};
static const char *const sections[] = {"title", "duty",	 "requirement", "bonus",
				       "about", "other", NULL};
static const char *const yes_no[] = {"yes", "no", NULL};

static char *list_of(const char *const *known)
{
	struct bytes text = {0};

	for (size_t i = 0; known[i]; i++)
		bytes_add_format(&text, "%s%s",
				 !i		? ""
				 : known[i + 1] ? ", "
						: " or ",
				 known[i]);
	return bytes_take(&text);
}

static int check_word(struct clause *c, const char *const *known, char **why)
{
	CLEANUP(freep) char *all = NULL;

	for (size_t i = 0; known[i]; i++) {
		if (strcasecmp(c->text, known[i]) != 0)
			continue;
		set_text(c, alloc_copy(known[i]));
		return 0;
	}
	all = list_of(known);
	*why = alloc_format("%s: is %s: write one of these",
			    clause_field_name(c->field), all);
	return FIELDVALUE_E_FORM;
}

/* ---- other forms ---- */

static int check_country(struct clause *c, char **why)
{
	const char *text = c->text;
	char *code;

	if (strlen(text) != 2 || !isalpha((unsigned char)text[0]) ||
	    !isalpha((unsigned char)text[1])) {
		*why = alloc_copy("country: is a code of two letters (CN, US, "
				  "SG)");
		return FIELDVALUE_E_FORM;
	}
	code = alloc_copy(text);
	code[0] = (char)toupper((unsigned char)code[0]);
	code[1] = (char)toupper((unsigned char)code[1]);
	set_text(c, code);
	return 0;
}

static int check_years(struct clause *c, char **why)
{
	if (!bounds_of_years(&c->bounds, c->text))
		return 0;
	*why = alloc_copy("years: is a number (3), a range (3..5, 3.., ..2) "
			  "or none");
	return FIELDVALUE_E_FORM;
}

static int check_pay(struct clause *c, char **why)
{
	if (!bounds_of_pay(&c->bounds, c->text))
		return 0;
	*why = alloc_copy("pay: is yes, no, or what a year pays at least: "
			  ">=500000, CNY>=500000, 500000..800000");
	return FIELDVALUE_E_FORM;
}

static void fold_case(struct clause *c)
{
	for (char *at = c->text; *at; at++)
		*at = (char)tolower((unsigned char)*at);
}

/* ---- concepts ---- */

static int check_concept(struct fieldvalue *values, struct clause *c,
			 char **why)
{
	const char *id;
	int r = 0;

	if (!values->concepts)
		r = conceptnames_load(&values->concepts);
	if (r)
		return fold(r, "rules");
	id = conceptnames_find(values->concepts, c->text);
	if (!id) {
		*why = conceptnames_advise(values->concepts, c->text);
		return FIELDVALUE_E_FORM;
	}
	set_text(c, alloc_copy(id));
	return 0;
}

int fieldvalue_check(struct fieldvalue *values, struct clause *c, char **why)
{
	switch (c->field) {
	case FIELD_LANG:
		return check_word(c, languages, why);
	case FIELD_STAGE:
		return check_word(c, stages, why);
	case FIELD_SECTION:
		return check_word(c, sections, why);
	case FIELD_CAMPUS:
		return check_word(c, yes_no, why);
	case FIELD_CONCEPT:
		return check_concept(values, c, why);
	case FIELD_COUNTRY:
		return check_country(c, why);
	case FIELD_YEARS:
		return check_years(c, why);
	case FIELD_PAY:
		return check_pay(c, why);
	case FIELD_AREA:
	case FIELD_FAMILY:
		fold_case(c);
		return 0;
	default:
		return 0;
	}
}
