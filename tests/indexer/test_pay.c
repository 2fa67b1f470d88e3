#include "indexer/pay.h"
#include "tests/indexer/said.h"
#include "tests/seed.h"
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
/* cmocka needs the five above it */
#include <cmocka.h>

static struct paywords *words;

static bool read_pay(const char *text, const char *salary, struct pay *out)
{
	struct said said;
	bool found;

	said_begin(&said, "开发", text);
	if (salary)
		said.content.salary = (char *)salary;
	said_read(&said);
	found = pay_read(words, &said.reading, out);
	said_end(&said);
	return found;
}

struct row {
	const char *said;
	const char *currency;
	enum pay_period period;
	double low, high, months, year_low, year_high;
	bool doubtful;
};

static bool near(double a, double b)
{
	return fabs(a - b) < 0.5;
}

static void check_row(const struct row *row, bool field)
{
	struct pay p = {0};

	if (!read_pay(field ? NULL : row->said, field ? row->said : NULL, &p))
		fail_msg("%s: no pay", row->said);
	if (strcmp(p.currency, row->currency) != 0 || p.period != row->period ||
	    !near(p.low, row->low) || !near(p.high, row->high) ||
	    !near(p.months, row->months) || !near(p.year_low, row->year_low) ||
	    !near(p.year_high, row->year_high) || p.doubtful != row->doubtful ||
	    !strstr(row->said, p.quote))
		fail_msg("%s: %s %s %g-%g x%g = %g-%g %d \"%s\"", row->said,
			 p.currency, pay_period_name(p.period), p.low, p.high,
			 p.months, p.year_low, p.year_high, p.doubtful,
			 p.quote);
	pay_deinit(&p);
}

static void reads_the_chinese_forms(void **state)
{
	static const struct row rows[] = {
		{"35-50K·18薪", "CNY", PAY_MONTH, 35e3, 50e3, 18, 630e3, 900e3,
		 false},
		{"30-50K", "CNY", PAY_MONTH, 30e3, 50e3, 0, 360e3, 600e3,
		 false},
		{"10k-20k", "CNY", PAY_MONTH, 10e3, 20e3, 0, 120e3, 240e3,
		 false},
		{"1.4-1.6万", "CNY", PAY_MONTH, 14e3, 16e3, 0, 168e3, 192e3,
		 false},
		{"20万-40万/年", "CNY", PAY_YEAR, 200e3, 400e3, 0, 200e3, 400e3,
		 false},
		{"年薪50-80万", "CNY", PAY_YEAR, 500e3, 800e3, 0, 500e3, 800e3,
		 false},
		{"350-400元/天", "CNY", PAY_DAY, 350, 400, 0, 91350, 104400,
		 false},
		{"20000-30000元/月", "CNY", PAY_MONTH, 20e3, 30e3, 0, 240e3,
		 360e3, false},
		{"40-60K*16", "CNY", PAY_MONTH, 40e3, 60e3, 16, 640e3, 960e3,
		 false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_row(&rows[i], true);
}

static void reads_the_english_forms(void **state)
{
	static const struct row rows[] = {
		{"$174,000/yr - $235,000/yr", "USD", PAY_YEAR, 174e3, 235e3, 0,
		 174e3, 235e3, false},
		{"$185K - $260K", "USD", PAY_YEAR, 185e3, 260e3, 0, 185e3,
		 260e3, false},
		{"$255K  $405K  Offers Equity", "USD", PAY_YEAR, 255e3, 405e3,
		 0, 255e3, 405e3, false},
		{"USD $137,000~$260,000", "USD", PAY_YEAR, 137e3, 260e3, 0,
		 137e3, 260e3, false},
		{"$60-75/hr", "USD", PAY_HOUR, 60, 75, 0, 124800, 156000,
		 false},
		{"€70,000 to €90,000 per year", "EUR", PAY_YEAR, 70e3, 90e3, 0,
		 70e3, 90e3, false},
		{"£65k-£80k", "GBP", PAY_YEAR, 65e3, 80e3, 0, 65e3, 80e3,
		 false},
		{"CAD 120,000 - 150,000 annually", "CAD", PAY_YEAR, 120e3,
		 150e3, 0, 120e3, 150e3, false},
		{"$210K", "USD", PAY_YEAR, 210e3, 210e3, 0, 210e3, 210e3,
		 false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_row(&rows[i], true);
}

static void finds_pay_in_the_text(void **state)
{
	static const struct row rows[] = {
		{"NLP工程师 35-50K·14薪\n岗位职责：开发", "CNY", PAY_MONTH,
		 35e3, 50e3, 14, 490e3, 700e3, false},
		{"薪资待遇：30-50K", "CNY", PAY_MONTH, 30e3, 50e3, 0, 360e3,
		 600e3, false},
		{"The base salary range is $150,000 - $190,000 plus equity.",
		 "USD", PAY_YEAR, 150e3, 190e3, 0, 150e3, 190e3, false},
		{"Pay: $45/hour", "USD", PAY_HOUR, 45, 45, 0, 93600, 93600,
		 false},
		{"实习薪资 400元/天", "CNY", PAY_DAY, 400, 400, 0, 104400,
		 104400, false},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++)
		check_row(&rows[i], false);
}

static void is_not_taken_in(void **state)
{
	static const char *const lines[] = {
		"We raised $130M from investors.",
		"A $200/month wellness stipend.",
		"A $10,000 - $20,000 sign-on bonus.",
		"10% bonus on top of salary.",
		"支持4K-8K视频和128K上下文。",
		"服务峰值 30-50K QPS，稳定性 99.99%",
		"401k match and health insurance.",
		"管理 500-800万 的采购预算",
		"薪资面议",
		"GMV 突破 100-200 亿元",
		"成立于2010-2012年，2000-3000人规模",
	};
	struct pay p = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
		if (read_pay(lines[i], NULL, &p))
			fail_msg("%s: %s", lines[i], p.quote);
}

static void finds_nothing_where_it_is_open(void **state)
{
	struct pay p = {0};

	(void)state;
	assert_false(read_pay(NULL, "面议", &p));
	assert_false(read_pay(NULL, "Competitive", &p));
	assert_false(read_pay(NULL, NULL, &p));
}

static void flags_what_cannot_be(void **state)
{
	static const struct row yearly = {"120-200K", "CNY",  PAY_MONTH,
					  120e3,      200e3,  0,
					  1440e3,     2400e3, true};

	(void)state;
	check_row(&yearly, true);
}

static void believes_the_field_against_the_text(void **state)
{
	struct pay p = {0};

	(void)state;
	assert_true(read_pay("薪资 10-20K", "30-40K", &p));
	assert_true(near(p.low, 30e3));
	pay_deinit(&p);
}

static void tells_a_bare_dollar_by_the_country(void **state)
{
	struct pay p = {0};

	(void)state;
	assert_true(read_pay(NULL, "$121,000 to $230,000", &p));
	pay_in_country(&p, "US");
	assert_string_equal(p.currency, "USD");
	pay_in_country(&p, "CA");
	assert_string_equal(p.currency, "CAD");
	pay_deinit(&p);
	assert_true(read_pay(NULL, "USD $121,000 to $230,000", &p));
	pay_in_country(&p, "CA");
	assert_string_equal(p.currency, "USD");
	pay_deinit(&p);
}

static void never_crashes_and_quotes_what_is_there(void **state)
{
	unsigned seed = seed_take();

	(void)state;
	for (int i = 0; i < 300; i++) {
		const char *text = said_random(&seed);
		struct pay p = {0};

		if (read_pay(text, NULL, &p)) {
			assert_true(*p.quote && strstr(text, p.quote));
			pay_deinit(&p);
		}
		if (read_pay(NULL, text, &p)) {
			assert_true(*p.quote && strstr(text, p.quote));
			pay_deinit(&p);
		}
	}
}

static int load(void **state)
{
	(void)state;
	return pay_load(&words, RULES_DIR, said_book());
}

static int unload(void **state)
{
	(void)state;
	pay_free(words);
	said_close();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_chinese_forms),
		cmocka_unit_test(reads_the_english_forms),
		cmocka_unit_test(finds_pay_in_the_text),
		cmocka_unit_test(is_not_taken_in),
		cmocka_unit_test(finds_nothing_where_it_is_open),
		cmocka_unit_test(flags_what_cannot_be),
		cmocka_unit_test(believes_the_field_against_the_text),
		cmocka_unit_test(tells_a_bare_dollar_by_the_country),
		cmocka_unit_test(never_crashes_and_quotes_what_is_there),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
