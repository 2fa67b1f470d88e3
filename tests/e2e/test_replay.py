"""A crawl replayed from its own archive gives the same corpus, without a network."""
import glob
import os
import unittest

import harness

AT = harness.CHINA_DAY + "T12:00:00Z"


class Replay(harness.Case):
    def test_a_crawl_replays_from_its_own_archive(self):
        world = self.start_world()
        panel = self.write("panel.yaml", harness.panel_text(world, ["feishu-bytedance", "moka-meituan", "html-mihoyo"]))
        self.crawl(panel, "--gateway", world.gateway, "--at", AT)
        first = {k: harness.without_times(p) for k, p in self.export().items()}
        world.close()
        archive = sorted(glob.glob(os.path.join(self.data, "archive", "*.warc.gz")))
        again = os.path.join(self.home, "again")
        self.crawl(panel, "--replay", *archive, "--at", AT, data=again)
        self.assertEqual({k: harness.without_times(p) for k, p in self.export(data=again).items()}, first)

    def test_what_failed_fails_again_in_the_same_words(self):
        world = self.start_world("2025-11-01")
        panel = self.write("panel.yaml", harness.panel_text(world, ["greenhouse-anthropic", "ashby-openai"]))
        world.fault("api.ashbyhq.com=truncate")
        self.crawl(panel, "--gateway", world.gateway, "--at", "2025-11-01T12:00:00Z", code=1)
        first = {r["source"]: r["state"] for r in self.rounds()}
        world.close()
        archive = sorted(glob.glob(os.path.join(self.data, "archive", "*.warc.gz")))
        again = os.path.join(self.home, "again")
        self.crawl(panel, "--replay", *archive, "--at", "2025-11-01T12:00:00Z", data=again, code=1)
        self.assertEqual({r["source"]: r["state"] for r in self.rounds(data=again)}, first)
        self.assertEqual(first, {"anthropic/greenhouse": "complete", "openai/ashby": "failed"})

    def test_what_was_not_recorded_is_a_failure_that_says_so(self):
        world = self.start_world("2025-11-01")
        panel = self.write("panel.yaml", harness.panel_text(world, ["greenhouse-anthropic"]))
        self.crawl(panel, "--gateway", world.gateway, "--at", "2025-11-01T12:00:00Z")
        world.close()
        archive = sorted(glob.glob(os.path.join(self.data, "archive", "*.warc.gz")))
        again = os.path.join(self.home, "again")
        self.crawl(panel, "--replay", *archive, "--at", "2025-11-09T12:00:00Z", data=again, code=1)
        (verdict,) = self.rounds(data=again)
        self.assertEqual(verdict["state"], "failed")
        self.assertIn("no record", verdict["reason"])


if __name__ == "__main__":
    unittest.main()
