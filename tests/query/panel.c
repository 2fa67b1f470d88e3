#include "panel.h"
#include "fixture.h"
#include "sketch.h"
#include <string.h>

static const struct sketch_mention ascend_live = {
	"hw.ascend",  "hw.domestic", "duty",
	"production", "昇腾",	     "负责昇腾集群的线上服务"};
static const struct sketch_mention ascend_bonus = {
	"hw.ascend", "hw.domestic", "bonus", "none", "昇腾", "会昇腾者优先"};
static const struct sketch_mention ascend_blurb = {
	"hw.ascend", "hw.domestic", "about", "none", "Ascend", "We use Ascend"};
static const struct sketch_mention cuda = {
	"sw.cuda", "hw.nvidia", "requirement", "none", "CUDA", "CUDA skills"};
static const struct sketch_mention nvidia_go = {
	"hw.nvidia", NULL, "duty", "none", "Nvidia", "instead of Nvidia"};
static const struct sketch_mention buys = {
	"wt.procurement", NULL, "duty", "none", "采购", "采购公有云算力"};
static const struct sketch_mention cloud = {
	"wt.cloud_rental", NULL, "duty", "none", "公有云", "采购公有云算力"};
static const struct sketch_mention site = {"wt.dc_ops", "wt.datacentre",
					   "duty",	"production",
					   "机房运维",	"负责机房运维"};
static const struct sketch_mention centre = {"wt.datacentre", NULL,
					     "requirement",   "none",
					     "数据中心",      "熟悉数据中心"};
static const struct sketch_mention kernels = {
	"wt.kernels", NULL, "title", "none", "Kernel", "Kernel Engineer"};

static const struct sketch_mention states = {
	"seg.state_owned", NULL, "duty", "none", "央企", "拓展央企客户"};

static void be(struct sketch *s, const char *family, bool campus)
{
	sketch_init(s);
	s->analysis.family = (char *)family;
	s->analysis.campus = campus;
}

static void add_area(struct sketch *s, const char *area)
{
	s->areas[s->analysis.n_areas++] = (char *)area;
}

static void pay(struct sketch *s, const char *period, double low, double high)
{
	sketch_pay(s, "CNY", 12 * low);
	s->pay.period = (char *)period;
	s->pay.low = low;
	s->pay.high = high;
	s->pay.year_high = 12 * high;
}

static void add(const char *source, const char *key, int first,
		const struct sketch *s)
{
	char url[80];

	snprintf(url, sizeof(url), "https://jobs.example/%s", key);
	fixture_span(&(struct fixture_span){
		.source = source,
		.key = key,
		.from = first,
		.title = key,
		.text = "text",
		.url = url,
		.analysis = s ? &s->analysis : NULL,
	});
}

/* Years 3, 5, none, campus; cities BJ, BJ + SH, HZ + SG; family engineering,
 * engineering, b2b_sales, engineering (campus). */
static void add_deep(const char *source)
{
	static struct sketch a, b, c, d;

	be(&a, "engineering", false);
	sketch_mention(&a, &ascend_live);
	sketch_mention(&a, &cuda);
	sketch_mention(&a, &kernels);
	sketch_years(&a, 3);
	sketch_city(&a, "Beijing", "CN");
	add_area(&a, "coding");
	pay(&a, "month", 20000, 40000);
	add(source, "a", 1, &a);
	be(&b, "engineering", false);
	sketch_mention(&b, &ascend_bonus);
	sketch_years(&b, 5);
	sketch_city(&b, "Beijing", "CN");
	sketch_city(&b, "Shanghai", "CN");
	add_area(&b, "coding");
	pay(&b, "month", 30000, 60000);
	add(source, "b", 5, &b);
	be(&c, "b2b_sales", false);
	sketch_mention(&c, &ascend_blurb);
	sketch_mention(&c, &states);
	sketch_city(&c, "Hangzhou", "CN");
	sketch_city(&c, "Singapore", "SG");
	add(source, "c", 5, &c);
	be(&d, "engineering", true);
	d.years.kind = (char *)"campus";
	pay(&d, "month", 10000, 20000);
	d.analysis.campus_quote = (char *)"应届生";
	add(source, "d", 9, &d);
	add(source, "unread", 9, NULL);
}

/* Compute, marketing; a wish to replace; a doubtful pay. */
static void add_moon(const char *source)
{
	static struct sketch a, b, c;

	be(&a, "operations", false);
	sketch_mention(&a, &buys);
	sketch_mention(&a, &cloud)->in_section = 0; /* one sentence */
	sketch_city(&a, "Beijing", "CN");
	pay(&a, "month", 900000, 900000);
	a.pay.doubtful = true;
	add(source, "m", 9, &a);
	be(&b, "marketing", false);
	add(source, "n", 9, &b);
	be(&c, "hardware", false);
	sketch_mention(&c, &site);
	sketch_mention(&c, &centre); /* which the site implies, too */
	sketch_mention(&c, &nvidia_go)->relation = (char *)"replaces";
	sketch_city(&c, "Ulanqab", "CN");
	add(source, "o", 9, &c);
}

/* Years 6 and none; pay in dollars; markup in a title. */
static void add_open(const char *source)
{
	static struct sketch a, b, c;

	be(&a, "research", false);
	sketch_mention(&a, &cuda);
	sketch_years(&a, 6);
	sketch_city(&a, "San Francisco", "US");
	sketch_pay(&a, "USD", 200000);
	add(source, "x", 1, &a);
	be(&b, "engineering", false);
	sketch_mention(&b, &cuda)->relation = (char *)"done";
	sketch_city(&b, "San Francisco", "US");
	sketch_city(&b, "London", "GB");
	add(source, "y", 1, &b);
	be(&c, "marketing", false);
	add(source, "<script>alert(1)</script>", 1, &c);
}

static void panel_write(void)
{
	static const struct fixture_source sources[] = {
		{"deep/feishu", "deep", NULL, 24, "CN", "Deep"},
		{"moon/moka", "moon", NULL, 24, "CN", "Moon"},
		{"open/ashby", "open", NULL, 24, "US", "Open"},
		{"stale/html", "stale", NULL, 24, "CN", "Stale"},
	};
	static const struct fixture_source far = {.id = "unreached:far",
						  .company = "far",
						  .country = "CN",
						  .name = "Far",
						  .unreached =
							  "no recipe reads it"};
	static struct sketch old;

	fixture_source(&far);
	for (size_t i = 0; i < 4; i++) {
		fixture_source(&sources[i]);
		fixture_round(&(struct fixture_round){
			.source = sources[i].id,
			.at = 9,
			.state = i == 3 ? "partial" : NULL});
	}
	add_deep(sources[0].id);
	add_moon(sources[1].id);
	add_open(sources[2].id);
	be(&old, "engineering", false);
	add(sources[3].id, "old", 1, &old);
}

int panel_begin(void **state)
{
	(void)state;
	fixture_begin();
	panel_write();
	return 0;
}

int panel_end(void **state)
{
	(void)state;
	fixture_end();
	return 0;
}
