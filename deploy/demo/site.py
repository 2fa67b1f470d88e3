#!/usr/bin/env python3
"""The demo's four fictional career sites, served on loopback so that they can be recorded.

usage: site.py DAY [--port 0]       DAY is 1 or 2: which of postings.json's two days is shown

A plain HTTP gateway: it answers 'GET http://HOST/PATH' for every host of the demo, in the forms of Greenhouse,
Feishu, Moka and an ordinary server-rendered site. It prints 'listening on PORT' and serves until it is stopped.
Needs only Python 3 and the openssl command.
"""
import argparse
import base64
import html
import json
import os
import re
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

HERE = os.path.dirname(os.path.abspath(__file__))
SEAL_IV = "0f1e2d3c4b5a6978"
FAILS_ON_DAY_2 = "/jobs/309"  # a page that answers 503: it must not count as closed


def load(day):
    """Each board with the postings that it shows on `day`; a posting carries its role's texts."""
    with open(os.path.join(HERE, "postings.json"), encoding="utf-8") as f:
        data = json.load(f)
    for board in data["boards"]:
        shown = [p for p in board["postings"] if p["from"] <= day <= p["until"]]
        for p in shown:
            p["said"] = data["roles"][p.get("then", p["role"]) if day == 2 else p["role"]]
            p["posted"] = data["days"][p["from"] - 1]
        board["postings"] = shown
    return data["boards"]


def numbered(lines):
    return "\n".join("%d. %s" % (i, line) for i, line in enumerate(lines, 1))


def bulleted(lines):
    return "<ul>%s</ul>" % "".join("<li>%s</li>" % html.escape(line) for line in lines)


def section_html(head, lines):
    return "<h3>%s</h3>%s" % (html.escape(head), bulleted(lines)) if lines else ""


def text_html(board, said):
    """The whole text as HTML, in the language of the role."""
    english = said["title"].isascii()
    heads = ("Responsibilities", "Requirements", "Nice to have") if english else ("岗位职责", "任职要求", "加分项")
    return "<p>%s</p>" % html.escape(board["about"]) + "".join(
        section_html(head, said.get(part, [])) for head, part in zip(heads, ("duty", "requirement", "bonus")))


def greenhouse_job(board, p):
    return {"id": int(p["id"]), "title": p["said"]["title"], "absolute_url": "https://job-boards.greenhouse.io/%s/jobs/%s" % (board["board"], p["id"]),
            "location": {"name": p["city"]}, "departments": [{"name": p["team"]}], "offices": [], "first_published": p["posted"] + "T08:00:00Z",
            "updated_at": p["posted"] + "T08:00:00Z", "requisition_id": "R" + p["id"][-3:], "content": html.escape(text_html(board, p["said"]))}


def feishu_job(p):
    said, campus = p["said"], p["role"] == "campus"
    return {"id": p["id"], "code": "D" + p["id"][-4:], "title": said["title"], "description": numbered(said["duty"]),
            "requirement": numbered(said["requirement"]) + ("\n加分项\n" + numbered(said["bonus"]) if said.get("bonus") else ""),
            "job_category": {"name": p["team"], "en_name": p["team"]}, "job_function": None, "city_list": [{"code": "", "name": p["city"]}], "city_info": None,
            "recruit_type": {"id": "202", "name": "实习", "parent": {"id": "2", "name": "校招"}} if campus else {"id": "101", "name": "全职", "parent": {"id": "1", "name": "社招"}},
            "job_subject": None, "publish_time": None}


def moka_job(board, p, whole):
    job = {"id": p["id"], "title": p["said"]["title"], "department": {"name": p["team"]}, "zhineng": {"name": "技术"}, "commitment": "实习" if p["role"] == "campus" else "全职",
           "hireMode": 1, "locations": [{"cityName": p["city"], "country": "中国", "address": ""}], "publishedAt": p["posted"] + "T08:00:00.000Z"}
    if "salary" in p:
        job.update(minSalary=p["salary"][0], maxSalary=p["salary"][1], salaryUnit=0)
    return dict(job, jobDescription=text_html(board, p["said"])) if whole else job


def moka_seal(document):
    key = base64.b16encode(os.urandom(8)).decode().lower()
    command = ["openssl", "enc", "-aes-128-cbc", "-K", key.encode().hex(), "-iv", SEAL_IV.encode().hex()]
    sealed = subprocess.run(command, input=json.dumps(document, ensure_ascii=False).encode(), capture_output=True, check=True).stdout
    return {"data": base64.b64encode(sealed).decode(), "necromancer": key}


class Site(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    boards, day = [], 1

    def log_message(self, *_):
        pass

    def reply(self, status, body, kind="application/json; charset=utf-8", headers=()):
        body = (body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)).encode()
        self.send_response(status)
        for name, value in [("Content-Type", kind), ("Content-Length", str(len(body))), *headers]:
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def answer(self):
        url = urlsplit(self.path)
        self.route, self.asked = url.path, {k: v[-1] for k, v in parse_qs(url.query).items()}
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.sent = json.loads(body) if body else {}
        if self.route == "/robots.txt":
            return self.reply(404, "", "text/plain")
        for board in self.boards:
            if self.serves(board, url.hostname):
                return getattr(self, board["kind"])(board)
        return self.reply(404, "no such site in the demo\n", "text/plain")

    do_GET = do_POST = answer

    @staticmethod
    def serves(board, host):
        return host == {"greenhouse": "boards-api.greenhouse.io", "moka": "app.mokahr.com"}.get(board["kind"], board.get("host"))

    def greenhouse(self, board):
        if self.route != "/v1/boards/%s/jobs" % board["board"]:
            return self.reply(404, {"status": 404, "error": "Job board not found"})
        jobs = [greenhouse_job(board, p) for p in board["postings"]]
        return self.reply(200, {"jobs": jobs, "meta": {"total": len(jobs)}})

    def feishu(self, board):
        if self.route == "/api/v1/csrf/token/":
            return self.reply(200, {"code": 0, "data": {"token": "demo"}, "message": "ok"}, headers=[("Set-Cookie", "atsx-csrf-token=demo; Path=/")])
        if self.route == "/api/v1/search/job/posts":
            start, count = int(self.sent.get("offset", 0)), int(self.sent.get("limit", 10))
            jobs = [feishu_job(p) for p in board["postings"]]
            return self.reply(200, {"code": 0, "data": {"job_post_list": jobs[start:start + count], "count": len(jobs)}, "message": "ok"})
        info = json.dumps({"website_info": {"path": board["path"], "name": board["company"]}})
        return self.reply(200, '<!doctype html><title>加入我们</title><script id="js-websiteInfo" type="application/json">%s</script>' % info, "text/html; charset=utf-8")

    def moka(self, board):
        org, site = board["board"].split("/")
        if self.command == "GET":
            init = {"aesIv": SEAL_IV, "org": {"id": org, "name": board["company"]}, "siteId": int(site), "jobStats": {"total": len(board["postings"])}}
            page = '<!doctype html><title>社会招聘</title><input id="init-data" type="hidden" value="%s">' % html.escape(json.dumps(init, ensure_ascii=False), quote=True)
            return self.reply(200, page, "text/html; charset=utf-8")
        if self.route.endswith("/jobs/v2"):
            start, count = int(self.sent.get("offset", 0)), int(self.sent.get("limit", 15))
            jobs = [moka_job(board, p, False) for p in board["postings"]]
            return self.reply(200, moka_seal({"code": 0, "data": {"jobs": jobs[start:start + count], "jobStats": {"total": len(jobs)}}}))
        one = [moka_job(board, p, True) for p in board["postings"] if p["id"] == self.sent.get("jobId")]
        return self.reply(200, moka_seal({"code": 0, "data": one[0]} if one else {"code": 404, "data": None}))

    def html(self, board):
        base, kind = "http://" + board["host"], "text/html; charset=utf-8"
        if self.route in ("/", "/jobs/"):
            page, per = int(self.asked.get("page", 1)), 6
            rows = "".join('<li><a href="/jobs/%s">%s</a></li>' % (p["id"], html.escape(p["said"]["title"])) for p in board["postings"][(page - 1) * per:page * per])
            more = '<a rel="next" href="/jobs/?page=%d">下一页</a>' % (page + 1) if page * per < len(board["postings"]) else ""
            return self.reply(200, '<!doctype html><html lang="zh"><meta charset="utf-8"><title>职位</title><ul>%s</ul>%s' % (rows, more), kind)
        if self.day == 2 and self.route == FAILS_ON_DAY_2:
            return self.reply(503, "maintenance\n", "text/plain")
        m = re.fullmatch(r"/jobs/(\d+)", self.route)
        one = [p for p in board["postings"] if m and p["id"] == m[1]]
        if not one:
            return self.reply(404, "<!doctype html><title>404</title>", kind)
        p, text = one[0], text_html(board, one[0]["said"])
        ld = {"@context": "https://schema.org", "@type": "JobPosting", "title": p["said"]["title"], "description": text, "datePosted": p["posted"], "employmentType": "FULL_TIME",
              "identifier": {"@type": "PropertyValue", "name": board["company"], "value": p["id"]}, "url": "%s/jobs/%s" % (base, p["id"]),
              "hiringOrganization": {"@type": "Organization", "name": board["company"]},
              "jobLocation": {"@type": "Place", "address": {"@type": "PostalAddress", "addressLocality": p["city"]}}}
        head = '<link rel="canonical" href="%s/jobs/%s"><script type="application/ld+json">%s</script>' % (base, p["id"], json.dumps(ld, ensure_ascii=False).replace("</", "<\\/"))
        return self.reply(200, '<!doctype html><html><meta charset="utf-8"><title>%s</title>%s<h1>%s</h1>%s' % (html.escape(p["said"]["title"]), head, html.escape(p["said"]["title"]), text), kind)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("day", type=int, choices=[1, 2])
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    Site.day, Site.boards = asked.day, load(asked.day)
    server = ThreadingHTTPServer(("127.0.0.1", asked.port), Site)
    server.daemon_threads = True
    print("listening on %d" % server.server_port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
