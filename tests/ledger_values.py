"""A small ledger: three documents of our own, their rows and the table that they make with the shipped indicators."""

from decimal import Decimal
from typing import Literal

from assistant.ledger.indicators import Programme
from assistant.ledger.table import build_table
from assistant.schema import Citation, Figure, LedgerRow, Qualifier, Source, TargetTable

PLAN = Source("plan", "实施方案", "省科协", "2021-06-01", "https://example.org/plan", "policy", "zh")
REPORT = Source("report", "一年来的进展", "日报", "2022-04-08", None, "news", "zh")
LATER = Source("later", "工作站名单", "晚报", "2023-05-02", None, "news", "zh")

TEXTS = {
    "plan": "到2023年，成立园区科协10个，培训企业一线工程师1000名，服务企业1000家，组建专家服务团100个。",
    "report": "截至2022年4月，园区科协成立6家，培训企业一线工程师1500名，服务企业500余家，另有企业科协14家。",
    "later": "2023年，第三批院士专家工作站20家授牌。",
}


def cite(source: Source) -> Citation:
    """Cite the whole text of a document."""
    return Citation(source, 1, 0, len(TEXTS[source.id]), TEXTS[source.id])


def row(
    indicator: str,
    value: int,
    unit: str,
    source: Source,
    *,
    role: Literal["target", "progress"] = "progress",
    date: str | None = "2022-04",
    qualifier: Qualifier = "exact",
    label: str = "",
) -> LedgerRow:
    """Make a row; a label makes it a figure of another measure."""
    figure = Figure(Decimal(value), unit, qualifier, 0, 1)
    return LedgerRow(indicator, role, figure, date, not label, label, cite(source))


def target(indicator: str, value: int, unit: str) -> LedgerRow:
    """Make a target row of the plan."""
    return row(indicator, value, unit, PLAN, role="target", date="2023")


def rows() -> list[LedgerRow]:
    """Return the rows of the three documents."""
    return [
        target("park-associations", 10, "个"),
        target("engineers-trained", 1000, "名"),
        target("enterprises-served", 1000, "家"),
        target("expert-teams", 100, "个"),
        row("park-associations", 6, "家", REPORT),
        row("engineers-trained", 1500, "名", REPORT),
        row("enterprises-served", 500, "家", REPORT, qualifier="more_than"),
        row("park-associations", 14, "家", REPORT, label="企业科协"),
        row("academician-workstations", 20, "家", LATER, date="2023", label="第三批院士专家工作站"),
    ]


def table(programme: Programme) -> TargetTable:
    """Return the state of the indicators as the rows give it."""
    return build_table(rows(), programme)
