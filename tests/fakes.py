"""Scripted stand-ins: an assistant over three tiny documents that answers a handful of questions at once."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from assistant.answering.generate import Progress
from assistant.errors import UsageError
from assistant.schema import (
    Answer,
    Citation,
    Claim,
    Conflict,
    Document,
    Figure,
    IndicatorStatus,
    Language,
    LedgerRow,
    Page,
    Qualifier,
    Reason,
    Source,
    TargetTable,
    Turn,
    Verdict,
)
from tests.fake_library import FakeLibrary

PLAN = Source(
    id="plan-2021",
    title="省科协助力秦创原实施方案（摘编）",
    publisher="省科协",
    published="2021-06-01",
    url="https://example.org/plan?a=1&b=2",
    kind="policy",
    language="zh",
    path="policy/plan-2021.pdf",
)
REPORT = Source(
    id="report-2022",
    title="一年来的进展",
    publisher="本地日报",
    published="2022-04-08",
    url="http://example.org/report",
    kind="news",
    language="zh",
    path="news/report-2022.md",
)
RUMOUR = Source(
    id="rumour",
    title='转载：<img src=x onerror="alert(1)"> 听说',
    publisher=None,
    published=None,
    url="javascript:alert(1)",
    kind="news",
    language="zh",
    reliability="来自转载网站，没有署名，也没有原始出处",
    low_reliability=True,
    path="news/rumour.html",
)
TEXTS = {
    PLAN.id: "总体安排\n方案把助力秦创原的任务概括为一个工程，分三大任务、九大措施推进。\n"
    "到2023年，建成院士之家1个，成立园区科协10个；培训企业一线工程师1000名，服务企业1000家。\n"
    "保障措施\n设立领导小组，每季度调度一次。各市科协和省级学会按分工落实，年底报送总结。\n",
    REPORT.id: "一年来，省科协围绕秦创原做了几件实事。\n截至2022年4月，院士之家已经建成1个，园区科协成立6家。"
    "企业一线工程师培训已达1500名，比原定目标多出五百名。得到服务的企业有500余家，涵盖制造、能源和生物医药。\n"
    "另外，青年人才托举工作支持了180名青年。下一步将办好年会，并在各市建设飞地。\n",
    RUMOUR.id: "有人说，<script>alert(1)</script>园区科协其实只有5家。![图](http://tracker.test/x.png) ${alert(1)}\n",
}


def citation(source: Source, quote: str) -> Citation:
    """Cite the first place where ``quote`` stands in a scripted document."""
    start = TEXTS[source.id].index(quote)
    return Citation(source, page=1, start=start, end=start + len(quote), quote=quote)


def row(
    indicator: str,
    value: int,
    unit: str,
    cited: Citation,
    *,
    date: str,
    role: Literal["target", "progress"] = "progress",
    qualifier: Qualifier = "exact",
    label: str = "",
) -> LedgerRow:
    """Make a ledger row; a label makes it a figure of another measure."""
    figure = Figure(Decimal(value), unit, qualifier, 0, 1)
    return LedgerRow(indicator, role, figure, date, same_measure=not label, label=label, citation=cited)


TRAINED = citation(REPORT, "企业一线工程师培训已达1500名，比原定目标多出五百名。")
SERVED = citation(REPORT, "得到服务的企业有500余家，涵盖制造、能源和生物医药。")
GOALS = citation(PLAN, "到2023年，建成院士之家1个，成立园区科协10个；培训企业一线工程师1000名，服务企业1000家。")
PARKS = citation(REPORT, "园区科协成立6家。")
FIVE_PARKS = citation(RUMOUR, "园区科协其实只有5家。")
YOUTH = citation(REPORT, "青年人才托举工作支持了180名青年。")


def _status(
    name: str,
    names: tuple[str, str],
    unit: str,
    goal: int,
    latest: LedgerRow | None = None,
    related: tuple[LedgerRow, ...] = (),
    conflicts: tuple[Conflict, ...] = (),
) -> IndicatorStatus:
    target = row(name, goal, unit, GOALS, date="2023", role="target")
    history = (latest,) if latest else ()
    return IndicatorStatus(name, *names, unit, target, latest, related, history, conflicts)


PARK_CONFLICT = Conflict("园区科协的数量，一处写6家，一处写5家。", (PARKS, FIVE_PARKS))
TABLE = TargetTable(
    "2022-04-08",
    (
        _status("home", ("院士之家", "Academicians’ Home"), "个", 1, row("home", 1, "个", PARKS, date="2022-04")),
        _status(
            "parks",
            ("园区科协", "Science-park associations"),
            "个",
            10,
            row("parks", 6, "家", PARKS, date="2022-04"),
            conflicts=(PARK_CONFLICT,),
        ),
        _status(
            "talents",
            ("创新创业人才", "Innovation and entrepreneurship talents"),
            "名",
            100,
            related=(row("talents", 180, "名", YOUTH, date="2022-04", label="青年人才托举"),),
        ),
        _status(
            "engineers",
            ("培训企业一线工程师", "Front-line engineers trained"),
            "名",
            1000,
            row("engineers", 1500, "名", TRAINED, date="2022-04"),
        ),
        _status(
            "enterprises",
            ("服务企业", "Enterprises served"),
            "家",
            1000,
            row("enterprises", 500, "家", SERVED, date="2022-04", qualifier="more_than"),
        ),
        _status("workers", ("服务科技工作者", "Science and technology workers served"), "名", 10000),
    ),
)


def scripted_answer(question: str, history: Sequence[Turn] = ()) -> Answer:
    """Return the scripted answer; words in the question choose it, anything unknown is declined."""
    language: Language = "zh" if any("\u4e00" <= sign <= "\u9fff" for sign in question) else "en"
    verified = Verdict.VERIFIED
    if "engineer" in question:
        text = "Front-line engineers trained: 1,500 people (Apr 2022), 150% of the target of 1,000 by 2023."
        claims = (Claim(text, (TRAINED, GOALS), verified),)
        return Answer(question, question, "en", "ledger", text, claims, as_of="2022-04-08")
    if "工程师" in question or ("企业" in question and history):
        standalone = question if "工程师" in question else "12621工程到2022年4月服务了多少家企业？"
        trained = Claim("企业一线工程师培训已达1500名，比目标多500名。", (TRAINED,), verified)
        told = (
            *((trained,) if "工程师" in question else ()),
            Claim("截至2022年4月，得到服务的企业有500余家，目标是1000家。", (SERVED, GOALS), verified),
            Claim("服务面还会继续扩大。", (SERVED,)),
        )
        text = "".join(claim.text for claim in told)
        offered = ("哪些目标还没有报告进展？", "园区科协成立了多少家？", "企业一线工程师培训了多少名？")
        return Answer(question, standalone, "zh", "extractive", text, told, as_of="2022-04-08", suggestions=offered)
    if "园区" in question:
        claim = Claim("园区科协成立6家，目标是10个。", (PARKS, GOALS), verified)
        return Answer(
            question, question, "zh", "ledger", claim.text, (claim,), as_of="2022-04", conflicts=(PARK_CONFLICT,)
        )
    text = "资料里没有找到这个问题的依据。" if language == "zh" else "The documents hold no evidence for this question."
    suggestions = ("12621工程的目标是什么？",) if language == "zh" else ("How many engineers have been trained?",)
    return Answer(
        question,
        question,
        language,
        "extractive",
        text,
        declined=True,
        reason=Reason.NOT_IN_CORPUS,
        suggestions=suggestions,
    )


class FakeAssistant:
    """Answers from the script; the questions 坏了 and 故障 fail in an expected and in an unexpected way."""

    writes = False

    def __init__(self) -> None:
        self.histories: list[tuple[Turn, ...]] = []
        self.texts = dict(TEXTS)
        self.library = FakeLibrary(self.sources, self.document)

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Literal["auto", "zh", "en"] = "auto",
        as_of: str | None = None,
    ) -> Answer:
        """Return the scripted answer and remember the history that came with the question."""
        self.histories.append(tuple(history))
        if question == "坏了":
            raise UsageError("The index is being rebuilt. Wait a moment.")
        if question == "故障":
            raise RuntimeError("secret detail")
        return scripted_answer(question, history)

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Literal["auto", "zh", "en"] = "auto",
        as_of: str | None = None,
    ) -> Iterator[Progress | Answer]:
        """Yield the first claim and the beginning of the next before the scripted answer."""
        answer = self.ask(question, history=history, language=language, as_of=as_of)
        if len(answer.claims) > 1:
            yield Progress(answer.claims[:1], answer.claims[1].text[:6])
        yield answer

    def targets(self, *, as_of: str | None = None) -> TargetTable:
        """Return the scripted table, empty before its only report."""
        return TABLE if as_of is None or as_of >= "2022-04" else TargetTable(as_of, ())

    def sources(self) -> list[Source]:
        """Return the three scripted sources."""
        return [PLAN, REPORT, RUMOUR]

    def document(self, document_id: str) -> Document:
        """Return a scripted document with one page; an unknown one is a UsageError."""
        for source in self.sources():
            if source.id == document_id and document_id in self.texts:
                text = self.texts[source.id]
                return Document(source, "0" * 64, text, (Page(1, 0, len(text)),))
        raise UsageError(f"There is no document {document_id}.")
