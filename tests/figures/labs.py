"""The hand-made panel: fictional labs, their postings from labs/*.txt, served as Greenhouse and Ashby boards.

A posting in labs/*.txt: `== ID | TITLE | PLACE | PLACE`, then `day: 1` or `day: 2` where it stands (or says this) at one
date alone, `# HEADER`, `- ITEM` and paragraphs. Lines that begin with `;` are remarks.
"""
import html
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
DAYS = ["2026-05-20", "2026-06-23"]
CHINESE = {"qinglan": "Qinglan AI", "yueting": "Yueting", "zhouyan": "Zhouyan", "zhujian": "Zhujian", "lumo": "Lumo",
           "shanyu": "Shanyu"}
WESTERN = {"northlight": "Northlight Labs", "kestrel": "Kestrel Research", "tern": "Tern AI", "fathom": "Fathom Bridge"}
NAMES = {**CHINESE, **WESTERN}
COUNTRY = {"northlight": "US", "kestrel": "US", "tern": "US", "fathom": "GB"}  # the others: CN
ASHBY = {"northlight"}
UNREACHED = ("hexi", "Hexi", "its career site has a system of its own that no recipe reads")
PUBLISHED = "2026-05-01T09:00:00Z"


def begin(head):
    number, title, *places = [part.strip() for part in head.split("|")]
    return {"id": number, "title": title, "places": [p for p in places if p], "days": [1, 2], "lines": []}


def read(lab):
    """The lab's postings, as the file has them."""
    postings = []
    with open(os.path.join(HERE, "labs", lab + ".txt"), encoding="utf-8") as f:
        for line in map(str.strip, f):
            if line.startswith("== "):
                postings.append(begin(line[3:]))
            elif line.startswith("day: "):
                postings[-1]["days"] = [int(line[5:])]
            elif line and not line.startswith(";"):
                postings[-1]["lines"].append(line)
    return postings


def at(lab, day):
    """Those that stand at DAYS[day - 1]."""
    return [p for p in read(lab) if day in p["days"]]


def markup(posting):
    """As career sites write it: bold headers, lists, paragraphs."""
    out, listed = "", False
    for line in posting["lines"]:
        item = line.startswith("- ")
        if item != listed:
            out += "<ul>" if item else "</ul>"
            listed = item
        text = html.escape(line[2:] if line[0] in "-#" else line, quote=False)
        out += "<li>%s</li>" % text if item else "<p><strong>%s</strong></p>" % text if line[0] == "#" else "<p>%s</p>" % text
    return out + ("</ul>" if listed else "")


def greenhouse(lab, day):
    jobs = [{"id": int(p["id"]), "title": p["title"], "absolute_url": "https://%s.example/jobs/%s" % (lab, p["id"]),
             "location": {"name": " | ".join(p["places"])}, "content": html.escape(markup(p)), "departments": [],
             "first_published": PUBLISHED, "updated_at": PUBLISHED} for p in at(lab, day)]
    return "boards-api.greenhouse.io/v1/boards/%s/jobs" % lab, {"jobs": jobs, "meta": {"total": len(jobs)}}


def ashby(lab, day):
    jobs = [{"id": p["id"], "title": p["title"], "jobUrl": "https://%s.example/jobs/%s" % (lab, p["id"]), "isListed": True,
             "location": p["places"][0], "secondaryLocations": [{"location": s} for s in p["places"][1:]],
             "descriptionHtml": markup(p), "publishedAt": PUBLISHED} for p in at(lab, day)]
    return "api.ashbyhq.com/posting-api/job-board/" + lab, {"jobs": jobs}


def serve(gateway, day):
    """Lets the gateway answer as the boards do at DAYS[day - 1]."""
    for lab in NAMES:
        path, answer = (ashby if lab in ASHBY else greenhouse)(lab, day)
        gateway.answers[path] = ("application/json", json.dumps(answer, ensure_ascii=False).encode())


def panel():
    """The panel file's text."""
    lines = ["panel: figures", "contact: tests@example.org", "defaults: {every: 6h, delay: 0s}", "companies:"]
    for lab, name in NAMES.items():
        recipe = "ashby" if lab in ASHBY else "greenhouse"
        lines += ["  - {id: %s, name: {en: %s}, country: %s, sources: [{recipe: %s, board: %s}]}"
                  % (lab, name, COUNTRY.get(lab, "CN"), recipe, lab)]
    lines.append("  - {id: %s, name: {en: %s}, country: CN, unreached: %s}" % UNREACHED)
    return "\n".join(lines) + "\n"
