#include "coordinator/task.h"
#include "core/alloc.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define LISTING JOBQ__TASK_KIND__TASK_LISTING
#define DETAIL	JOBQ__TASK_KIND__TASK_DETAIL
#define PAGE	JOBQ__TASK_KIND__TASK_PAGE

static Jobq__Task task(Jobq__TaskKind kind, const char *url)
{
	Jobq__Task t = JOBQ__TASK__INIT;

	t.kind = kind;
	t.url = (char *)url;
	t.method = (char *)"GET";
	return t;
}

static bool same(const Jobq__Task *a, const Jobq__Task *b)
{
	struct digest x = task_digest(a), y = task_digest(b);

	return digest_equal(&x, &y);
}

static void two_forms_of_one_url_are_one_task(void **state)
{
	Jobq__Task a = task(PAGE, "http://x.example/jobs?id=1&utm_source=q");
	Jobq__Task b = task(PAGE, "HTTP://X.example:80/jobs?id=1#top");

	(void)state;
	assert_true(same(&a, &b));
}

static void method_and_body_tell_tasks_apart(void **state)
{
	Jobq__Task a = task(LISTING, "http://x.example/api");
	Jobq__Task b = a, c = a;

	(void)state;
	b.method = (char *)"POST";
	c.body.data = (uint8_t *)"{}";
	c.body.len = 2;
	assert_false(same(&a, &b));
	assert_false(same(&a, &c));
}

static void a_redirect_is_another_task_than_its_target(void **state)
{
	Jobq__Task a = task(DETAIL, "http://x.example/gone");
	Jobq__Task b = a, c = a;

	(void)state;
	b.redirects = 1;
	c.redirects = 1;
	c.key = (char *)"other";
	assert_false(same(&a, &b));
	assert_false(same(&b, &c));
}

static void labelled(const Jobq__Task *t, const char *label)
{
	CLEANUP(freep) char *got = task_label(t);

	assert_string_equal(got, label);
}

static void labels_say_what_it_was(void **state)
{
	Jobq__Task listing = task(LISTING, "http://x.example/api?a=1");
	Jobq__Task detail = task(DETAIL, "http://x.example/d");
	Jobq__Task page = task(PAGE, "http://x.example/p?q");
	Jobq__Var offset = JOBQ__VAR__INIT;
	Jobq__Var *vars[] = {&offset};

	(void)state;
	labelled(&listing, "listing page /api?a=1");
	offset.name = (char *)"offset";
	offset.value = (char *)"100";
	listing.vars = vars;
	listing.n_vars = 1;
	labelled(&listing, "listing page offset=100");
	listing.seed = true;
	labelled(&listing, "listing");
	labelled(&detail, "detail /d");
	detail.key = (char *)"4711";
	labelled(&detail, "detail 4711");
	labelled(&page, "page /p?q");
	page.seed = true;
	labelled(&page, "first page /p?q");
}

static void a_sane_task_is_taken(void **state)
{
	Jobq__Task t = task(DETAIL, "https://x.example/d");

	(void)state;
	assert_null(task_refused(&t));
	t.redirects = TASK_MAX_REDIRECTS;
	assert_null(task_refused(&t));
}

static void nonsense_is_refused(void **state)
{
	CLEANUP(freep) char *much = alloc_zero(9000, 1);
	Jobq__Task t = task(DETAIL, "https://x.example/d");

	(void)state;
	memset(much, 'a', 8999);
	t.redirects = TASK_MAX_REDIRECTS + 1;
	assert_string_equal(task_refused(&t), "more than 10 redirects");
	t = task(DETAIL, "ftp://x.example/");
	assert_non_null(task_refused(&t));
	t = task(DETAIL, "");
	assert_non_null(task_refused(&t));
	t = task(DETAIL, much);
	assert_non_null(task_refused(&t));
	t = task((Jobq__TaskKind)3, "https://x.example/d");
	assert_non_null(task_refused(&t));
	t = task((Jobq__TaskKind)-1, "https://x.example/d");
	assert_non_null(task_refused(&t));
	t = task(DETAIL, "https://x.example/d");
	t.key = much;
	assert_non_null(task_refused(&t));
	t.key = (char *)"";
	t.step = much;
	assert_non_null(task_refused(&t));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_forms_of_one_url_are_one_task),
		cmocka_unit_test(method_and_body_tell_tasks_apart),
		cmocka_unit_test(a_redirect_is_another_task_than_its_target),
		cmocka_unit_test(labels_say_what_it_was),
		cmocka_unit_test(a_sane_task_is_taken),
		cmocka_unit_test(nonsense_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
