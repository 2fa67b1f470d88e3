#include "core/alloc.h"
#include "indexer/stage.h"
#include "staged.h"
#include "tests/seed.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static void expect_text(const struct staged_text *text, enum stage expected)
{
	struct staged s = {0};
	enum stage found;

	staged_init(&s, text);
	found = s.result.posting;
	staged_deinit(&s);
	assert_string_equal(stage_posting_name(found),
			    stage_posting_name(expected));
}

#define EXPECT(expected, ...) \
	expect_text(&(struct staged_text){__VA_ARGS__}, expected)

static void duties_decide(void **state)
{
	(void)state;
	EXPECT(STAGE_PRODUCTION, .duty = "保障昇腾集群的稳定性\n参与值班");
	EXPECT(STAGE_OPTIMISATION, .duty = "CUDA算子优化\n降低推理延迟");
	EXPECT(STAGE_RESEARCH, .duty = "昇腾方向的技术预研\n编写代码");
	EXPECT(STAGE_PRODUCTION, .duty = "Own the SLO of GPU serving");
	EXPECT(STAGE_OPTIMISATION, .duty = "Port CUDA kernels to Ascend NPUs\n"
					   "Cut latency");
}

static void a_requirement_counts_half(void **state)
{
	(void)state;
	EXPECT(STAGE_NONE, .requirement = "有GPU性能优化的方法");
	EXPECT(STAGE_OPTIMISATION,
	       .requirement = "会GPU性能优化\n会算子开发\n会移植");
	EXPECT(STAGE_RESEARCH, .duty = "GPU方向的技术预研",
	       .requirement = "会性能优化");
}

static void bonus_and_blurb_count_nothing(void **state)
{
	static const char line[] = "GPU集群在生产环境的稳定性，值班与容灾";

	(void)state;
	EXPECT(STAGE_NONE, .duty = "编写GPU程序", .bonus = line);
	EXPECT(STAGE_NONE, .duty = "编写GPU程序", .about = line);
	EXPECT(STAGE_NONE, .duty = "Write CUDA code",
	       .about = "We run 10,000 GPUs in production, 24/7.");
	EXPECT(STAGE_NONE, .duty = "编写CUDA程序",
	       .bonus = "在顶会发表论文；论文发表多篇");
}

static void a_title_adds_its_noun(void **state)
{
	(void)state;
	EXPECT(STAGE_NONE, .title = "GPU 工程师", .duty = "监控集群\n参与部署");
	EXPECT(STAGE_PRODUCTION, .title = "GPU 运维工程师",
	       .duty = "监控集群\n参与部署");
	EXPECT(STAGE_OPTIMISATION, .title = "GPU Kernel Engineer",
	       .duty = "Efficient code with fusion");
	EXPECT(STAGE_NONE, .title = "Research Engineer, GPU",
	       .duty = "Write code and track trends");
}

static void a_cue_repeated_in_an_item_counts_once(void **state)
{
	(void)state;
	EXPECT(STAGE_NONE, .duty = "GPU适配，适配，适配");
	EXPECT(STAGE_OPTIMISATION, .duty = "GPU适配\nNPU适配");
}

static void skills_are_no_deployment(void **state)
{
	(void)state;
	EXPECT(STAGE_NONE, .duty = "编写GPU程序",
	       .requirement = "熟悉模型部署\n了解大模型部署\n掌握GPU部署");
}

static void a_posting_about_something_else_needs_more(void **state)
{
	(void)state;
	EXPECT(STAGE_NONE, .duty = "保障支付系统的稳定性，参与值班");
	EXPECT(STAGE_PRODUCTION, .duty = "保障GPU集群的稳定性，参与值班");
}

static void the_stock_phrase_at_the_end_is_no_research(void **state)
{
	(void)state;
	EXPECT(STAGE_NONE, .duty = "编写GPU程序\n与团队协作\n"
				   "关注前沿技术，跟踪最新前沿研究方向");
}

static void a_close_second_is_kept_with_low_confidence(void **state)
{
	struct staged s = {0};

	(void)state;
	staged_init(&s, &(struct staged_text){
				.duty = "GPU算子优化与量化\n保障线上服务\n"});
	assert_int_equal(s.result.posting, STAGE_OPTIMISATION);
	assert_int_equal(s.result.second, STAGE_NONE);
	staged_deinit(&s);
	staged_init(&s, &(struct staged_text){
				.duty = "GPU算子优化与加速\n保障线上服务\n"
					"监控集群"});
	assert_int_equal(s.result.posting, STAGE_OPTIMISATION);
	assert_int_equal(s.result.second, STAGE_PRODUCTION);
	assert_true(s.result.confidence <= 0.5);
	staged_deinit(&s);
}

static void a_clear_winner_has_no_second(void **state)
{
	struct staged s = {0};

	(void)state;
	staged_init(&s,
		    &(struct staged_text){
			    .duty = "保障GPU集群的SLA\n值班\n容灾\n灰度发布"});
	assert_int_equal(s.result.second, STAGE_NONE);
	assert_true(s.result.confidence > 0.7);
	assert_true(s.result.confidence <= 1);
	staged_deinit(&s);
}

static void the_cues_quote_what_decided(void **state)
{
	struct staged s = {0};
	const struct outline_section *section = NULL;
	const struct cue *cue = NULL;

	(void)state;
	staged_init(&s,
		    &(struct staged_text){.duty = "ＧＰＵ集群值班",
					  .requirement = "会算子优化，懂运维"});
	assert_int_equal(s.result.posting, STAGE_PRODUCTION);
	assert_int_equal(s.result.n_cues, 2);
	cue = &s.result.cues[0];
	section = outline_section(&s.outline, cue->in_section);
	assert_int_equal(cue->part, PART_DUTY);
	assert_int_equal(cue->weight, 3);
	assert_memory_equal(section->text.data + cue->start, "值班",
			    cue->end - cue->start);
	assert_int_equal(s.result.cues[1].part, PART_REQUIREMENT);
	staged_deinit(&s);
}

/* docs/analysis.md, section "Stage" */
static void the_documented_example(void **state)
{
	struct staged s = {0};

	(void)state;
	staged_init(&s,
		    &(struct staged_text){
			    .title = "昇腾推理工程师",
			    .duty = "1、推理优化：在昇腾上做算子融合与量化，"
				    "降低延迟；\n"
				    "2、保障昇腾推理集群的稳定性，参与值班。",
			    .requirement = "熟悉模型部署，做过算子优化"});
	assert_int_equal(s.result.posting, STAGE_OPTIMISATION);
	assert_int_equal(s.result.second, STAGE_NONE);
	assert_true(s.result.confidence > 0.54 && s.result.confidence < 0.55);
	assert_true(s.result.production_claim);
	staged_deinit(&s);
}

static void a_transition_is_flagged(void **state)
{
	struct staged s = {0};

	(void)state;
	staged_init(&s, &(struct staged_text){
				.duty = "将研究成果工程化落地，服务GPU用户"});
	assert_true(s.result.transition);
	staged_deinit(&s);
	staged_init(&s, &(struct staged_text){.duty = "GPU技术预研"});
	assert_false(s.result.transition);
	staged_deinit(&s);
}

static void an_empty_posting_is_unclear(void **state)
{
	(void)state;
	EXPECT(STAGE_NONE, .title = NULL);
	EXPECT(STAGE_NONE, .duty = "");
}

/* Words of the lexicon, marks and broken bytes, in any order. */
static char *random_text(unsigned *seed)
{
	static const char *const words[] = {
		"昇腾",	    "部署",    "；",	 "。",		"，",
		"\n- ",	    "1、",     "探索",	 "值班",	" in ",
		"GPU",	    "：",      "SLA",	 "\xe6",	"\xff ",
		"熟悉",	    "优化",    "已",	 "production ", "quality ",
		"Ａscend ", "optimiz", "ation ", "研究成果",	". ",
		"者优先"};
	struct bytes text = {0};
	int n = rand_r(seed) % 60;

	for (int i = 0; i < n; i++)
		bytes_add_text(&text, words[(size_t)rand_r(seed) %
					    (sizeof(words) / sizeof(*words))]);
	return bytes_take(&text);
}

static void any_bytes_are_judged_within_bounds(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int round = 0; round < 2000; round++) {
		CLEANUP(freep) char *title = random_text(&seed);
		CLEANUP(freep) char *duty = random_text(&seed);
		CLEANUP(freep) char *other = random_text(&seed);
		struct staged s = {0};

		staged_init(&s, &(struct staged_text){.title = title,
						      .duty = duty,
						      .requirement = other});
		assert_in_range(s.result.posting, STAGE_NONE, STAGE_PRODUCTION);
		assert_true(s.result.confidence >= 0 &&
			    s.result.confidence <= 1);
		for (size_t i = 0; i < s.result.n_cues; i++) {
			const struct cue *cue = &s.result.cues[i];

			assert_true(cue->start < cue->end);
			assert_true(cue->end <=
				    outline_section(&s.outline, cue->in_section)
					    ->text.len);
		}
		staged_deinit(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(duties_decide),
		cmocka_unit_test(a_requirement_counts_half),
		cmocka_unit_test(bonus_and_blurb_count_nothing),
		cmocka_unit_test(a_title_adds_its_noun),
		cmocka_unit_test(a_cue_repeated_in_an_item_counts_once),
		cmocka_unit_test(skills_are_no_deployment),
		cmocka_unit_test(a_posting_about_something_else_needs_more),
		cmocka_unit_test(the_stock_phrase_at_the_end_is_no_research),
		cmocka_unit_test(a_close_second_is_kept_with_low_confidence),
		cmocka_unit_test(a_clear_winner_has_no_second),
		cmocka_unit_test(the_cues_quote_what_decided),
		cmocka_unit_test(the_documented_example),
		cmocka_unit_test(a_transition_is_flagged),
		cmocka_unit_test(an_empty_posting_is_unclear),
		cmocka_unit_test(any_bytes_are_judged_within_bounds),
	};

	return cmocka_run_group_tests(tests, staged_setup, staged_teardown);
}
