"""One crawl of every board of the world: all of it, whole, and politely."""
import unittest

import harness

HOSTS = ("boards-api.greenhouse.io", "api.ashbyhq.com", "jobs.bytedance.com", "xiaomi.jobs.f.mioffice.cn", "careers.tencent.com",
         "app.mokahr.com", "careers.mihoyo.example")
ANSWER = 0.02  # s that each site takes at least, so that two requests at once are seen


class OneCrawl(harness.Case):
    """The crawl is made once; each test looks at another promise of it."""

    @classmethod
    def setUpClass(cls):
        cls.world = harness.World()
        cls.addClassCleanup(cls.world.close)
        cls.world.slow(HOSTS, ANSWER)
        cls.shared = harness.Case("setUp")
        cls.shared.setUp()
        cls.addClassCleanup(cls.shared.doCleanups)
        panel = cls.shared.write("panel.yaml", harness.panel_text(cls.world, harness.CHINESE))
        cls.shared.crawl(panel, "--gateway", cls.world.gateway, "--at", harness.CHINA_DAY + "T12:00:00Z")
        western = cls.shared.write("western.yaml", harness.panel_text(cls.world, harness.WESTERN))
        cls.world.set_day("2025-11-01")
        cls.shared.crawl(western, "--gateway", cls.world.gateway, "--at", "2025-11-01T12:00:00Z")
        cls.postings = cls.shared.export()
        cls.log = cls.world.log()

    def day_of(self, board):
        return harness.CHINA_DAY if board in harness.CHINESE else "2025-11-01"

    def test_every_posting_is_there(self):
        for board in harness.BOARDS:
            with self.subTest(board):
                wanted = set(self.world.records(board, self.day_of(board)))
                source = harness.source_of(board)
                self.assertEqual({i for s, i in self.postings if s == source}, wanted)

    def test_with_its_title_and_its_full_text(self):
        for board in harness.BOARDS:
            source, differ = harness.source_of(board), []
            for i, record in self.world.records(board, self.day_of(board)).items():
                shown = self.postings[source, i]
                title, text = harness.said_title(board, record), harness.said_text(board, record)
                if shown["title"].split() != title.split() or harness.shown_text(shown) != text:
                    differ.append((i, harness.shown_text(shown)[:80], text[:80]))
            with self.subTest(board):
                self.assertEqual(differ, [])

    def test_nothing_was_asked_that_robots_forbids(self):
        self.assertEqual([e["path"] for e in self.log if e["path"].startswith(("/private/", "/hr/"))], [])

    def test_the_walk_into_the_endless_calendar_is_bounded(self):
        self.assertLessEqual(len([e for e in self.log if e["path"].startswith("/calendar/")]), 12)

    def test_one_request_at_a_time_for_each_host(self):
        self.assertEqual({e["host"] for e in self.log}, set(HOSTS))
        for host in HOSTS:
            with self.subTest(host):
                self.assertGreaterEqual(min(harness.gaps(self.log, host)), ANSWER - 0.001)

    def test_the_crawl_delay_is_kept_from_answer_to_request(self):
        gaps = harness.gaps(self.log, "careers.mihoyo.example")[1:]  # the first answer is robots.txt itself
        self.assertGreater(len(gaps), 160)
        self.assertGreaterEqual(min(gaps), 0.2 + ANSWER - 0.005)

    def test_no_page_is_fetched_twice(self):
        pages = [e["path"] for e in self.log if e["host"] == "careers.mihoyo.example"]
        self.assertEqual(len(pages), len(set(pages)))

    def test_rounds_are_complete_with_contents(self):
        for r in self.shared.rounds():
            self.assertEqual((r["state"], r["listing"], r["contents"]), ("complete", "complete", "complete"), r)

    def test_the_user_agent_names_us_and_the_contact(self):
        for agent in {e["agent"] for e in self.log}:
            self.assertRegex(agent, r"^jobq/[0-9.]+ \(\+tests@example\.org\)$")


if __name__ == "__main__":
    unittest.main()
