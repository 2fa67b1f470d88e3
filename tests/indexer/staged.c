#include "staged.h"
#include "core/alloc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static struct rules *rules;
static struct stages *stages;

int staged_setup(void **state)
{
	CLEANUP(freep) char *dir = rules_dir();

	(void)state;
	if (!dir || rules_load(&rules, dir) || stages_load(&stages, dir))
		return -1;
	return 0;
}

int staged_teardown(void **state)
{
	(void)state;
	rules_free(TAKE(rules));
	stages_free(TAKE(stages));
	return 0;
}

const struct rules *staged_rules(void)
{
	return rules;
}

const struct stages *staged_stages(void)
{
	return stages;
}

void staged_init(struct staged *out, const struct staged_text *text)
{
	const char *kinds[] = {"duty", "requirement", "bonus", "about"};
	const char *texts[] = {text->duty, text->requirement, text->bonus,
			       text->about};
	Jobq__Content content = JOBQ__CONTENT__INIT;
	Jobq__Block blocks[4], *of[4];

	content.title = (char *)(text->title ? text->title : "");
	content.blocks = of;
	for (size_t i = 0; i < 4; i++) {
		if (!texts[i])
			continue;
		jobq__block__init(&blocks[i]);
		blocks[i].name = blocks[i].kind = (char *)kinds[i];
		blocks[i].text = (char *)texts[i];
		of[content.n_blocks++] = &blocks[i];
	}
	outline_init(&out->outline, &content);
	rules_find(rules, &out->outline, NULL, &out->mentions);
	stages_judge(stages, &out->outline, &out->mentions, &out->result);
}

void staged_deinit(struct staged *staged)
{
	stage_result_deinit(&staged->result);
	mentions_deinit(&staged->mentions);
	outline_deinit(&staged->outline);
}

enum stage staged_mention(const struct staged *staged, const char *concept)
{
	for (size_t i = 0; i < staged->mentions.n; i++) {
		const struct mention *m = &staged->mentions.items[i];

		if (!strcmp(concept_id(m->concept), concept))
			return staged->result.of_mention[i];
	}
	fail_msg("no mention of %s", concept);
	return STAGE_NONE;
}
