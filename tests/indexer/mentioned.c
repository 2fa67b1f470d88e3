#include "mentioned.h"
#include "core/alloc.h"
#include "outlined.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* after what it needs */
#include <cmocka.h>

static void say_marks(struct bytes *out, const struct mention *m)
{
	if (m->relation != RELATION_ASKED)
		bytes_add_format(out, ":%s", relation_name(m->relation));
	if (m->any_of)
		bytes_add_text(out, ":any_of");
	if (m->negated)
		bytes_add_text(out, ":negated");
}

static void say(struct bytes *out, const struct outline *outline,
		const struct mention *m)
{
	const struct outline_section *section =
		outline_section(outline, m->in_section);

	assert_true(m->start < m->end && m->end <= section->text.len);
	assert_true(m->clause < section->n_clauses);
	bytes_add_char(out, '|');
	bytes_add(out, section->text.data + m->start, m->end - m->start);
}

char *mentioned(const struct rules *rules, const char *prefix, const char *text,
		const char *company)
{
	struct mentions mentions = {0};
	struct bytes out = {0};
	struct outlined o;

	outlined_open(&o, "x", "duty", text);
	rules_find(rules, &o.outline, company, &mentions);
	for (size_t i = 0; i < mentions.n; i++) {
		const struct mention *m = &mentions.items[i];
		const char *id = concept_id(m->concept);

		if (strncmp(id, prefix, strlen(prefix)) != 0)
			continue;
		bytes_add_format(&out, "%s%s", out.len ? " " : "", id);
		say_marks(&out, m);
		say(&out, &o.outline, m);
	}
	mentions_deinit(&mentions);
	outlined_close(&o);
	return bytes_take(&out);
}

char *mentioned_in(const struct rules *rules, const char *title,
		   const char *text)
{
	struct mentions mentions = {0};
	struct bytes out = {0};
	struct outlined o;

	outlined_open(&o, title, "other", text);
	rules_find(rules, &o.outline, NULL, &mentions);
	for (size_t i = 0; i < mentions.n; i++) {
		const struct mention *m = &mentions.items[i];

		bytes_add_format(&out, "%s%s@%s", out.len ? " " : "",
				 concept_id(m->concept), part_name(m->part));
		say(&out, &o.outline, m);
	}
	mentions_deinit(&mentions);
	outlined_close(&o);
	return bytes_take(&out);
}

struct rules *mentioned_rules(void)
{
	CLEANUP(freep) char *dir = rules_dir();
	struct rules *rules = NULL;

	assert_non_null(dir);
	assert_int_equal(rules_load(&rules, dir), 0);
	return rules;
}

static void write_file(const char *dir, const char *name, const char *text)
{
	CLEANUP(freep) char *path = alloc_format("%s/%s", dir, name);
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_true(fputs(text, file) >= 0);
	assert_int_equal(fclose(file), 0);
}

int mentioned_write(struct rules **out, const char *dir, const char *concepts,
		    const char *relations)
{
	write_file(dir, "concepts.yaml", concepts);
	write_file(dir, "relations.yaml",
		   relations ? relations : "version: 1\nrelations: []\n");
	return rules_load(out, dir);
}

int mentioned_load(void **state)
{
	*state = mentioned_rules();
	return 0;
}

int mentioned_unload(void **state)
{
	rules_free(*state);
	return 0;
}
