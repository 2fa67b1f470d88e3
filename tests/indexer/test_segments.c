/* Who is sold to, and where compute is rented: the project's own rules against
 * a sentence for every trap. */
#include "core/alloc.h"
#include "mentioned.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* after what it needs */
#include <cmocka.h>

static void finds(void **state, const char *text, const char *expected)
{
	CLEANUP(freep) char *found = mentioned(*state, "seg.", text, NULL);

	if (strcmp(found, expected) != 0)
		print_message("%s\n", text);
	assert_string_equal(found, expected);
}

static void knows_the_customers_by_their_kind(void **state)
{
	finds(state, "拓展政府、央国企客户，完成签约与回款",
	      "seg.government|政府 seg.state_owned|央国企客户");
	finds(state, "面向能源、金融等行业客户提供大模型解决方案",
	      "seg.energy|能源 seg.finance|金融");
	finds(state, "Own the sales cycle with government agencies",
	      "seg.government|government agencies");
	finds(state, "close deals with state-owned enterprises in energy",
	      "seg.state_owned|state-owned enterprises seg.energy|energy");
	finds(state, "sell to Fortune Global 500 companies",
	      "seg.global_500|Fortune Global 500");
	finds(state, "服务世界500强客户", "seg.global_500|世界500强");
	finds(state, "Solutions Engineer, Public Sector",
	      "seg.government|Public Sector");
	finds(state, "manage strategic accounts",
	      "seg.enterprise|strategic accounts");
}

static void takes_government_only_where_it_buys(void **state)
{
	finds(state, "负责政府关系维护和政府补贴申报", "");
	finds(state, "跟踪政府监管政策，维护客户关系", "");
	finds(state, "对接政府部门，申报专项补贴，服务客户", "");
	finds(state, "Lead government relations for our customer team", "");
	finds(state, "Work with government on safety standards", "");
}

static void leaves_a_career_at_a_state_firm_alone(void **state)
{
	finds(state, "有央国企背景者优先", "");
	finds(state, "有央企、国企工作背景，具备客户意识", "");
	finds(state, "有国企经验，做过大型销售项目", "");
	finds(state, "拓展跨国企业客户，服务中国企业出海", "");
	finds(state, "负责央国企业务与客户", "seg.state_owned|央国企");
	finds(state, "有央国企客户资源者优先", "seg.state_owned|央国企客户");
}

static void leaves_a_career_at_a_large_firm_alone(void **state)
{
	finds(state, "有世界500强背景", "");
	finds(state, "Sales experience at a Fortune 500", "");
	finds(state, "five years with a Fortune 500 retailer", "");
}

static void takes_trades_only_of_customers(void **state)
{
	finds(state, "负责智算中心的电力与能源供应，服务内部客户", "");
	finds(state, "公司提供商业保险、年度体检", "");
	finds(state, "用模型服务银行、证券客户",
	      "seg.finance|银行 "
	      "seg.finance|证券客户");
	finds(state, "bring energy to the team", "");
}

static void takes_a_foreign_cloud_only_where_it_is_rented(void **state)
{
	CLEANUP(freep)
	char *rented = mentioned(*state, "wt.foreign",
				 "负责 AWS 与 Azure 上 GPU 资源的租用", NULL);
	CLEANUP(freep)
	char *bought = mentioned(*state, "wt.foreign",
				 "own our GPU capacity on CoreWeave", NULL);
	CLEANUP(freep)
	char *skill = mentioned(*state, "wt.foreign",
				"熟悉 AWS 或阿里云，懂 GPU 编程", NULL);

	assert_string_equal(rented,
			    "wt.foreign_cloud|AWS wt.foreign_cloud|Azure");
	assert_string_equal(bought, "wt.foreign_cloud|CoreWeave");
	assert_string_equal(skill, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knows_the_customers_by_their_kind),
		cmocka_unit_test(takes_government_only_where_it_buys),
		cmocka_unit_test(leaves_a_career_at_a_state_firm_alone),
		cmocka_unit_test(leaves_a_career_at_a_large_firm_alone),
		cmocka_unit_test(takes_trades_only_of_customers),
		cmocka_unit_test(takes_a_foreign_cloud_only_where_it_is_rented),
	};

	return cmocka_run_group_tests(tests, mentioned_load, mentioned_unload);
}
