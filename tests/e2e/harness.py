"""What the end-to-end tests share: the world of career sites, a data directory, and jobq run as a person would.

The world is ../shared/world beside the checkout ($JOBQ_WORLD names another place); where it is missing the tests are
skipped with a line that says so. $JOBQ_BIN is the directory of the programs under test.
"""
import html
import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import unittest
import urllib.parse
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.path.abspath(os.environ.get("JOBQ_BIN", os.path.join(ROOT, "build", "release", "bin")))
WORLD = os.environ.get("JOBQ_WORLD", os.path.join(ROOT, "..", "shared", "world"))
CHINA_DAY = "2026-07-17"

BOARDS = {  # board of the world: (company, source parameters)
    "greenhouse-anthropic": ("anthropic", "{recipe: greenhouse, board: anthropic}"),
    "greenhouse-deepmind": ("deepmind", "{recipe: greenhouse, board: deepmind}"),
    "greenhouse-scaleai": ("scaleai", "{recipe: greenhouse, board: scaleai}"),
    "greenhouse-runwayml": ("runwayml", "{recipe: greenhouse, board: runwayml}"),
    "greenhouse-perplexityai": ("perplexityai", "{recipe: greenhouse, board: perplexityai}"),
    "ashby-openai": ("openai", "{recipe: ashby, board: openai}"),
    "feishu-bytedance": ("bytedance", "{recipe: feishu, host: jobs.bytedance.com, path: experienced}"),
    "feishu-xiaomi": ("xiaomi", "{recipe: feishu, host: xiaomi.jobs.f.mioffice.cn, path: %s}"),
    "tencent-tencent": ("tencent", "{recipe: tencent}"),
    "moka-meituan": ("meituan", "{recipe: moka, board: meituan/70002, site: social}"),
    "html-mihoyo": ("mihoyo", '{recipe: html, url: "http://careers.mihoyo.example/jobs/"}'),
}
WESTERN = [b for b in BOARDS if b.startswith(("greenhouse", "ashby"))]
CHINESE = [b for b in BOARDS if b not in WESTERN]


def world_module():
    """world.py as a module, or the test is skipped."""
    path = os.path.join(WORLD, "world.py")
    if not os.path.exists(path):
        raise unittest.SkipTest("no world of career sites at ../shared/world")
    spec = importlib.util.spec_from_file_location("world", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class World:
    """The world's server on a port of its own, with its control requests."""

    def __init__(self, day=CHINA_DAY):
        self.module = world_module()
        self.process = subprocess.Popen(["python3", os.path.join(WORLD, "world.py"), "serve", "--port", "0", "--day", day],
                                        stdout=subprocess.PIPE, text=True)
        self.gateway = self.process.stdout.readline().split()[-1]
        self.boards = {}

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def ask(self, path):
        request = urllib.request.Request(self.gateway + path, headers={"Host": "world.internal"})
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=30) as answer:
            return answer.read().decode()

    def set_day(self, day):
        self.ask("/day?set=" + day)

    def fault(self, rule):
        self.ask("/fault?add=" + urllib.parse.quote(rule, safe=""))

    def clear_faults(self):
        self.ask("/fault?clear=1")

    def slow(self, hosts, seconds):
        """Lets every answer of the hosts take so long at least (see `gaps`)."""
        for host in hosts:
            self.fault("%s=stall:%s" % (host, seconds))

    def log(self):
        return [json.loads(line) for line in self.ask("/log").splitlines()]

    def board(self, name):
        if name not in self.boards:
            self.boards[name] = self.module.Board(os.path.join(WORLD, "boards", name + ".ndjson.gz"))
        return self.boards[name]

    def records(self, name, day):
        board = self.board(name)
        return {str(r[board.key]): r for r in board.at(day)}

    def truth(self, name, day, day2):
        """(added, gone, changed) ids, by the world's own rule of what a posting says."""
        first, second = self.records(name, day), self.records(name, day2)
        said = self.module.content
        return (sorted(set(second) - set(first)), sorted(set(first) - set(second)),
                sorted(i for i in set(first) & set(second) if said(first[i]) != said(second[i])))


def panel_text(world, boards, delay="0s", extra=""):
    lines = ["panel: e2e", "contact: tests@example.org", "defaults: {every: 6h, delay: %s%s}" % (delay, extra), "companies:"]
    for name in boards:
        company, source = BOARDS[name]
        if "%s" in source:
            source %= world.board(name).head["path"]
        lines += ["  - id: " + company, "    name: {en: %s}" % company.title(), "    sources: [%s]" % source]
    return "\n".join(lines) + "\n"


class Case(unittest.TestCase):
    """A test with a data directory of its own; `run_jobq` runs a command there."""

    maxDiff = 2000

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="jobq-e2e-")
        self.addCleanup(shutil.rmtree, self.home, True)
        self.data = os.path.join(self.home, "data")

    def start_world(self, day=CHINA_DAY):
        world = World(day)
        self.addCleanup(world.close)
        return world

    def write(self, name, text):
        path = os.path.join(self.home, name)
        with open(path, "wb") as f:
            f.write(text if isinstance(text, bytes) else text.encode())
        return path

    def run_jobq(self, *args, code=0, data=None, timeout=600):
        """Runs `jobq ARGS --data …`; `code` is the exit code (or codes) that it must end with."""
        command = [os.path.join(BIN, "jobq"), *map(str, args), "--data", data or self.data]
        done = subprocess.run(command, capture_output=True, timeout=timeout)
        out, err = done.stdout.decode(), done.stderr.decode(errors="replace")
        codes = code if isinstance(code, tuple) else (code,)
        self.assertIn(done.returncode, codes, "%s\n%s\n%s\n%s" % (" ".join(command), out[-2000:], err[-4000:], self.logs(data)))
        self.stderr, self.code = err, done.returncode
        return out

    def logs(self, data=None):
        """The ends of the programs' logs, for a failure's message."""
        folder, text = os.path.join(data or self.data, "run"), ""
        for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
            if name.endswith(".log"):
                with open(os.path.join(folder, name), errors="replace") as f:
                    text += "--- %s\n%s\n" % (name, f.read()[-1500:])
        return text

    def ndjson(self, *args, **kwargs):
        return [json.loads(line) for line in self.run_jobq(*args, "--format", "ndjson", **kwargs).splitlines()]

    def document(self, *args, **kwargs):
        return json.loads(self.run_jobq(*args, "--format", "json", **kwargs))

    def crawl(self, panel, *args, **kwargs):
        return self.run_jobq("crawl", panel, "--once", *args, **kwargs)

    def export(self, **kwargs):
        return {(p["source"], p["external_id"]): p for p in self.ndjson("export", code=(0, 1), **kwargs)}

    def rounds(self, *args, **kwargs):
        return self.ndjson("rounds", *args, **kwargs)

    def newest_rounds(self):
        """The newest round of each source, by source."""
        return {r["source"]: r for r in sorted(self.rounds(), key=lambda r: r["at"])}


def gaps(log, host):
    """Seconds from each request's arrival at the host to the next one's.

    A politeness of N seconds after answers of M seconds (`World.slow`) is gaps of N + M: arrivals alone tell it, for when
    an answer was out is written by a server that a busy machine may keep waiting until the next request is in.
    """
    arrived = sorted(e["arrived"] for e in log if e["host"] == host)
    return [b - a for a, b in zip(arrived, arrived[1:])]


def source_of(name):
    company, source = BOARDS[name]
    return company + "/" + re.search(r"recipe: (\w+)", source)[1]


def squeeze(text):
    """Text without tags' remains and white space, for comparing what was said."""
    return re.sub(r"\s+", "", text.replace("\u200b", "").replace("\ufeff", ""))


def html_text(markup):
    return squeeze(html.unescape(re.sub(r"<[^>]*>", "", markup)))


def said_text(name, record):
    """All the text of a world's record, squeezed."""
    kind = name.split("-")[0]
    if kind == "greenhouse":
        return html_text(html.unescape(record["content"]))
    if kind == "ashby":
        return squeeze(record["descriptionPlain"])
    if kind == "moka":
        return html_text(record["jobDescription"])
    if kind == "tencent":
        return squeeze(record["Responsibility"] + record["Requirement"])
    if kind == "html":  # the site itself puts headings before the texts
        return squeeze("职位描述" + record["description"] + "任职要求" + record["requirement"])
    return squeeze(record["description"] + record["requirement"])


def said_title(name, record):
    return record["RecruitPostName"] if name.startswith("tencent") else record["title"]


def shown_text(posting):
    return squeeze("".join(s["text"] for s in posting["sections"]))


def without_times(posting):
    """A posting as an undisturbed crawl would have it too: but for times and archive."""
    return {k: v for k, v in posting.items() if k not in ("first_seen", "last_seen", "archive")}


def wait_for(condition, seconds, what):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.02)
    raise AssertionError("waited %d s for %s" % (seconds, what))
