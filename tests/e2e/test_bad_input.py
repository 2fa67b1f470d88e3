"""Bad input is an error with a message that says what and where; nothing is lost, nothing crashes."""
import json
import os
import unittest

import harness
from gateway import Gateway

GOOD = {"jobs": [{"id": i, "title": "Engineer %d" % i, "absolute_url": "https://x.example/%d" % i, "location": {"name": "Oslo"},
                  "content": "&lt;p&gt;Build things, number %d.&lt;/p&gt;" % i, "updated_at": "2026-01-01T00:00:00Z"} for i in range(8)],
        "meta": {"total": 8}}
PANEL = """panel: bad
contact: tests@example.org
defaults: {every: 6h, delay: 0s}
companies:
  - id: acme
    sources: [{recipe: greenhouse, board: acme}]
"""


class Panels(harness.Case):
    def refused(self, text, *words):
        self.run_jobq("crawl", self.write("p.yaml", text), "--once", "--gateway", "http://127.0.0.1:9", code=2)
        for word in words:
            self.assertIn(word, self.stderr)

    def test_broken_yaml_names_file_and_line(self):
        self.refused("panel: x\ncompanies:\n  - id: [a\n", "p.yaml:")

    def test_an_unknown_recipe_is_named_with_its_line(self):
        self.refused(PANEL.replace("greenhouse", "greenhaus"), "p.yaml:6", "greenhaus")

    def test_an_unknown_key_is_named(self):
        self.refused(PANEL.replace("delay:", "dealy:"), "p.yaml:3", "dealy")

    def test_two_sources_of_one_id_are_refused(self):
        self.refused(PANEL.replace("[{", "[{recipe: greenhouse, board: b}, {"), "acme/greenhouse")

    def test_a_missing_parameter_is_named(self):
        self.refused(PANEL.replace(", board: acme", ""), "board")

    def test_a_file_that_is_not_there(self):
        self.run_jobq("crawl", os.path.join(self.home, "none.yaml"), "--once", code=2)
        self.assertIn("none.yaml", self.stderr)

    def test_a_live_crawl_without_contact_does_not_start(self):
        self.run_jobq("crawl", self.write("p.yaml", PANEL.replace("contact: tests@example.org\n", "")), "--once", code=2)
        self.assertIn("contact", self.stderr)


class Answers(harness.Case):
    def setUp(self):
        super().setUp()
        self.gateway = Gateway()
        self.addCleanup(self.gateway.close)
        self.path = "boards-api.greenhouse.io/v1/boards/acme/jobs"
        self.gateway.answers[self.path] = ("application/json", json.dumps(GOOD).encode())
        self.panel = self.write("p.yaml", PANEL)
        self.crawl(self.panel, "--gateway", self.gateway.url, "--at", "2026-01-01T00:00:00Z")

    def bad(self, body, *words, kind="application/json", state="failed"):
        """The bad answer closes nothing and is told in words; a good one afterwards is complete."""
        self.gateway.answers[self.path] = (kind, body)
        self.crawl(self.panel, "--gateway", self.gateway.url, "--at", "2026-01-02T00:00:00Z", code=1)
        told = self.stderr
        verdict = self.newest_rounds()["acme/greenhouse"]
        self.assertEqual(verdict["state"], state)
        for word in words:
            self.assertIn(word, verdict["reason"])
            self.assertIn(word, told)
        self.assertEqual([p["closed"] for p in self.export().values()], [None] * 8)
        self.gateway.answers[self.path] = ("application/json", json.dumps(GOOD).encode())
        self.crawl(self.panel, "--gateway", self.gateway.url, "--at", "2026-01-02T06:00:00Z")
        self.assertEqual(len(self.export()), 8)

    def test_a_board_that_does_not_exist(self):
        self.bad(b"", "404", kind=None)

    def test_html_where_json_is_due(self):
        self.bad(b"<!doctype html><title>Just a moment</title>", "expected JSON")

    def test_json_of_another_form(self):
        self.bad(b'{"postings": []}', "expected", "/meta/total")

    def test_json_nested_a_hundred_thousand_deep(self):
        self.bad(b"[" * 100000 + b"]" * 100000, "JSON")

    def test_a_body_of_fifty_megabytes(self):
        self.bad(b'{"jobs": [' + b'"%s",' % (b"y" * 1000) * (50 << 10) + b'"y"]}', "expected")

    def test_a_body_of_thirteen_million_values(self):
        self.bad(b'{"jobs": [' + b'"y",' * (50 << 18) + b'"y"]}', "expected at most 2000000 values of JSON")

    def test_a_body_beyond_the_limit(self):
        self.bad(b'{"jobs": [' + b'"y",' * (65 << 18) + b'"y"]}', "beyond the limit")

    def test_invalid_utf8_is_replaced_and_said(self):
        body = json.dumps(GOOD).encode().replace(b"Engineer 3", b"Engine\xff\xfe 3")
        self.gateway.answers[self.path] = ("application/json", body)
        self.crawl(self.panel, "--gateway", self.gateway.url, "--at", "2026-01-02T00:00:00Z", code=(0, 1))
        titles = {p["external_id"]: p["title"] for p in self.export().values()}
        self.assertEqual(len(titles), 8)
        self.assertEqual([p["closed"] for p in self.export().values()], [None] * 8)


class Pages(harness.Case):
    def setUp(self):
        super().setUp()
        self.gateway = Gateway()
        self.addCleanup(self.gateway.close)

    def test_gb18030_with_a_wrong_header(self):
        ld = json.dumps({"@type": "JobPosting", "title": "异构计算工程师", "description": "<p>负责昇腾集群的稳定运行，保障训练任务。</p>"}, ensure_ascii=False)
        page = ("<!doctype html><title>异构计算工程师招聘</title><script type='application/ld+json'>%s</script>"
                "<p>我们招聘工程师，负责昇腾集群的稳定运行，欢迎加入我们的团队。</p>" % ld).encode("gb18030")
        self.gateway.answers["jobs.gb.example/"] = ("text/html; charset=utf-8", "<a href='/p/1'>一</a>".encode())
        self.gateway.answers["jobs.gb.example/p/1"] = ("text/html; charset=utf-8", page)
        panel = self.write("p.yaml", PANEL.replace("recipe: greenhouse, board: acme", 'recipe: html, url: "http://jobs.gb.example/"'))
        self.crawl(panel, "--gateway", self.gateway.url, "--at", "2026-01-01T00:00:00Z")
        (posting,) = self.export().values()
        self.assertEqual(posting["title"], "异构计算工程师")
        self.assertEqual(harness.shown_text(posting), "负责昇腾集群的稳定运行，保障训练任务。")

    def test_a_wrong_moka_seal(self):
        init = '<input id="init-data" value="{&quot;aesIv&quot;:&quot;0123456789abcdef&quot;,&quot;jobStats&quot;:{&quot;total&quot;:1}}">'
        self.gateway.answers["app.mokahr.com/social-recruitment/acme/7"] = ("text/html", init.encode())
        self.gateway.answers["app.mokahr.com/api/outer/ats-apply/website/jobs/v2"] = (
            "application/json", b'{"data": "bm90IHNlYWxlZCBhdCBhbGwuLi4uLi4uLi4uLi4=", "necromancer": "0011223344556677"}')
        panel = self.write("p.yaml", PANEL.replace("recipe: greenhouse, board: acme", "recipe: moka, board: acme/7"))
        self.crawl(panel, "--gateway", self.gateway.url, "--at", "2026-01-01T00:00:00Z", code=1)
        self.assertIn("seal", self.newest_rounds()["acme/moka"]["reason"])


if __name__ == "__main__":
    unittest.main()
