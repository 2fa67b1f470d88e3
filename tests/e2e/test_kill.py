"""kill -9 of each program at ten random moments: the corpus is what it would have been."""
import os
import random
import signal
import subprocess
import time
import unittest

import harness

BOARDS = ["greenhouse-anthropic", "feishu-bytedance", "moka-meituan", "ashby-openai"]
KILLS = 10
AT = "2026-07-17T12:00:00Z"


def children(pid, program):
    """The pids of the children of `pid` that run `program`."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % entry) as f:
                parent = int(f.read().rsplit(")", 1)[1].split()[1])
            with open("/proc/%s/cmdline" % entry, "rb") as f:
                name = os.path.basename(f.read().split(b"\0")[0].decode())
        except (OSError, IndexError):
            continue
        if parent == pid and name == program:
            found.append(int(entry))
    return found


def is_running(pid):
    """A process that ended may wait in the table until somebody reaps it."""
    try:
        with open("/proc/%d/stat" % pid) as f:
            return f.read().rsplit(")", 1)[1].split()[0] not in "ZX"
    except OSError:
        return False


class Kill(harness.Case):
    def setUp(self):
        super().setUp()
        seed = int(os.environ.get("JOBQ_SEED", random.randrange(1 << 32)))
        print("seed: JOBQ_SEED=%d" % seed, flush=True)
        self.random = random.Random(seed)
        self.world = self.start_world()
        self.panel = self.write("panel.yaml", harness.panel_text(self.world, BOARDS, delay="15ms"))
        reference = os.path.join(self.home, "reference")
        self.crawl(self.panel, "--gateway", self.world.gateway, "--at", AT, data=reference)
        self.wanted = self.compared(reference)
        self.assertGreater(len(self.wanted), 900)

    def compared(self, data):
        return {key: harness.without_times(p) for key, p in self.export(data=data).items()}

    def start_crawl(self, data):
        command = [os.path.join(harness.BIN, "jobq"), "crawl", self.panel, "--once", "--gateway", self.world.gateway, "--at", AT, "--data", data]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def disturb(self, crawl, program):
        """Kills `program` at a random moment; False when the crawl ended first."""
        until = time.monotonic() + self.random.uniform(0.02, 0.8)
        while time.monotonic() < until:
            if crawl.poll() is not None:
                return False
            time.sleep(0.005)
        victims = [crawl.pid] if program == "jobq" else children(crawl.pid, program)
        if not victims or crawl.poll() is not None:
            return crawl.poll() is None and None
        os.kill(self.random.choice(victims), signal.SIGKILL)
        return True

    def check(self, program):
        kills, runs = 0, 0
        while kills < KILLS:
            runs += 1
            self.assertLess(runs, 12, "crawls end before they can be killed")
            data = os.path.join(self.home, "%s-%d" % (program, runs))
            crawl = self.start_crawl(data)
            while kills < KILLS:
                hit = self.disturb(crawl, program)
                if hit is False:
                    break
                kills += bool(hit)
                if hit and program == "jobq":
                    crawl.wait()
                    crawl = self.start_crawl(data)
            self.assertEqual(crawl.wait(timeout=300), 0, self.logs(data))
            self.assertEqual(self.compared(data), self.wanted)
            states = {(r["source"], r["state"], r["contents"]) for r in self.rounds(data=data)}
            self.assertEqual({s[1:] for s in states}, {("complete", "complete")}, states)

    def test_the_coordinator(self):
        self.check("jobq-coordinator")

    def test_a_worker(self):
        self.check("jobq-worker")

    def test_the_indexer(self):
        self.check("jobq-indexer")

    def test_the_crawl_itself(self):
        self.check("jobq")

    def test_children_end_within_a_second_of_the_crawls_death(self):
        crawl = self.start_crawl(os.path.join(self.home, "orphans"))
        programs = ("jobq-coordinator", "jobq-worker", "jobq-indexer")
        pids = harness.wait_for(lambda: (p := [c for name in programs for c in children(crawl.pid, name)]) and len(p) == 4 and p, 20, "four children")
        crawl.kill()
        crawl.wait()
        harness.wait_for(lambda: not any(map(is_running, pids)), 1, "the children's end")


if __name__ == "__main__":
    unittest.main()
