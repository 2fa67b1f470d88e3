/* A mention's stage, in one duty each: the sentence, and what it says. */
#include "staged.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

struct row {
	const char *text, *concept;
	enum stage stage;
};

static void expect_all(const struct row *rows, size_t n)
{
	size_t n_wrong = 0;

	for (size_t i = 0; i < n; i++) {
		struct staged_text text = {.duty = rows[i].text};
		struct staged s = {0};
		enum stage stage;

		staged_init(&s, &text);
		stage = staged_mention(&s, rows[i].concept);
		if (stage != rows[i].stage) {
			n_wrong++;
			print_error("%s\n\texpected %s, found %s\n",
				    rows[i].text, stage_name(rows[i].stage),
				    stage_name(stage));
		}
		staged_deinit(&s);
	}
	assert_int_equal(n_wrong, 0);
}
#define EXPECT_ALL(rows) expect_all(rows, sizeof(rows) / sizeof(*(rows)))

static void research_is_told_by_its_cues(void **state)
{
	static const struct row rows[] = {
		{"负责昇腾平台的技术预研", "hw.ascend", STAGE_RESEARCH},
		{"探索寒武纪芯片上的新型并行方法", "hw.cambricon",
		 STAGE_RESEARCH},
		{"完成国产芯片的可行性验证与原型搭建", "hw.domestic",
		 STAGE_RESEARCH},
		{"面向异构计算开展前瞻性研究并发表论文", "hw.heterogeneous",
		 STAGE_RESEARCH},
		{"Explore training methods on Huawei Ascend", "hw.ascend",
		 STAGE_RESEARCH},
		{"Build a proof of concept on Cambricon cards", "hw.cambricon",
		 STAGE_RESEARCH},
		{"Evaluate and introduce domestic GPUs", "hw.domestic",
		 STAGE_RESEARCH},
		{"Publish at MLSys about heterogeneous computing",
		 "hw.heterogeneous", STAGE_RESEARCH},
		{"Investigate novel schedules for CUDA graphs", "sw.cuda",
		 STAGE_RESEARCH},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void optimisation_is_told_by_its_cues(void **state)
{
	static const struct row rows[] = {
		{"负责大模型在昇腾上的适配与性能优化", "hw.ascend",
		 STAGE_OPTIMISATION},
		{"开发CUDA算子融合与量化方案", "sw.cuda", STAGE_OPTIMISATION},
		{"将训练框架移植到海光DCU", "hw.hygon", STAGE_OPTIMISATION},
		{"在昆仑芯上提升吞吐，降低延迟", "hw.kunlunxin",
		 STAGE_OPTIMISATION},
		{"摩尔线程平台的编译优化", "hw.moorethreads",
		 STAGE_OPTIMISATION},
		{"把推理引擎迁移到国产GPU", "hw.domestic", STAGE_OPTIMISATION},
		{"Port models to Ascend NPUs", "hw.ascend", STAGE_OPTIMISATION},
		{"Optimise CUDA kernels for latency", "sw.cuda",
		 STAGE_OPTIMISATION},
		{"Profiling and tiling on AMD GPUs", "hw.amd",
		 STAGE_OPTIMISATION},
		{"Raise throughput of TensorRT-LLM on H100", "hw.nvidia",
		 STAGE_OPTIMISATION},
		{"Find bottlenecks in heterogeneous hardware",
		 "hw.heterogeneous", STAGE_OPTIMISATION},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void production_is_told_by_its_cues(void **state)
{
	static const struct row rows[] = {
		{"保障昇腾推理集群的稳定性", "hw.ascend", STAGE_PRODUCTION},
		{"负责寒武纪集群的运维与监控告警", "hw.cambricon",
		 STAGE_PRODUCTION},
		{"推进国产算力在生产环境的规模化部署", "hw.domestic",
		 STAGE_PRODUCTION},
		{"异构算力资源池的容灾与灰度发布", "hw.heterogeneous",
		 STAGE_PRODUCTION},
		{"参与昇腾线上服务值班", "hw.ascend", STAGE_PRODUCTION},
		{"建设昇腾万卡集群，支撑训练任务稳定运行", "hw.ascend",
		 STAGE_PRODUCTION},
		{"Run Ascend NPU inference in production", "hw.ascend",
		 STAGE_PRODUCTION},
		{"Own the SLO of our H100 fleet", "hw.nvidia",
		 STAGE_PRODUCTION},
		{"On-call for heterogeneous GPU clusters", "hw.heterogeneous",
		 STAGE_PRODUCTION},
		{"Deploy vLLM with autoscaling and multi-tenant isolation",
		 "fw.vllm", STAGE_PRODUCTION},
		{"Incident response for Cambricon serving clusters",
		 "hw.cambricon", STAGE_PRODUCTION},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void a_mention_without_a_cue_has_no_stage(void **state)
{
	static const struct row rows[] = {
		{"使用CUDA编写程序", "sw.cuda", STAGE_NONE},
		{"参与昇腾相关工作", "hw.ascend", STAGE_NONE},
		{"Work with CUDA every day", "sw.cuda", STAGE_NONE},
		{"Write documents on Huawei Ascend", "hw.ascend", STAGE_NONE},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void a_tie_or_a_weak_cue_decides_nothing(void **state)
{
	static const struct row rows[] = {
		{"昇腾平台的模型适配与部署", "hw.ascend", STAGE_NONE},
		{"探索并适配寒武纪", "hw.cambricon", STAGE_NONE},
		{"推动昇腾技术落地", "hw.ascend", STAGE_NONE},
		{"Efficient code on Huawei Ascend", "hw.ascend", STAGE_NONE},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void the_cue_stands_in_the_mention_s_own_sentence(void **state)
{
	static const struct row rows[] = {
		{"1、使用CUDA编写程序；\n2、保障线上服务的SLA；", "sw.cuda",
		 STAGE_NONE},
		{"使用昇腾训练模型。负责网站的性能优化。", "hw.ascend",
		 STAGE_NONE},
		{"- Write code for CUDA\n- Join the on-call rotation",
		 "sw.cuda", STAGE_NONE},
		{"Teach CUDA. Optimize the billing database.", "sw.cuda",
		 STAGE_NONE},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void the_own_clause_weighs_more_than_the_rest(void **state)
{
	static const struct row rows[] = {
		{"负责昇腾算子优化，关心系统稳定性", "hw.ascend",
		 STAGE_OPTIMISATION},
		{"保障昇腾集群稳定性，协助算法同学调优", "hw.ascend",
		 STAGE_PRODUCTION},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void the_item_s_header_counts(void **state)
{
	static const struct row rows[] = {
		{"1、稳定性保障：负责昇腾集群的日常工作；\n2、其他工作。",
		 "hw.ascend", STAGE_PRODUCTION},
		{"1、性能调优：熟练使用昇腾的工具；\n2、其他工作。",
		 "hw.ascend", STAGE_OPTIMISATION},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void production_words_that_mean_something_else(void **state)
{
	static const struct row rows[] = {
		{"Write production-quality code in CUDA", "sw.cuda",
		 STAGE_NONE},
		{"Maintain a production compiler for CUDA", "sw.cuda",
		 STAGE_NONE},
		{"昇腾设备的安全生产管理", "hw.ascend", STAGE_NONE},
		{"用昇腾支持内容生产", "hw.ascend", STAGE_NONE},
		{"以国产算力释放生产力", "hw.domestic", STAGE_NONE},
		{"昇腾活动送万卡会员", "hw.ascend", STAGE_NONE},
		{"Use CUDA, no on-call", "sw.cuda", STAGE_NONE},
		{"负责昇腾开发，无需值班", "hw.ascend", STAGE_NONE},
		{"Describe your availability to travel for NVIDIA H100 talks",
		 "hw.nvidia", STAGE_NONE},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void optimisation_words_that_mean_something_else(void **state)
{
	static const struct row rows[] = {
		{"优化流程，让团队用好昇腾", "hw.ascend", STAGE_NONE},
		{"用CUDA做量化交易", "sw.cuda", STAGE_NONE},
		{"采购昇腾加速卡", "hw.ascend", STAGE_NONE},
		{"Optimize campaigns for NVIDIA H100 buyers", "hw.nvidia",
		 STAGE_NONE},
		{"NVIDIA H100 will accelerate your career", "hw.nvidia",
		 STAGE_NONE},
		{"Use stable diffusion with TensorRT", "sw.tensorrt",
		 STAGE_NONE},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void research_words_that_mean_something_else(void **state)
{
	static const struct row rows[] = {
		{"从事昇腾软件研发", "hw.ascend", STAGE_NONE},
		{"指导研究生使用昇腾", "hw.ascend", STAGE_NONE},
		{"Support research teams that use CUDA", "sw.cuda", STAGE_NONE},
		{"1、编写昇腾算子；\n2、跟踪昇腾前沿技术。", "hw.ascend",
		 STAGE_NONE},
		{"Stay up to date on the latest CUDA research", "sw.cuda",
		 STAGE_NONE},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void a_done_claim_is_no_task(void **state)
{
	static const struct row rows[] = {
		{"平台已支持昇腾规模化部署", "hw.ascend", STAGE_NONE},
		{"The model was trained entirely on domestic chips at scale",
		 "hw.domestic", STAGE_NONE},
	};

	(void)state;
	EXPECT_ALL(rows);
}

static void a_transition_counts_half_of_the_later_stage(void **state)
{
	static const struct row rows[] = {
		{"将研究成果在昇腾上规模化部署，保障线上服务", "hw.ascend",
		 STAGE_PRODUCTION},
		{"Turn research prototypes on Huawei Ascend into production "
		 "with an SLO",
		 "hw.ascend", STAGE_PRODUCTION},
		{"将研究成果在昇腾上应用于生产环境", "hw.ascend", STAGE_NONE},
	};

	(void)state;
	EXPECT_ALL(rows);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(research_is_told_by_its_cues),
		cmocka_unit_test(optimisation_is_told_by_its_cues),
		cmocka_unit_test(production_is_told_by_its_cues),
		cmocka_unit_test(a_mention_without_a_cue_has_no_stage),
		cmocka_unit_test(a_tie_or_a_weak_cue_decides_nothing),
		cmocka_unit_test(the_cue_stands_in_the_mention_s_own_sentence),
		cmocka_unit_test(the_own_clause_weighs_more_than_the_rest),
		cmocka_unit_test(the_item_s_header_counts),
		cmocka_unit_test(production_words_that_mean_something_else),
		cmocka_unit_test(optimisation_words_that_mean_something_else),
		cmocka_unit_test(research_words_that_mean_something_else),
		cmocka_unit_test(a_done_claim_is_no_task),
		cmocka_unit_test(a_transition_counts_half_of_the_later_stage),
	};

	return cmocka_run_group_tests(tests, staged_setup, staged_teardown);
}
