"""What an operator meets at night: programs that stop or are killed, and no network."""
import os
import random
import signal
import time
import unittest

import background
import harness
import test_kill
from background import AT, LATER, MOKA

ANSWER = 0.02  # s that an answer takes at least where requests are counted by their distance
WHOLE = ["greenhouse-anthropic", "feishu-bytedance", "moka-meituan"]


class Stopped(background.Background):
    def reference(self):
        reference = os.path.join(self.home, "reference")
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", AT, data=reference)
        return background.compared(self, reference)

    def stop(self, pid, seconds, watched=()):
        """Stops `pid` for so long; the most memory of those watched meanwhile."""
        os.kill(pid, signal.SIGSTOP)
        most, until = 0, time.monotonic() + seconds
        while time.monotonic() < until:
            most = max([most, *map(background.memory_mb, watched)])
            time.sleep(0.2)
        os.kill(pid, signal.SIGCONT)
        return most

    def test_a_worker_that_lost_its_lease_is_fenced(self):
        self.make(["moka-meituan"], delay="40ms")
        self.world.slow([MOKA], ANSWER)
        crawl = self.start("--once", "--at", AT)
        self.wait_for_requests(MOKA, 20)
        worker = max(background.pids_of(crawl, "jobq-worker", 2), key=background.processor_seconds)
        os.kill(worker, signal.SIGSTOP)
        harness.wait_for(lambda: "lease lost" in self.logs(), 20, "the lease's loss")
        before = len(self.requests(MOKA))
        self.wait_for_requests(MOKA, before + 5)
        os.kill(worker, signal.SIGCONT)
        self.finish(crawl)
        gaps = harness.gaps(self.world.log(), MOKA)[1:]
        self.assertGreaterEqual(min(gaps), 0.04 + ANSWER - 0.002, "two workers asked one host")
        self.assertEqual(len(self.export()), 144)
        self.assertEqual(len(self.rounds()), 1)

    def test_while_the_indexer_is_stopped_the_others_wait(self):
        self.make(WHOLE, delay="20ms")
        wanted = self.reference()
        crawl = self.start("--once", "--at", AT)
        self.wait_for_requests(MOKA, 5)
        workers = background.pids_of(crawl, "jobq-worker", 2)
        self.assertLess(self.stop(background.pids_of(crawl, "jobq-indexer")[0], 7, workers), 200)
        self.finish(crawl)
        self.assertNotIn("ended with", self.text())
        self.assertEqual(background.compared(self, self.data), wanted)

    def test_a_coordinator_that_was_stopped_takes_no_lease_away(self):
        self.make(["moka-meituan"], delay="50ms")
        crawl = self.start("--once", "--at", AT)
        self.wait_for_requests(MOKA, 10)
        self.stop(background.pids_of(crawl, "jobq-coordinator")[0], 11)
        self.finish(crawl)
        self.assertNotIn("ended with", self.text())
        self.assertLess(len(self.requests(MOKA)), 155)
        self.assertEqual(len(self.export()), 144)


class Polite(background.Background):
    def test_requests_are_spaced_however_often_programs_are_killed(self):
        hosts = (MOKA, "jobs.bytedance.com")
        self.make(["moka-meituan", "feishu-bytedance"], delay="500ms")
        self.world.slow(hosts, ANSWER)
        seed = int(os.environ.get("JOBQ_SEED", random.randrange(1 << 32)))
        print("seed: JOBQ_SEED=%d" % seed, flush=True)
        chance, until = random.Random(seed), time.monotonic() + 12
        crawl = self.start()
        while time.monotonic() < until:
            time.sleep(chance.uniform(0.3, 1.5))
            victims = test_kill.children(crawl.pid, "jobq-worker") + test_kill.children(crawl.pid, "jobq-coordinator")
            if victims:
                os.kill(chance.choice(victims), signal.SIGKILL)
        crawl.send_signal(signal.SIGTERM)
        self.assertEqual(crawl.wait(timeout=20), 128 + signal.SIGTERM)
        for host in hosts:
            gaps = harness.gaps(self.world.log(), host)
            self.assertGreater(len(gaps), 3)
            self.assertGreaterEqual(min(gaps), 0.5 - 0.005, host)  # a killed worker has no answer whose end could count


class Cut(background.Background):
    def test_without_the_network_a_round_ends_at_its_deadline_and_says_why(self):
        boards = ["moka-meituan", "greenhouse-scaleai"]
        self.make(boards, delay="20ms", extra=", deadline: 5s")
        roomy = self.write("roomy.yaml", harness.panel_text(self.world, boards, delay="20ms"))
        self.crawl(roomy, "--gateway", self.world.gateway, "--at", AT)
        before = background.compared(self, self.data)
        crawl = self.start("--once", "--at", LATER)
        self.wait_for_requests(MOKA, 160)
        self.world.close()
        self.assertEqual(crawl.wait(timeout=40), 1, self.text())
        self.assertIn("meituan/moka: complete: contents incomplete: deadline of 5 s passed with", self.text())
        rounds = {(r["source"], r["at"]): r for r in self.rounds()}
        self.assertRegex(rounds["meituan/moka", LATER]["reason"], "deadline of 5 s passed with .*the last try: .*refused")
        self.assertEqual(background.compared(self, self.data), before)

    def test_a_live_target_on_this_machine_is_refused_and_named(self):
        self.world = self.start_world()
        self.panel = self.write("panel.yaml", "panel: e2e\ncontact: tests@example.org\ncompanies:\n  - id: lab\n"
                                "    sources: [{recipe: html, url: \"http://127.0.0.1:9/jobs\", delay: 0s, deadline: 6s}]\n")
        self.run_jobq("crawl", self.panel, "--once", code=1, timeout=60)
        self.assertIn("127.0.0.1", self.stderr)
        (only,) = self.rounds()
        self.assertEqual(only["state"], "failed")
        self.assertIn("127.0.0.1", only["reason"])


if __name__ == "__main__":
    unittest.main()
