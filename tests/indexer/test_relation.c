/* What clauses do with concepts, by the project's own cues. */
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

static void knows_a_yardstick(void **state)
{
	finds(state, "fw.vllm", "性能对标 vLLM", "fw.vllm:comparator|vLLM");
	finds(state, "fw.vllm", "be faster than vLLM",
	      "fw.vllm:comparator|vLLM");
	finds(state, "fw.vllm", "extend vLLM", "fw.vllm|vLLM");
}

static void knows_what_is_to_be_replaced(void **state)
{
	finds(state, "hw.", "用昇腾替代英伟达",
	      "hw.ascend|昇腾 hw.nvidia:replaces|英伟达");
	finds(state, "hw.nvidia", "Ascend NPU instead of Nvidia",
	      "hw.nvidia:replaces|Nvidia");
	finds(state, "hw.ascend", "国产替代昇腾方案", "hw.ascend|昇腾");
}

static void knows_a_claim_of_what_was_done(void **state)
{
	finds(state, "hw.ascend", "系统已适配昇腾", "hw.ascend:done|昇腾");
	finds(state, "hw.ascend", "Our model was trained on Ascend NPU",
	      "hw.ascend:done|Ascend NPU");
}

static void knows_what_is_not_asked(void **state)
{
	finds(state, "sw.cuda", "无需CUDA经验", "sw.cuda:negated|CUDA");
	finds(state, "sw.cuda", "no CUDA experience is needed",
	      "sw.cuda:negated|CUDA");
	finds(state, "sw.cuda", "包括但不限于CUDA", "sw.cuda|CUDA");
	finds(state, "sw.cuda", "非常熟悉CUDA", "sw.cuda|CUDA");
	finds(state, "sw.cuda", "CUDA is preferred but not required",
	      "sw.cuda|CUDA");
	finds(state, "sw.cuda", "CUDA is not required", "sw.cuda:negated|CUDA");
}

static void carries_what_is_not_asked_through_a_list(void **state)
{
	finds(state, "sw.", "不需要了解CUDA、TensorRT",
	      "sw.cuda:negated|CUDA sw.tensorrt:negated|TensorRT");
	finds(state, "sw.", "无需CUDA，熟悉TensorRT",
	      "sw.cuda:negated|CUDA sw.tensorrt|TensorRT");
	finds(state, "sw.", "无需CUDA、熟悉TensorRT",
	      "sw.cuda:negated|CUDA sw.tensorrt|TensorRT");
}

static void knows_one_of_several(void **state)
{
	finds(state, "fw.", "熟悉 vLLM、SGLang 之一",
	      "fw.vllm:any_of|vLLM fw.sglang:any_of|SGLang");
	finds(state, "sw.", "know CUDA or ROCm",
	      "sw.cuda:any_of|CUDA sw.rocm:any_of|ROCm");
	finds(state, "sw.", "know CUDA, a Bachelor or Master", "sw.cuda|CUDA");
}

static void knows_the_companys_own_product(void **state)
{
	CLEANUP(freep)
	char *own = mentioned(*state, "sw.ascendc", "写 Ascend C 算子",
			      "Huawei "
			      "Canada");
	CLEANUP(freep)
	char *other =
		mentioned(*state, "sw.ascendc", "写 Ascend C 算子", "Tencent");

	assert_string_equal(own, "sw.ascendc:self|Ascend C");
	assert_string_equal(other, "sw.ascendc|Ascend C");
}

static void reads_the_section_of_each_clause(void **state)
{
	CLEANUP(freep)
	char *found = mentioned_in(*state, "CUDA 工程师",
				   "岗位职责：\n1、维护 vLLM\n任职要求：\n"
				   "1、熟悉 SGLang，有昇腾经验者优先\n");

	assert_string_equal(found, "sw.cuda@title|CUDA fw.vllm@duty|vLLM "
				   "fw.sglang@requirement|SGLang "
				   "hw.ascend@bonus|昇腾");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_a_yardstick),
		cmocka_unit_test(knows_what_is_to_be_replaced),
		cmocka_unit_test(knows_a_claim_of_what_was_done),
		cmocka_unit_test(knows_what_is_not_asked),
		cmocka_unit_test(carries_what_is_not_asked_through_a_list),
		cmocka_unit_test(knows_one_of_several),
		cmocka_unit_test(knows_the_companys_own_product),
		cmocka_unit_test(reads_the_section_of_each_clause),
	};

	return cmocka_run_group_tests(tests, mentioned_load, mentioned_unload);
}
