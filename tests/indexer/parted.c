#include "parted.h"
#include "outlined.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

/* The part of the clause around the first `words` of the text. */
static enum part part_at(const struct outline *outline, const char *words)
{
	for (size_t i = 0; i < outline->n_sections; i++) {
		const struct outline_section *s = &outline->sections[i];
		const char *at = strstr(s->text.data, words);

		if (at)
			return outline_clause(s, (uint32_t)(at - s->text.data))
				->part;
	}
	fail_msg("no \"%s\"", words);
	return PART_OTHER;
}

void is_part_in(const char *kind, const char *text, const char *words,
		enum part part)
{
	struct outlined o;

	outlined_open(&o, "Engineer", kind, text);
	assert_string_equal(part_name(part_at(&o.outline, words)),
			    part_name(part));
	outlined_close(&o);
}

void is_part(const char *text, const char *words, enum part part)
{
	is_part_in("other", text, words, part);
}
