"""A crawl in the background, and its processes: what the tests of nights and of disks share."""
import os
import resource
import subprocess

import harness
import test_kill

AT, LATER = "2026-07-17T12:00:00Z", "2026-07-18T12:00:00Z"
MOKA = "app.mokahr.com"


def compared(case, data):
    return {key: harness.without_times(p) for key, p in case.export(data=data).items()}


def pids_of(crawl, program, count=1):
    return harness.wait_for(lambda: len(p := test_kill.children(crawl.pid, program)) >= count and p, 20, program)


def memory_mb(pid):
    with open("/proc/%d/statm" % pid) as f:
        return int(f.read().split()[1]) * resource.getpagesize() >> 20


def processor_seconds(pid):
    with open("/proc/%d/stat" % pid) as f:
        fields = f.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


class Background(harness.Case):
    def make(self, boards, **panel):
        self.world = self.start_world()
        self.panel = self.write("panel.yaml", harness.panel_text(self.world, boards, **panel))

    def start(self, *args, data=None):
        """A crawl in the background; what it says goes to `self.said`."""
        self.said = os.path.join(self.home, "said")
        command = [os.path.join(harness.BIN, "jobq"), "crawl", self.panel, *args, "--gateway", self.world.gateway, "--data", data or self.data]
        with open(self.said, "ab") as said:
            crawl = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        self.addCleanup(self.end, crawl)
        return crawl

    @staticmethod
    def end(crawl):
        if crawl.poll() is None:
            crawl.kill()
        crawl.wait()

    def text(self):
        with open(self.said, errors="replace") as f:
            return f.read()

    def wait_for_text(self, words, seconds=20):
        harness.wait_for(lambda: words in self.text(), seconds, words)

    def finish(self, crawl, seconds=90):
        self.assertEqual(crawl.wait(timeout=seconds), 0, self.text() + self.logs())

    def requests(self, host):
        return sorted((e for e in self.world.log() if e["host"] == host), key=lambda e: e["arrived"])

    def wait_for_requests(self, host, count, seconds=30):
        harness.wait_for(lambda: len(self.requests(host)) >= count, seconds, "%d requests to %s" % (count, host))
