/* The production claim: which duties make one, and which only seem to. */
#include "staged.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static bool claims(const struct staged_text *text)
{
	struct staged s = {0};
	bool claim;

	staged_init(&s, text);
	claim = s.result.production_claim;
	staged_deinit(&s);
	return claim;
}

/* Of duties, NULL-terminated. */
static void expect_all(const char *const *duties, bool expected)
{
	size_t n_wrong = 0;

	for (; *duties; duties++) {
		if (claims(&(struct staged_text){.duty = *duties}) == expected)
			continue;
		n_wrong++;
		print_error("%s: expected %s\n", *duties,
			    expected ? "a claim" : "none");
	}
	assert_int_equal(n_wrong, 0);
}

static void made_by_a_duty_to_run_it(void **state)
{
	static const char *const duties[] = {
		"保障昇腾推理集群的稳定性与可用性",
		"负责寒武纪、昇腾集群的运维和故障处理",
		"推进国产芯片在线上业务的规模化部署",
		"负责异构算力集群的稳定运行",
		"建设昇腾万卡集群并承接线上流量",
		"值班响应海光DCU集群的告警",
		"线上运维：负责昆仑芯机器的日常工作",
		"Operate Ascend NPU clusters in production",
		"Keep heterogeneous GPU clusters reliable; join the on-call",
		"Own SLOs of inference on Cambricon",
		"Dispatch requests between H200 and Ascend 910B",
		"Deploy at scale on domestic GPUs",
		"Deploy models on thousands of Ascend NPUs",
		"确保海光DCU集群稳定",
		NULL,
	};

	(void)state;
	expect_all(duties, true);
}

static void not_made_by_porting_alone(void **state)
{
	static const char *const duties[] = {
		"负责大模型在昇腾上的适配与性能优化",
		"将推理引擎迁移到寒武纪",
		"昇腾平台的模型适配与部署",
		"开发昇腾算子，关注数值稳定性",
		"适配昇腾芯片，搭建调度系统，保障线上推理服务的高可用",
		"Port kernels to Ascend NPUs",
		"Optimise inference on Cambricon",
		"Develop operators for heterogeneous hardware",
		NULL,
	};

	(void)state;
	expect_all(duties, false);
}

static void not_made_by_a_hope(void **state)
{
	static const char *const duties[] = {
		"推动国产芯片技术落地",
		"未来在生产环境使用昇腾",
		"评估昇腾用于生产环境的可行性",
		"计划将寒武纪用于线上服务",
		"In the future we plan to run Huawei Ascend in production",
		"Evaluate whether Ascend NPUs can serve production traffic",
		"主导异构推理系统的开发与落地，攻克大规模系统的关键技术",
		NULL,
	};

	(void)state;
	expect_all(duties, false);
}

static void not_made_by_what_is_done(void **state)
{
	static const char *const duties[] = {
		"昇腾已在生产环境上线",
		"Ascend NPUs have been deployed in production",
		NULL,
	};

	(void)state;
	expect_all(duties, false);
}

static void not_made_of_other_hardware(void **state)
{
	static const char *const duties[] = {
		"保障H100集群的稳定性",
		"负责CUDA推理服务的线上运维",
		"负责GPU集群的稳定性",
		"Run NVIDIA H100 clusters in production",
		"多源异构数据平台的稳定性保障",
		NULL,
	};

	(void)state;
	expect_all(duties, false);
}

static void not_made_of_a_comparator(void **state)
{
	static const char *const duties[] = {
		"线上服务的稳定性对标昇腾",
		NULL,
	};

	(void)state;
	expect_all(duties, false);
}

static void not_made_where_the_cue_is_in_another_item(void **state)
{
	static const char *const duties[] = {
		"1、开发昇腾算子；\n2、保障线上服务稳定性；",
		"- Write Ascend C operators\n- Keep production reliable",
		NULL,
	};

	(void)state;
	expect_all(duties, false);
}

static void only_a_duty_makes_one(void **state)
{
	static const char line[] = "保障昇腾集群在生产环境的稳定性";

	(void)state;
	assert_true(claims(&(struct staged_text){.duty = line}));
	assert_false(claims(&(struct staged_text){.requirement = line}));
	assert_false(claims(&(struct staged_text){.bonus = line}));
	assert_false(claims(&(struct staged_text){.about = line}));
	assert_false(claims(&(struct staged_text){.title = line}));
}

static void not_made_by_an_inline_bonus(void **state)
{
	static const char *const duties[] = {
		"有昇腾生产环境运维经验者优先",
		NULL,
	};

	(void)state;
	expect_all(duties, false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(made_by_a_duty_to_run_it),
		cmocka_unit_test(not_made_by_porting_alone),
		cmocka_unit_test(not_made_by_a_hope),
		cmocka_unit_test(not_made_by_what_is_done),
		cmocka_unit_test(not_made_of_other_hardware),
		cmocka_unit_test(not_made_of_a_comparator),
		cmocka_unit_test(not_made_where_the_cue_is_in_another_item),
		cmocka_unit_test(only_a_duty_makes_one),
		cmocka_unit_test(not_made_by_an_inline_bonus),
	};

	return cmocka_run_group_tests(tests, staged_setup, staged_teardown);
}
