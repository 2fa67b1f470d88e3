"""Every published figure that postings can give, asked for as a user would, on a panel of which a reader can count.

The panel is labs/*.txt; the numbers below are counted there by hand, postings by their ids. The tests are named after
the lines of docs/figures.md.
"""
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "e2e"))
import gateway
import harness
import labs

FIRST, SECOND = labs.DAYS
REPORTS = ["coverage", "chips", "areas", "market", "places", "years", "campus", "compute", "demand", "pay"]
WORDING = "It does not prove that anything is deployed"
CLAIM = r"(?i)\b(us(e|es|ed|ing|age)|deploy\w*|adopt\w*|(already|now|in) (run|runs|running|production|operation))\b"
CHINA = "China (CN)"
DAYS_OPEN = 34 + 16 / 24  # from 20 May, 08:00, to the end of 23 June (a second short of it)
FEW_DAYS = 16 / 24        # first seen on 23 June, 08:00


class Document:
    """A report as --format json gives it."""

    def __init__(self, case, *args):
        self.case, self.json = case, case.document("report", *args)

    def sheet(self, name):
        return next(s for s in self.json["sheets"] if s["name"] == name)

    def row(self, sheet, label):
        return next(r for r in self.sheet(sheet)["rows"] if r["label"] == label)

    def cell(self, sheet, label, column):
        return next(c for c in self.row(sheet, label)["cells"] if c["column"] == column)

    def value(self, sheet, label, column):
        return self.cell(sheet, label, column)["value"]

    def ids(self, sheet, label, column):
        """The postings that the cell was counted from, by the site's ids."""
        return {self.json["postings"][p["posting"]]["external_id"] for p in self.cell(sheet, label, column)["postings"]}

    def counts(self, sheet, label):
        """The groups of a row that are not at zero."""
        return {c["column"]: c["value"] for c in self.row(sheet, label)["cells"] if c["value"]}

    def texts(self, sheet):
        """A sheet of sentences: (label, text, ...) of each row."""
        return [(r["label"], *(c["text"] for c in r["cells"])) for r in self.sheet(sheet)["rows"]]


class Figures(harness.Case):
    @classmethod
    def setUpClass(cls):
        cls.shared = harness.Case("setUp")
        cls.shared.setUp()
        cls.addClassCleanup(cls.shared.doCleanups)
        boards = gateway.Gateway()
        cls.addClassCleanup(boards.close)
        panel = cls.shared.write("panel.yaml", labs.panel())
        for number, day in enumerate(labs.DAYS, 1):
            labs.serve(boards, number)
            cls.shared.crawl(panel, "--gateway", boards.url, "--at", day + "T08:00:00Z")

    def setUp(self):
        super().setUp()
        self.data = self.shared.data

    def report(self, *args, at=SECOND):
        return Document(self, *args, "--at", at)

    def found(self, query, *args, at=SECOND):
        """The postings that a query finds, by the site's ids."""
        return {p["external_id"]: p for p in self.ndjson("search", query, "--limit", "0", "--at", at, *args, code=(0, 1))}

    def facets(self, query, by, at=SECOND):
        """The counts of `search --by`, by the values of `by`."""
        names = by.split(",")
        rows = self.document("search", query, "--by", by, "--limit", "0", "--at", at, code=(0, 1))["rows"]
        return {tuple(r[n] for n in names): r["count"] for r in rows}

    # ---- 1. panel and method

    def test_1_1_panel(self):
        """Six labs, each with its name and country."""
        rows = self.report("coverage", "--country", "CN").sheet("open")["rows"]
        self.assertEqual({r["label"] for r in rows}, set(labs.CHINESE.values()))
        panel = {t[1]: t[2:4] for t in self.report("coverage").texts("panel") if t[3] == "comparable"}
        self.assertEqual(panel["Qinglan AI"], ("CN", "comparable"))
        self.assertEqual(len(panel), 10)

    def test_1_2_panel_size(self):
        """Open on a day: 6 + 9 + 8 + 9 + 9 + 10 = 51; a month before without 106, 301, 509, 610 and with 210."""
        self.assertEqual(self.report("coverage", "--by", "country").value("open", CHINA, "open"), 51)
        self.assertEqual(self.report("coverage", "--by", "country", at=FIRST).value("open", CHINA, "open"), 51 - 4 + 1)
        diff = self.document("diff", FIRST, SECOND)
        self.assertEqual({i["external_id"] for i in diff["added"]}, {"106", "301", "509", "610"})
        self.assertEqual({i["external_id"] for i in diff["closed"]}, {"210"})
        self.assertEqual({i["external_id"] for i in diff["changed"]}, {"501"})
        first = {p["external_id"]: p["first_seen"] for p in self.found("company:qinglan").values()}
        self.assertEqual((first["101"], first["106"]), (FIRST + "T08:00:00Z", SECOND + "T08:00:00Z"))

    def test_1_3_western_panel(self):
        """4 + 4 + 3 + 3 = 14 beside the 51; the lab's country is not the posting's."""
        doc = self.report("coverage", "--compare", "CN")
        self.assertEqual(doc.value("open", CHINA, "open"), 51)
        self.assertEqual(doc.value("open", "others", "open"), 14)
        two = self.report("coverage", "--compare", "US,GB")
        self.assertEqual((two.value("open", "US", "open"), two.value("open", "GB", "open")), (11, 3))
        self.assertEqual(set(self.found("country:US company:zhouyan")), {"302", "307"})

    def test_1_4_per_lab_counts(self):
        counts = {"qinglan": 6, "yueting": 9, "zhouyan": 8, "zhujian": 9, "lumo": 9, "shanyu": 10,
                  "northlight": 4, "kestrel": 4, "tern": 3, "fathom": 3}
        self.assertEqual(self.facets("", "company"), {(k,): n for k, n in counts.items()})
        doc = self.report("coverage")
        for lab, n in counts.items():
            self.assertEqual(doc.value("open", labs.NAMES[lab], "open"), n)

    def test_1_5_stated_omissions(self):
        """What is known and not reached is named in coverage and beside every figure, and is no zero."""
        company, name, why = labs.UNREACHED
        row = self.ndjson("coverage", "--at", SECOND)[-1]
        self.assertEqual((row["company"], row["unreached"], row["open"]), (company, why, None))
        said = "Not reached, in no figure: %s (%s)" % (name, why)
        for report in REPORTS:
            self.assertIn(said, self.report(report).sheet("open")["notes"], report)
        self.assertIn(said, self.run_jobq("report", "years", "--at", SECOND))
        facets = self.document("search", "", "--by", "company", "--at", SECOND)
        self.assertEqual(facets["unreached"], [{"company": company, "reason": why}])
        self.assertEqual({lab for lab, in self.facets("", "company")}, set(labs.NAMES))
        self.assertNotIn(name, [c["column"] for c in self.report("areas").sheet("areas")["rows"][0]["cells"]])

    def test_1_6_original_text(self):
        """Nothing is translated: what is shown and quoted is what the site wrote."""
        written = {p["id"]: harness.html_text(labs.markup(p)) for lab in labs.NAMES for p in labs.at(lab, 2)}
        self.assertEqual(len(written), 65)
        self.assertEqual({number: harness.shown_text(p) for number, p in self.found("").items()}, written)
        posting = self.found("concept:ascend company:lumo")["501"]
        mention = next(c for c in posting["concepts"] if c["id"] == "hw.ascend")
        said = posting["sections"][mention["in_section"]]["text"].encode()
        self.assertEqual(said[mention["span"][0]:mention["span"][1]].decode(), "昇腾")

    def test_1_7_inference_caveat(self):
        """The wording stands in every form of every report; no title, rule, heading or remark of ours claims use."""
        for report in REPORTS:
            self.assertIn(WORDING, self.run_jobq("report", report, "--at", SECOND), report)
        for form in ("json", "ndjson", "csv", "html"):
            self.assertIn(WORDING, self.run_jobq("report", "--at", SECOND, "--format", form), form)
        for claim in ("Chips in use", "Labs that use Nvidia", "Usage of chips", "What is deployed", "Deployments",
                      "Already running", "Adoption of Ascend"):
            self.assertRegex(claim, CLAIM)
        for args in ((), ("--by", "country"), ("--compare", "CN")):
            for sheet in self.report(*args).json["sheets"]:
                heads = [c["column"] for r in sheet["rows"][:1] for c in r["cells"]]
                for said in (sheet["title"], sheet["rule"], sheet["label"], *heads, *sheet["notes"]):
                    self.assertNotRegex(said, CLAIM, sheet["name"])
        page = self.run_jobq("report", "--at", SECOND, "--format", "html")
        titles = re.findall(r"<h[1-6][^>]*>(.*?)</h", page)
        self.assertGreaterEqual(len(titles), len(REPORTS))
        for title in titles:
            self.assertNotRegex(title, CLAIM)

    def test_1_10_what_to_watch(self):
        """501 moves: Ascend from a bonus to a duty in production; no crawl near 6 June is unknown, not zero."""
        trend = self.document("trend", "company:lumo concept:ascend", "--since", FIRST, "--until", SECOND, "--step", "17d",
                              "--by", "company,concept,stage,section")
        self.assertEqual([p["at"][:10] for p in trend["points"]], [FIRST, "2026-06-06", SECOND])
        rows = {(r["company"], r["concept"], r["stage"], r["section"]): r["counts"] for r in trend["rows"]}
        self.assertEqual(rows[("lumo", "hw.ascend", "unclear", "bonus")], [1, None, 0])
        self.assertEqual(rows[("lumo", "hw.ascend", "production", "duty")], [0, None, 1])
        self.assertIn({"source": "lumo/greenhouse", "round_at": FIRST + "T08:00:00Z"}, trend["points"][1]["not_comparable"])
        changed = self.document("diff", FIRST, SECOND, "concept:ascend")["changed"]
        self.assertEqual([(i["external_id"], i["fields"]) for i in changed], [("501", ["text"])])
        history = self.run_jobq("show", "lumo/greenhouse:501", "--history")  # the old words beside the new
        self.assertIn("有[-昇腾、-]寒武纪[-等-]平台优化经验者优先", history)
        self.assertIn("{+昇腾集群上线上+}推理", history)

    # ---- 2. chips and compute

    def test_2_1_nvidia_signal(self):
        """CUDA: 103 (bonus), 106, 409, 502, 608, 701; TensorRT-LLM: 106, 409, 502. With sentence, section and page."""
        self.assertEqual(set(self.found("concept:cuda")), {"103", "106", "409", "502", "608", "701"})
        self.assertEqual(set(self.found("concept:tensorrt_llm")), {"106", "409", "502"})
        doc = self.report("chips")
        self.assertEqual(doc.counts("chips", "CUDA"),
                         {"Qinglan AI": 2, "Zhujian": 1, "Lumo": 1, "Shanyu": 1, "Northlight Labs": 1})
        (proof,) = doc.cell("chips", "TensorRT-LLM", "Lumo")["postings"]
        self.assertEqual((proof["quote"], proof["section"]), ("跟进 TensorRT-LLM 社区，改造批处理调度", "duty"))
        self.assertEqual(doc.json["postings"][proof["posting"]]["url"], "https://lumo.example/jobs/502")

    def test_2_2_domestic_chip_signal(self):
        """On 20 May 501 has Ascend and Cambricon in a sentence of preference, which is a bonus in a list of demands."""
        self.assertEqual(set(self.found("concept:(ascend cambricon) section:bonus", at=FIRST)), {"501"})
        doc = self.report("chips", at=FIRST)
        for chip in ("Huawei Ascend 昇腾", "Cambricon 寒武纪"):
            (proof,) = doc.cell("chips", chip, "Lumo")["postings"]
            self.assertEqual((proof["quote"], proof["section"]), ("有昇腾、寒武纪等平台优化经验者优先", "bonus"))

    def test_2_3_dual_track(self):
        """Nvidia: 103 106, 409, 502, 608, 701. Domestic: 408 (401 is a claim), 501 507, 608."""
        doc = self.report("chips")
        self.assertEqual(doc.counts("tracks", "Nvidia"),
                         {"Qinglan AI": 2, "Zhujian": 1, "Lumo": 1, "Shanyu": 1, "Northlight Labs": 1})
        self.assertEqual(doc.counts("tracks", "domestic chips"), {"Zhujian": 1, "Lumo": 2, "Shanyu": 1})
        self.assertEqual(doc.ids("tracks", "domestic chips", "Lumo"), {"501", "507"})
        self.assertEqual(doc.counts("tracks", "both in one posting"), {"Shanyu": 1})
        self.assertIn("On both tracks: Lumo, Shanyu, Zhujian.", doc.sheet("tracks")["notes"])
        stages = {(t[0], t[1], t[2]): t[3:] for t in doc.texts("chip-stages")}  # research, optimisation, production, none
        self.assertEqual(stages[("Huawei Ascend 昇腾", "Lumo", "duty")], ("0", "0", "1", "0"))
        self.assertEqual(stages[("Huawei Ascend 昇腾", "Zhujian", "duty")], ("0", "1", "0", "0"))
        self.assertEqual(stages[("CUDA", "Qinglan AI", "bonus")], ("0", "0", "0", "1"))

    def test_2_4_done_claim(self):
        """401 says in its blurb what was done: a claim of its own sheet, and in no count."""
        doc = self.report("chips")
        self.assertEqual(doc.texts("chip-claims"), [
            ("hw.domestic", "Zhujian", "多模态生成算法工程师", "我们的图像模型“竹影”已在国产芯片上完成全部训练，并于年初开源。")])
        self.assertEqual(doc.sheet("chip-claims")["rows"][0]["cells"][-1]["postings"][0]["section"], "about")
        self.assertEqual(doc.ids("tracks", "domestic chips", "Zhujian"), {"408"})

    def test_2_6_cloud_procurement(self):
        doc = self.report("compute")
        self.assertEqual(doc.counts("compute", "buying cloud compute"), {"Yueting": 1})
        self.assertEqual(doc.ids("compute", "buying cloud compute", "Yueting"), {"201"})

    def test_2_7_self_built_data_centres(self):
        """301, in its words, and 203."""
        quotes = [t for t in self.report("compute").texts("compute-quotes") if t[1] == "wt.dc_selfbuilt"]
        self.assertEqual(quotes, [
            ("Yueting", "wt.dc_selfbuilt", "算力平台架构师", "Shanghai, Beijing",
             "负责公有云算力与自建智算中心的混合部署，设计统一的资源调度方案"),
            ("Zhouyan", "wt.dc_selfbuilt", "SRE 工程师", "Shanghai", "负责建设公司级自建数据中心与 SRE & DevOps 体系")])

    def test_2_8_data_centre_operations(self):
        """102, in Inner Mongolia."""
        doc = self.report("compute")
        self.assertEqual(doc.counts("compute", "data-centre operations 机房运维"), {"Qinglan AI": 1})
        self.assertEqual([t[:4] for t in doc.texts("compute-quotes") if t[1] == "wt.dc_ops"],
                         [("Qinglan AI", "wt.dc_ops", "数据中心运维工程师", "Ulanqab")])
        self.assertEqual(set(self.found("concept:dc_ops city:乌兰察布")), {"102"})

    def test_2_9_data_centre_procurement(self):
        doc = self.report("compute")
        self.assertEqual(doc.counts("compute", "buying data-centre capacity"), {"Yueting": 1})
        self.assertEqual(doc.ids("compute", "buying data-centre capacity", "Yueting"), {"202"})

    def test_2_10_hybrid_rollout(self):
        doc = self.report("compute")
        self.assertEqual(doc.counts("compute", "rented and self-built in one sentence"), {"Yueting": 1})
        (proof,) = doc.cell("compute", "rented and self-built in one sentence", "Yueting")["postings"]
        self.assertEqual(proof["quote"], "负责公有云算力与自建智算中心的混合部署，设计统一的资源调度方案")

    def test_2_11_negative_finding(self):
        """301 knows AWS, nobody rents abroad: a zero with what was searched, over how many postings, and when."""
        self.assertEqual(set(self.found("AWS")), {"301"})
        doc = self.report("compute")
        row = doc.row("compute", "foreign cloud compute 海外云算力")
        self.assertEqual([c["value"] for c in row["cells"]], [0] * 10)
        self.assertEqual(sum(c["of"] for c in row["cells"]), 65)
        self.assertEqual(doc.cell("compute", row["label"], "Yueting")["note"], "0 of 9 postings read")
        for form in ("海外云算力", "aws", "coreweave"):
            self.assertIn(form, row["searched"])
        self.assertEqual(doc.json["at"], SECOND + "T23:59:59Z")
        self.assertIn("foreign cloud compute 海外云算力: 0 of 65 postings read; searched: ",
                      self.run_jobq("report", "compute", "--at", SECOND))

    def test_2_12_iluvatar_mentions(self):
        """507; the supply itself is no posting's to tell."""
        doc = self.report("chips")
        self.assertEqual(doc.counts("chips", "Iluvatar CoreX 天数智芯"), {"Lumo": 1})
        self.assertEqual(doc.ids("chips", "Iluvatar CoreX 天数智芯", "Lumo"), {"507"})
        self.assertEqual(self.facets("concept:iluvatar", "company,stage"), {("lumo", "optimisation"): 1})

    def test_2_16_inference_vocabulary(self):
        """607 is told in the words of the list, 608 ports by a compilation layer: both optimise."""
        explained = self.document("show", "shanyu/greenhouse:607", "--explain", "--at", SECOND)
        self.assertEqual(explained["stage"]["value"], "optimisation")
        cues = {c["quote"]: c["stage"] for c in explained["stage"]["cues"]}
        for word in ("优化", "量化", "显存优化"):
            self.assertEqual(cues.get(word), "optimisation", word)
        self.assertIn("KV cache", {c["quote"] for c in explained["concepts"]})
        self.assertEqual(set(self.found("company:shanyu stage:optimisation")), {"607", "608"})
        self.assertEqual(set(self.found("company:shanyu concept:compiler concept:porting concept:cuda")), {"608"})

    # ---- 3. places

    def test_3_1_hub_share(self):
        """50 of 51 have a place (609 none). In no hub: 102, 302, 303, 307, 505, 508. (50 - 6) / 50."""
        doc = self.report("places", "--country", "CN", "--by", "country")
        self.assertEqual(doc.value("hubs", CHINA, "with a place"), 50)
        self.assertAlmostEqual(doc.value("hubs", CHINA, "any hub"), 44 / 50)
        self.assertEqual(set(self.found("company:shanyu")) - doc.ids("hubs", CHINA, "with a place"), {"609"})

    def test_3_2_beijing_share(self):
        """Beijing: 3 + 9 + 1 + 8 + 6 + 2 = 29. Hangzhou: 101 103 106, 409, 8 of Shanyu's = 12. Shanghai: 203,
        301 304 305 306 308, 404, 501 504 = 9. Whole for each: together 50, with 44 in any."""
        doc = self.report("places", "--country", "CN", "--by", "country")
        for city, n in (("Beijing", 29), ("Hangzhou", 12), ("Shanghai", 9)):
            self.assertAlmostEqual(doc.value("hubs", CHINA, city), n / 50)

    def test_3_3_bubble_map(self):
        """1/N each: in two cities are 101, 203, 207 (one abroad), 308, 409, 501, 603. Beijing has half of all seven:
        22 + 3.5; Hangzhou of 101 409 603: 9 + 1.5; Shanghai of 203 308 501: 6 + 1.5. All add up to 50."""
        doc = self.report("places", "--country", "CN")
        weights = {r["label"]: r["cells"][3]["value"] for r in doc.sheet("cities")["rows"]}
        self.assertEqual(weights, {"Beijing": 25.5, "Hangzhou": 10.5, "Shanghai": 7.5, "Shenzhen": 2, "San Francisco": 2,
                                   "Ulanqab": 1, "Tokyo": 1, "Singapore": 0.5})
        self.assertEqual(sum(weights.values()), 50)
        self.assertIn("All weights add up to the 50 postings with a place; 46.50 of them lie in mainland China.",
                      doc.sheet("cities")["notes"])
        page = self.run_jobq("report", "places", "--country", "CN", "--at", SECOND, "--format", "html")
        drawn = page[page.index("<svg"):]
        self.assertIn("Ulanqab", drawn)
        self.assertNotIn("Tokyo", drawn[drawn.index("<circle"):drawn.rindex("</svg>")])

    def test_3_4_us_concentration(self):
        """All 14 Western postings have a place; but for 804 (Austin) and 1001 (London) all list San Francisco."""
        doc = self.report("places", "--country", "US:GB")
        self.assertEqual(doc.value("cities", "San Francisco", "postings"), 12)
        self.assertAlmostEqual(doc.value("cities", "San Francisco", "share"), 12 / 14)

    def test_3_5_foreign_postings(self):
        self.assertEqual(self.facets("company:zhouyan NOT country:CN", "country,city"),
                         {("US", "San Francisco"): 2, ("JP", "Tokyo"): 1})
        self.assertEqual(set(self.found('company:zhouyan city:"san francisco"')), {"302", "307"})

    # ---- 4. experience and campus

    def test_4_1_zero_fill_mean(self):
        """Technical staff: China 34, whose years add up to 74 (7 + 10 + 6 + 11 + 18 + 22); the West 11, 52 in all."""
        doc = self.report("years", "--compare", "CN")
        self.assertAlmostEqual(doc.value("years", CHINA, "zero-fill"), 74 / 34)
        self.assertAlmostEqual(doc.value("years", "others", "zero-fill"), 52 / 11)
        self.assertEqual(doc.cell("years", CHINA, "zero-fill")["of"], 34)

    def test_4_2_explicit_mean(self):
        """Without those for students (103 308 503 509 606 610, 903) and those that say nothing (205 305 405 506 609)."""
        doc = self.report("years", "--compare", "CN")
        self.assertAlmostEqual(doc.value("years", CHINA, "explicit"), 74 / 23)
        self.assertAlmostEqual(doc.value("years", "others", "explicit"), 52 / 10)

    def test_4_3_bar_chart_by_firm(self):
        """Of 204's 3-5 years the lower bound, of 603's 3年 and 5+ years the Chinese one, campus 0, silent ones left out.
        N: 4 + 3 + 3 + 4 + 7 + 8 Chinese (29), 3 + 3 + 3 + 2 Western: 40."""
        years = {p["external_id"]: p["years"] for p in self.found("").values()}
        self.assertEqual((years["204"]["min"], years["603"]["min"], years["603"]["quote"]), (3, 3, "3年以上大模型算法经验"))
        means = {"Qinglan AI": (3 + 2 + 0 + 2) / 4, "Yueting": (5 + 3 + 2) / 3, "Zhouyan": (3 + 3 + 0) / 3,
                 "Zhujian": (3 + 2 + 3 + 3) / 4, "Lumo": (5 + 5 + 0 + 3 + 3 + 2 + 0) / 7,
                 "Shanyu": (5 + 3 + 5 + 3 + 0 + 3 + 3 + 0) / 8, "Northlight Labs": (5 + 4 + 6) / 3,
                 "Kestrel Research": (7 + 3 + 5) / 3, "Tern AI": (8 + 4 + 0) / 3, "Fathom Bridge": (4 + 6) / 2}
        doc = self.report("years")
        for firm, mean in means.items():
            self.assertAlmostEqual(doc.value("years", firm, "explicit or campus = 0"), mean, msg=firm)
        self.assertEqual(sum(doc.cell("years", firm, "explicit or campus = 0")["of"] for firm in means), 40)

    def test_4_4_campus_share(self):
        """Engineering roles in China: 3 + 3 + 2 + 4 + 5 + 9 = 26, of them campus 606 and 610."""
        doc = self.report("campus", "--by", "country")
        self.assertEqual(doc.value("campus", CHINA, "engineering roles"), 26)
        self.assertAlmostEqual(doc.value("campus", CHINA, "share"), 2 / 26)
        self.assertEqual(doc.ids("campus", CHINA, "campus"), {"606", "610"})

    def test_4_5_named_programme(self):
        """503 and 509 name the programme: that is what makes them campus postings."""
        programme = self.found("顶尖人才计划 campus:yes")
        self.assertEqual(set(programme), {"503", "509"})
        explained = self.document("show", "lumo/greenhouse:503", "--explain", "--at", SECOND)
        self.assertIn("顶尖人才计划", explained["campus_quote"])

    # ---- 5. what the labs build and sell

    def test_5_1_go_to_market(self):
        """B2B sales: 104; 307; 402 403 404; 703. Marketing: 206 207; 302 303; 407; 803. 209 is neither."""
        doc = self.report("market")
        self.assertEqual(doc.counts("market", "B2B sales"), {"Qinglan AI": 1, "Zhouyan": 1, "Zhujian": 3, "Northlight Labs": 1})
        self.assertEqual(doc.counts("market", "marketing"), {"Yueting": 2, "Zhouyan": 2, "Zhujian": 1, "Kestrel Research": 1})
        self.assertEqual(doc.value("market-mix", "B2B sales", "Zhujian"), 3 / 4)
        self.assertAlmostEqual(doc.value("market-mix", "marketing", "Zhouyan"), 2 / 3)
        self.assertIsNone(doc.value("market-mix", "marketing", "Lumo"))  # it sells nothing itself

    def test_5_2_target_customers(self):
        """402, 403, 404, 307, 104 and 703; a government's subsidies and a career at a state firm (209) are no sale."""
        doc = self.report("market")
        counts = {"government customers 政府客户": {"Zhujian": 1, "Northlight Labs": 1},
                  "state-owned enterprises as customers 央国企客户": {"Zhujian": 1},
                  "energy customers 能源客户": {"Zhujian": 1}, "financial customers 金融客户": {"Zhujian": 1},
                  "Fortune Global 500 customers 世界500强客户": {"Zhouyan": 1},
                  "large customers 大客户": {"Qinglan AI": 1, "Zhouyan": 1}}
        self.assertEqual({r["label"]: doc.counts("customers", r["label"]) for r in doc.sheet("customers")["rows"]}, counts)
        quotes = {(t[0], t[1]): t[4] for t in doc.texts("customer-quotes")}
        self.assertEqual(quotes[("Zhujian", "seg.state_owned")], "拓展政府、央国企客户，完成大模型私有化项目的签约与回款")
        self.assertEqual(quotes[("Zhouyan", "seg.global_500")],
                         "Sell our API platform to Fortune Global 500 companies and own the full sales cycle")

    def test_5_3_area_matrix(self):
        """8 areas x 6 labs: 3 + 2 + 3 + 2 + 1 + 4 + 2 + 2 = 19 yes with their links, 29 none."""
        matrix = {"coding, coding agents": {"Qinglan AI": ["101"], "Yueting": ["204"], "Shanyu": ["603"]},
                  "roleplay, companion": {"Qinglan AI": ["105"], "Zhouyan": ["304"]},
                  "robotics, embodied": {"Zhujian": ["405", "406"], "Lumo": ["504"], "Shanyu": ["602"]},
                  "AI for science": {"Zhouyan": ["305"], "Lumo": ["506"]},
                  "automotive, smart cockpit": {"Shanyu": ["601"]},
                  "multimodal, image and video": {"Yueting": ["205"], "Zhouyan": ["306"], "Zhujian": ["401"], "Lumo": ["508"]},
                  "voice, speech": {"Yueting": ["208"], "Shanyu": ["601"]},
                  "AI hardware, wearables": {"Lumo": ["505"], "Shanyu": ["604"]}}
        doc = self.report("areas", "--country", "CN")
        self.assertEqual([r["label"] for r in doc.sheet("areas")["rows"]], list(matrix))
        for area, labs_of in matrix.items():
            self.assertEqual(doc.counts("areas", area), {lab: len(ids) for lab, ids in labs_of.items()}, area)
            for lab, ids in labs_of.items():
                links = doc.cell("areas", area, lab)["note"].split()
                self.assertEqual(sorted(link.split("/")[-1] for link in links), ids)
        cells = [c for r in doc.sheet("areas")["rows"] for c in r["cells"]]
        self.assertEqual((len(cells), sum(c["value"] > 0 for c in cells)), (48, 19))

    def test_5_4_named_roles(self):
        self.assertEqual(set(self.found('title:"agent harness"')), {"101"})
        self.assertEqual(set(self.found('title:"x-lab" company:zhujian area:robotics')), {"405", "406"})
        self.assertEqual(set(self.found("title:座舱 title:语音助手 company:shanyu")), {"601"})
        bonus = self.found("AGI section:bonus area:robotics")
        self.assertEqual(set(bonus), {"602"})
        self.assertIn("AGI", "".join(s["text"] for s in bonus["602"]["sections"] if s["kind"] == "bonus"))

    # ---- 6. pay and talent supply

    def test_6_1_compensation_benchmark(self):
        """Shanyu's months: 40-70, 25-35, 30-60, 30-50, 15-20 thousand, 16, 16, 16, 15 and 14 of them.
        Lows 15 25 30 30 40, highs 20 35 50 60 70; middles of years 245 480 600 720 880."""
        doc = self.report("pay")
        figures = {c["column"]: c["value"] for c in doc.row("pay", "Shanyu")["cells"]}
        self.assertEqual(figures["postings"], 5)
        self.assertEqual((figures["low, 25th pct."], figures["low, median"]), (25000, 30000))
        self.assertEqual((figures["high, median"], figures["high, 75th pct."]), (50000, 60000))
        self.assertEqual(figures["year, median"], 600000)
        self.assertIn("Posted, not paid", doc.sheet("pay")["rule"])

    def test_6_3_demand_side(self):
        """Self-built data centres: 203 since 20 May, 301 since this morning. Kernels: 106, 408, 501 507, 607, 701,
        where the third-newest of six is as old as the oldest."""
        doc = self.report("demand")
        label = "self-built data centre 自建机房"
        self.assertEqual(doc.counts("demand", label)["all"], 2)
        for column, days in (("median days", (DAYS_OPEN + FEW_DAYS) / 2), ("75th pct. days", DAYS_OPEN - 34 / 4)):
            self.assertAlmostEqual(doc.value("demand", label, column), days, places=3)
        kernels = doc.counts("demand", "kernels / operators 算子/内核")
        self.assertEqual({k: n for k, n in kernels.items() if "days" not in k},
                         {"Qinglan AI": 1, "Zhujian": 1, "Lumo": 2, "Shanyu": 1, "Northlight Labs": 1, "all": 6})
        self.assertAlmostEqual(kernels["median days"], DAYS_OPEN, places=3)

    def test_6_6_campus_pay_bands(self):
        """By the middle of a month: 103 22,500; 503 60,000; 606 30,000; 610 17,500. Day rates are no month."""
        doc = self.report("pay")
        for band, share, ids in (("below 20,000", 1 / 4, {"610"}), ("below 30,000", 2 / 4, {"103", "610"}),
                                 ("above 50,000", 1 / 4, {"503"})):
            row = "campus, month %s CNY" % band
            self.assertEqual((doc.value("pay-shares", row, "share"), doc.value("pay-shares", row, "N")), (share, 4))
            self.assertEqual(doc.ids("pay-shares", row, "share"), ids)

    def test_6_7_annual_pay_share(self):
        """Middles of years, thousands: technical 103 315, 308 130.5, 503 900, 509 1305, 605 880, 606 480, 607 720,
        608 600, 610 245: five of nine above 500. Others 104 325, 206 300, 505 525: six of twelve."""
        doc = self.report("pay")
        row = "technical staff, year above 500,000 CNY"
        self.assertAlmostEqual(doc.value("pay-shares", row, "share"), 5 / 9)
        self.assertEqual(doc.ids("pay-shares", row, "share"), {"503", "509", "605", "607", "608"})
        self.assertAlmostEqual(doc.value("pay-shares", "all roles, year above 500,000 CNY", "share"), 6 / 12)

    def test_6_8_intern_day_rate(self):
        """509: 5,000 a day, 21.75 days a month: 108,750 a month. 308: 500 a day, 10,875."""
        found = self.found("campus:yes pay:CNY company:(lumo zhouyan)")
        for number, day in (("509", 5000), ("308", 500)):
            pay = found[number]["pay"]
            self.assertEqual((pay["currency"], pay["period"], pay["low"], pay["high"]), ("CNY", "day", day, day))
            self.assertAlmostEqual(pay["year_low"] / 12, day * 21.75)
        self.assertGreater(found["509"]["pay"]["year_low"] / 12, 100000)
        rows = [r for r in self.report("pay").sheet("pay")["rows"] if r["label"] == "Lumo"]
        self.assertIn(["CNY", "day", "1", "5000", "5000", "5000", "5000", "1305000"], [[c["text"] for c in r["cells"]] for r in rows])
