"""The machine-readable output, command by command, over the bundled demo archive (needs no world)."""
import json
import os
import re
import subprocess
import unittest

import harness

DEMO = os.path.join(harness.ROOT, "deploy", "demo")
DAYS = ["2026-03-02", "2026-09-01"]
POSTING = ["posting", "source", "external_id", "company", "title", "url", "team", "locations", "employment_type", "recruit_type",
           "language", "posted_at", "first_seen", "last_seen", "closed", "version", "sections", "archive"]
LOG = ["seq", "key", "state", "at", "kind", "posting", "source", "external_id", "company", "title", "fields"]
ROUND = ["source", "at", "state", "listing", "contents", "seen", "claimed", "closed", "reason"]
ITEM = {"posting", "source", "external_id", "company", "title", "url"}
RFC3339 = re.compile(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$")


class Demo(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.shared = harness.Case("setUp")
        cls.shared.setUp()
        cls.addClassCleanup(cls.shared.doCleanups)
        for number, day in enumerate(DAYS, 1):
            cls.shared.crawl(os.path.join(DEMO, "panel.yaml"), "--replay", os.path.join(DEMO, "day-%d.warc.gz" % number),
                             "--at", day + "T08:00:00Z", code=0 if number == 1 else 1)

    def setUp(self):
        super().setUp()
        self.data = self.shared.data

    def test_export_gives_every_posting_with_exactly_the_keys(self):
        postings = self.ndjson("export")
        self.assertEqual(len(postings), 60)
        for p in postings:
            self.assertEqual(list(p)[:len(POSTING)], POSTING)
            self.assertRegex(p["first_seen"], RFC3339)
            self.assertRegex(p["last_seen"], RFC3339)
            self.assertEqual(set(p["archive"]), {"file", "offset", "digest"})
            self.assertTrue(p["sections"] and all(set(s) == {"kind", "text"} for s in p["sections"]))
            if p["closed"]:
                self.assertEqual(set(p["closed"]), {"after", "before", "by"})

    def test_export_at_a_day_is_what_was_open_then(self):
        first, second = self.ndjson("export", "--at", DAYS[0]), self.ndjson("export", "--at", DAYS[1])
        self.assertEqual((len(first), len(second)), (49, 54))  # one that a listing of links misses once is not closed yet
        self.assertTrue(all(p["closed"] is None for p in first + second))

    def test_a_page_that_failed_did_not_close_its_posting(self):
        (page,) = [p for p in self.ndjson("export") if p["external_id"] == "309"]
        self.assertIsNone(page["closed"])
        self.assertEqual(self.newest_rounds()["lanting/html"]["contents"], "incomplete")

    def test_a_document_is_one_json_value(self):
        self.assertEqual(len(self.document("export")), 60)
        self.assertIsInstance(self.document("search", "昇腾"), (list, dict))

    def test_diff_has_its_keys_and_finds_the_role_that_moved(self):
        diff = self.document("diff", *DAYS)
        self.assertEqual(list(diff), ["from", "to", "query", "added", "closed", "changed", "coverage"])
        self.assertEqual([len(diff[k]) for k in ("added", "closed", "changed")], [11, 6, 3])
        for item in diff["added"] + diff["closed"]:
            self.assertEqual(set(item), ITEM)
        for item in diff["changed"]:
            self.assertEqual(set(item), ITEM | {"fields"})
        moved = [i for i in diff["changed"] if i["external_id"] == "6800000001"]
        self.assertEqual(sorted(moved[0]["fields"]), ["text", "title"])
        for c in diff["coverage"]:
            self.assertEqual(set(c), {"source", "from", "to", "compared"})
            self.assertTrue(c["compared"])
            self.assertEqual(set(c["from"]), {"round_at", "state"})

    def test_diff_with_a_query_holds_what_matched_at_either_day(self):
        diff = self.document("diff", *DAYS, "昇腾 生产部署")
        self.assertEqual([i["external_id"] for i in diff["changed"]], ["6800000001"])

    def test_a_source_without_a_near_round_is_named_not_counted(self):
        diff = self.document("diff", "2026-05-01", "2026-09-01", code=(0, 1))
        self.assertEqual((diff["added"], diff["closed"], diff["changed"]), ([], [], []))
        self.assertTrue(diff["coverage"] and not any(c["compared"] for c in diff["coverage"]))

    def test_log_lines_have_their_keys_in_sequence(self):
        log = self.ndjson("log")
        self.assertEqual([list(e)[:len(LOG)] for e in log], [LOG] * len(log))
        self.assertEqual([e["seq"] for e in log], sorted({e["seq"] for e in log}))
        self.assertEqual({e["state"] for e in log} - {"asserted", "withdrawn"}, set())
        kinds = [e["kind"] for e in log]
        self.assertEqual((kinds.count("added"), kinds.count("closed"), kinds.count("changed")), (60, 6, 3))

    def test_rounds_have_their_keys(self):
        rounds = self.rounds()
        self.assertEqual(len(rounds), 8)
        for r in rounds:
            self.assertEqual(list(r)[:len(ROUND)], ROUND)
            self.assertIn(r["state"], ("complete", "partial", "suspect", "accepted", "failed"))

    def test_search_prints_postings_and_exits_1_when_nothing_is_found(self):
        found = self.ndjson("search", "昇腾 生产部署")
        self.assertEqual([p["external_id"] for p in found], ["6800000001"])
        self.assertTrue(set(POSTING) <= set(found[0]))
        self.assertEqual(self.ndjson("search", "绝无此词", code=1), [])
        self.assertEqual(self.ndjson("search", "昇腾 生产部署", "--at", DAYS[0], code=1), [])

    def test_show_follows_a_claim_to_the_archived_bytes(self):
        (found,) = self.ndjson("search", "title:异构计算工程师 company:yunfan")
        history = self.run_jobq("show", found["posting"], "--history")
        self.assertIn("预研", history)
        self.assertIn("生产部署", history)
        self.assertIn("job_post_list", self.run_jobq("show", found["posting"], "--raw"))

    def test_coverage_and_status_answer_without_a_crawl(self):
        self.run_jobq("coverage", code=(0, 1))
        self.assertIn("no crawl", self.run_jobq("status", code=(0, 1)))

    def test_usage_is_2_and_names_what_was_wrong(self):
        self.run_jobq("diff", "2026-03-02", code=2)
        self.run_jobq("export", "--fromat", "json", code=2)
        self.assertIn("--format", self.stderr)
        self.run_jobq("export", "--at", "yesterday", code=2)
        self.assertIn("yesterday", self.stderr)

    def test_each_command_has_help_a_man_page_and_completion(self):
        jobq = os.path.join(harness.BIN, "jobq")
        said = subprocess.run([jobq, "help"], capture_output=True, text=True, check=True).stdout
        for command in "crawl status search show diff log coverage rounds check export backup".split():
            self.assertIn(command, said)
            self.assertIn(command, subprocess.run([jobq, "help", command], capture_output=True, text=True, check=True).stdout)
            self.assertTrue(subprocess.run([jobq, "help", "--man", command], capture_output=True, text=True, check=True).stdout.startswith(".TH"))
        self.assertIn("complete", subprocess.run([jobq, "help", "--completion", "bash"], capture_output=True, text=True, check=True).stdout)

    def test_a_backup_answers_as_the_original_does(self):
        copy = os.path.join(self.home, "copy")
        self.run_jobq("backup", copy)
        self.assertEqual(self.ndjson("export", data=copy), self.ndjson("export"))

    def test_the_index_can_be_made_anew_from_the_corpus(self):
        before = self.ndjson("export")
        subprocess.run([os.path.join(harness.BIN, "jobq-indexer"), "--data", self.data, "--rebuild"], check=True, capture_output=True)
        self.assertEqual(self.ndjson("export"), before)


class Accept(harness.Case):
    """A board that loses most of its postings is suspect until a second round or a person says so."""

    def setUp(self):
        super().setUp()
        self.world = self.start_world("2025-11-01")
        self.panel = self.write("panel.yaml", harness.panel_text(self.world, ["ashby-openai"]))
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", "2025-11-01T12:00:00Z")
        self.world.fault("api.ashbyhq.com=short")
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", "2025-11-01T18:00:00Z", code=1)
        self.count = len(self.world.records("ashby-openai", "2025-11-01"))

    def open_count(self):
        return len([p for p in self.ndjson("export") if p["closed"] is None])

    def test_a_person_accepts_it(self):
        self.assertEqual(self.newest_rounds()["openai/ashby"]["state"], "suspect")
        self.assertEqual(self.open_count(), self.count)
        self.run_jobq("rounds", "accept", "openai/ashby", "2025-11-01T18:00:00Z")
        self.assertEqual(self.newest_rounds()["openai/ashby"]["state"], "accepted")
        self.assertEqual(self.open_count(), self.count // 2)
        closed = [p for p in self.ndjson("export") if p["closed"]]
        self.assertEqual({(p["closed"]["after"], p["closed"]["before"], p["closed"]["by"]) for p in closed},
                         {("2025-11-01T12:00:00Z", "2025-11-01T18:00:00Z", "accepted")})

    def test_the_next_complete_round_confirms_it_dated_at_the_first(self):
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", "2025-11-02T00:00:00Z")
        closed = [p for p in self.ndjson("export") if p["closed"]]
        self.assertEqual(len(closed), self.count - self.count // 2)
        self.assertEqual({(p["closed"]["before"], p["closed"]["by"]) for p in closed}, {("2025-11-01T18:00:00Z", "confirmed")})

    def test_only_a_suspect_round_can_be_accepted(self):
        self.run_jobq("rounds", "accept", "openai/ashby", "2025-11-01T12:00:00Z", code=(1, 2, 3))
        self.assertIn("suspect", self.stderr)


if __name__ == "__main__":
    unittest.main()
