/* The project's own rules against a sentence for every kind of trap. */
#include "core/alloc.h"
#include "mentioned.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
/* after what it needs */
#include <cmocka.h>

static void finds(void **state, const char *prefix, const char *text,
		  const char *expected)
{
	CLEANUP(freep) char *found = mentioned(*state, prefix, text, NULL);

	assert_string_equal(found, expected);
}

static void knows_a_chip_by_each_of_its_names(void **state)
{
	finds(state, "hw.ascend", "把模型搬到昇腾910B上跑",
	      "hw.ascend|昇腾910B");
	finds(state, "hw.ascend", "把模型搬到昇騰上跑", "hw.ascend|昇騰");
	finds(state, "hw.ascend", "tune kernels for ASCEND NPU",
	      "hw.ascend|ASCEND NPU");
	finds(state, "hw.hygon", "适配海光 DCU", "hw.hygon|海光 DCU");
	finds(state, "hw.domestic", "移植到国产 GPU 上",
	      "hw.domestic|国产 GPU");
}

static void takes_ascend_for_a_verb_without_its_trade(void **state)
{
	finds(state, "hw.ascend", "You will Ascend the ranks of our kitchen",
	      "");
	finds(state, "hw.ascend", "ascend the GPU learning curve", "");
	finds(state, "hw.ascend", "Run the ESS Ascend Platform on Kubernetes",
	      "");
	finds(state, "hw.ascend", "Write operators for Ascend and other NPU",
	      "hw.ascend|Ascend");
}

static void leaves_other_atlases_alone(void **state)
{
	finds(state, "hw.ascend", "Run MongoDB Atlas on NPU servers", "");
	finds(state, "hw.ascend", "华为 Atlas 服务器上的推理",
	      "hw.ascend|Atlas");
}

static void counts_only_the_language_inside_ascend_c(void **state)
{
	finds(state, "hw.ascend", "用 Ascend C 写 GPU 和 NPU 算子", "");
	finds(state, "sw.ascendc", "用 Ascend C 写 NPU 算子",
	      "sw.ascendc|Ascend C");
	finds(state, "sw.ascendc", "use Ascend control planes", "");
}

static void keeps_cuda_apart_from_what_is_like_it(void **state)
{
	finds(state, "sw.cuda", "熟悉CUDA编程", "sw.cuda|CUDA");
	finds(state, "sw.cuda", "实现类CUDA编程模型", "sw.cuda_compat|类CUDA");
	finds(state, "sw.cuda", "a CUDA-compatible runtime",
	      "sw.cuda_compat|CUDA-compatible");
	finds(state, "sw.cuda", "catch a barracuda", "");
}

static void keeps_tensorrt_apart_from_tensorrt_llm(void **state)
{
	finds(state, "sw.tensorrt", "use TensorRT-LLM or TensorRT",
	      "sw.tensorrt_llm:any_of|TensorRT-LLM sw.tensorrt:any_of|"
	      "TensorRT");
	finds(state, "sw.tensorrt", "懂 TenserRT", "sw.tensorrt|TenserRT");
}

static void tells_the_senses_of_triton_by_the_neighbour(void **state)
{
	finds(state, "fw.triton", "有CUDA/Triton优化经验",
	      "fw.triton_lang|Triton");
	finds(state, "sw.triton", "serve by TFServing, Triton, TorchServe",
	      "sw.triton_server|Triton");
	finds(state, "fw.triton", "serve by TFServing, Triton, TorchServe", "");
	finds(state, "sw.triton", "run NVIDIA Triton",
	      "sw.triton_server|NVIDIA "
	      "Triton");
	finds(state, "fw.triton", "run inference with Triton",
	      "fw.triton_ambiguous|Triton");
	finds(state, "fw.triton", "drink tea at Triton College, use GPU", "");
}

static void needs_a_vendor_beside_a_number_of_days(void **state)
{
	finds(state, "hw.iluvatar", "每周实习天数不少于四天，会用 GPU", "");
	finds(state, "hw.iluvatar", "适配沐曦、天数、壁仞", "hw.iluvatar|天数");
	finds(state, "hw.iluvatar", "适配天数智芯", "hw.iluvatar|天数智芯");
}

static void tells_the_processor_of_hygon_from_its_accelerator(void **state)
{
	finds(state, "hw.hygon", "在海光 x86 平台上跑数据库",
	      "hw.hygon_cpu|海光");
	finds(state, "hw.hygon", "在海光和寒武纪加速卡上训练", "hw.hygon|海光");
	finds(state, "hw.hygon", "海光CPU服务器与国产芯片",
	      "hw.hygon_cpu|海光"
	      "CPU");
}

static void gives_rocm_beside_hygon_to_hygon(void **state)
{
	finds(state, "sw.rocm", "熟悉海光 DCU 的 ROCm 环境", "");
	finds(state, "sw.rocm", "port to ROCm", "sw.rocm|ROCm");
}

static void takes_initials_only_with_their_case_and_trade(void **state)
{
	finds(state, "hw.cambricon", "适配 MLU 与昇腾", "hw.cambricon|MLU");
	finds(state, "hw.cambricon", "a course at MLU in Halle", "");
	finds(state, "hw.cambricon", "Helm charts for Big Bang on GPU", "");
	finds(state, "hw.enflame", "graduates of GCU", "");
	finds(state, "hw.tpu", "write kernels for TPUs", "hw.tpu|TPUs");
	finds(state, "hw.tpu", "tpu 注塑与硬件训练", "");
}

static void needs_a_gpu_word_beside_short_model_numbers(void **state)
{
	finds(state, "hw.nvidia", "T4 显卡上的部署", "hw.nvidia|T4");
	finds(state, "hw.nvidia", "Route T4 terminals", "");
	finds(state, "hw.nvidia", "L4 自动驾驶的 GPU 平台", "");
	finds(state, "hw.nvidia", "at Hopper you book flights", "");
	finds(state, "hw.nvidia", "kernels for Hopper and Blackwell GPUs",
	      "hw.nvidia|Hopper hw.nvidia|Blackwell");
}

static void asks_for_a_chip_beside_domestic(void **state)
{
	finds(state, "hw.domestic", "信创操作系统与国产数据库", "");
	finds(state, "hw.domestic", "domestic and international travel", "");
	finds(state, "hw.domestic", "国产大模型的评测", "");
	finds(state, "hw.domestic", "run on domestic GPUs",
	      "hw.domestic|domestic GPUs");
}

static void takes_heterogeneous_of_machines_not_of_data(void **state)
{
	finds(state, "hw.heterogeneous", "多源异构数据的治理", "");
	finds(state, "hw.heterogeneous", "join heterogeneous data sources", "");
	finds(state, "hw.heterogeneous", "CPU/GPU 异构加速",
	      "hw.heterogeneous|异构加速");
}

static void takes_self_developed_only_of_a_chip(void **state)
{
	finds(state, "hw.selfdev", "优化自研推理框架，在 GPU 芯片上跑", "");
	finds(state, "hw.selfdev", "为自研大算力芯片写驱动", "hw.selfdev|自研");
}

static void tells_inference_from_reasoning(void **state)
{
	finds(state, "wt.inference", "提升模型的数学推理能力", "");
	finds(state, "wt.inference", "causal inference for pricing models", "");
	finds(state, "wt.inference", "优化推理服务", "wt.inference|推理服务");
	finds(state, "wt.inference", "训练和推理的性能",
	      "wt.inference|训练和推理");
}

static void tells_models_trained_from_people_trained(void **state)
{
	finds(state, "wt.training", "training and development of sales staff",
	      "");
	finds(state, "wt.training", "distributed training on clusters",
	      "wt.training|distributed training");
}

static void leaves_kernels_of_systems_and_operators_of_clusters(void **state)
{
	finds(state, "wt.kernels", "Linux kernel modules for GPU hosts", "");
	finds(state, "wt.kernels", "Kubernetes operators for ML workloads", "");
	finds(state, "wt.kernels", "fast attention kernels in CUDA",
	      "wt.kernels|attention kernels");
}

static void leaves_communication_of_people_and_degrees(void **state)
{
	finds(state, "wt.communication", "通信、电子等相关专业", "");
	finds(state, "wt.communication", "strong communication skills", "");
	finds(state, "wt.communication", "优化集合通信",
	      "wt.communication|集合通信");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_a_chip_by_each_of_its_names),
		cmocka_unit_test(takes_ascend_for_a_verb_without_its_trade),
		cmocka_unit_test(leaves_other_atlases_alone),
		cmocka_unit_test(counts_only_the_language_inside_ascend_c),
		cmocka_unit_test(keeps_cuda_apart_from_what_is_like_it),
		cmocka_unit_test(keeps_tensorrt_apart_from_tensorrt_llm),
		cmocka_unit_test(tells_the_senses_of_triton_by_the_neighbour),
		cmocka_unit_test(needs_a_vendor_beside_a_number_of_days),
		cmocka_unit_test(
			tells_the_processor_of_hygon_from_its_accelerator),
		cmocka_unit_test(gives_rocm_beside_hygon_to_hygon),
		cmocka_unit_test(takes_initials_only_with_their_case_and_trade),
		cmocka_unit_test(needs_a_gpu_word_beside_short_model_numbers),
		cmocka_unit_test(asks_for_a_chip_beside_domestic),
		cmocka_unit_test(takes_heterogeneous_of_machines_not_of_data),
		cmocka_unit_test(takes_self_developed_only_of_a_chip),
		cmocka_unit_test(tells_inference_from_reasoning),
		cmocka_unit_test(tells_models_trained_from_people_trained),
		cmocka_unit_test(
			leaves_kernels_of_systems_and_operators_of_clusters),
		cmocka_unit_test(leaves_communication_of_people_and_degrees),
	};

	return cmocka_run_group_tests(tests, mentioned_load, mentioned_unload);
}
