"""Ledger rows to the table of all indicators: target, latest comparable progress, history, conflicts."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from assistant.language.dates import format_date, in_brackets, last_day
from assistant.language.numerals import ENGLISH_ORDINALS, parse_chinese
from assistant.ledger.indicators import Indicator, Programme
from assistant.schema import Citation, Conflict, IndicatorStatus, Language, LedgerRow, Source, TargetTable

_BATCH = re.compile("第([一二三四五六七八九十]+)批")


def build_table(rows: Iterable[LedgerRow], programme: Programme, *, as_of: str | None = None) -> TargetTable:
    """Return the state of every indicator as the sources published until ``as_of`` (an ISO date prefix) give it."""
    known = [row for row in rows if as_of is None or _known_by(row, as_of)]
    statuses = tuple(
        _status([row for row in known if row.indicator == indicator.id], indicator)
        for indicator in programme.indicators
    )
    dates = [row.date for row in known if row.role == "progress" and row.date]
    return TargetTable(as_of or max(dates, key=last_day, default=None), statuses)


def _known_by(row: LedgerRow, as_of: str) -> bool:
    """A figure is known once its source is out and the date that it holds for has come; targets look ahead."""
    published = row.citation.source.published
    if published is not None and published > last_day(as_of):
        return False
    return row.role == "target" or row.date is None or row.date <= last_day(as_of)


def _status(rows: Sequence[LedgerRow], indicator: Indicator) -> IndicatorStatus:
    own = [row for row in rows if row.same_measure]
    targets = sorted((row for row in own if row.role == "target"), key=_trust)
    progress = sorted((row for row in own if row.role == "progress"), key=_known_for)
    related = _without_repeats(row for row in rows if not row.same_measure)
    latest = None
    if progress:
        newest = _known_for(progress[-1])
        latest = min((row for row in progress if _known_for(row) == newest), key=_trust)
    return IndicatorStatus(
        id=indicator.id,
        name_zh=indicator.name_zh,
        name_en=indicator.name_en,
        unit=indicator.unit,
        target=targets[0] if targets else None,
        latest=latest,
        related=tuple(related),
        history=tuple(progress),
        conflicts=tuple(_conflicts(targets, indicator)) + tuple(_conflicts(progress, indicator)),
        labels_en={row.label: label_en(row, indicator) for row in related},
    )


def _known_for(row: LedgerRow) -> str:
    """Return the last day that a figure can hold for: a year that is not over yet ends with the report."""
    date, published = last_day(row.date or ""), row.citation.source.published
    return min(date, last_day(published)) if published else date


def _trust(row: LedgerRow) -> tuple[bool, bool, bool, str]:
    """Order sources: what an evaluator decided first, reliable and dated ones next, then by id so that runs agree."""
    source = row.citation.source
    return (not row.overridden, source.low_reliability, source.published is None, source.id)


def _without_repeats(rows: Iterable[LedgerRow]) -> list[LedgerRow]:
    """Keep one row for the same measure, value and month: reports repeat each other."""
    kept: dict[tuple[str, str, str], LedgerRow] = {}
    for row in sorted(rows, key=lambda row: (last_day(row.date or ""), *_trust(row))):
        kept.setdefault((row.label, str(row.figure.value), (row.date or "")[:7]), row)
    return list(kept.values())


def _conflicts(rows: Sequence[LedgerRow], indicator: Indicator) -> Iterable[Conflict]:
    """Yield a conflict where sources give different values for the same measure and month."""
    by_date: dict[str, list[LedgerRow]] = {}
    for row in rows:
        # "2023" and "2023年底" are one date; targets are compared by the year of their deadline.
        whole_year = row.role == "target" or (row.date or "").endswith("-12-31")
        by_date.setdefault((row.date or "")[: 4 if whole_year else 7], []).append(row)
    for date, group in by_date.items():
        if len({row.figure.value for row in group}) > 1:
            sides = "；".join(f"{who_said(row.citation.source, 'zh')}：{row.citation.quote}" for row in group)
            when = format_date(date, "zh") if date else "未注明日期"
            yield Conflict(f"{indicator.name_zh}（{when}）：{sides}", tuple(row.citation for row in group))


def who_said(source: Source, language: Language) -> str:
    """Return publisher, day and doubt of one side of a disagreement.

    >>> who_said(Source("a", "T", "光明网", "2022-04-08", None, "news", "zh"), "zh")
    '光明网（2022年4月8日）'
    """
    name = source.publisher or source.title
    day = format_date(source.published, language) if source.published else ""
    low = {"zh": "可靠性低", "en": "low reliability"}[language] if source.low_reliability else ""
    told = ("，" if language == "zh" else ", ").join(filter(None, [day, low]))
    return f"{name}{in_brackets(told, language)}"


def citation_payload(citation: Citation) -> dict[str, Any]:
    """Return a citation as the JSON contract has it."""
    source = citation.source
    return {
        "document_id": source.id,
        "title": source.title,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.url,
        "kind": source.kind,
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
        "quote": citation.quote,
        # Only scanned papers have it: their words were recognised in a picture and may be wrong.
        **({"recognised": source.reliability} if source.recognised else {}),
    }


def table_payload(table: TargetTable) -> dict[str, Any]:
    """Return the object of ``targets --json``."""
    return {
        "as_of": table.as_of,
        "indicators": [_status_payload(status) for status in table.indicators],
    }


def _status_payload(status: IndicatorStatus) -> dict[str, Any]:
    target, latest = status.target, status.latest
    return {
        "id": status.id,
        "name_zh": status.name_zh,
        "name_en": status.name_en,
        "unit": status.unit,
        "target": target
        and {
            "value": _number(target),
            "by": target.date,
            "citation": citation_payload(target.citation),
            **_by_hand(target),
        },
        "latest": latest and {**_row_payload(latest), "ratio": float(status.ratio or 0), "same_measure": True},
        "related": [
            {"label": row.label, "label_en": status.label_of(row, "en"), "role": row.role, **_row_payload(row)}
            for row in status.related
        ],
        "history": [_row_payload(row) for row in status.history],
        "status": status.status,
        "conflicts": [
            {"text": conflict.text, "citations": [citation_payload(c) for c in conflict.citations]}
            for conflict in status.conflicts
        ],
    }


def label_en(row: LedgerRow, indicator: Indicator) -> str:
    """Return the English name of what a related row counted; a place in front of it stays in Chinese."""
    for measure in (*indicator.related, indicator.own):
        if row.label.endswith(measure.label_zh):
            prefix = row.label.removesuffix(measure.label_zh).strip("：")
            prefix = _BATCH.sub(_batch_en, prefix)
            return f"{measure.label_en} ({prefix})" if prefix else measure.label_en
    return row.label


def _batch_en(match: re.Match[str]) -> str:
    # In words: "batch 3" would read as a figure that the quotation, 第三批, has not.
    number = int(parse_chinese(match.group(1)) or 0)
    return f"{ENGLISH_ORDINALS[number - 1]} batch" if 0 < number <= len(ENGLISH_ORDINALS) else match.group()


def _row_payload(row: LedgerRow) -> dict[str, Any]:
    return {
        "value": _number(row),
        "unit": row.figure.unit,
        "qualifier": row.figure.qualifier,
        "date": row.date,
        "citation": citation_payload(row.citation),
        **_by_hand(row),
    }


def _by_hand(row: LedgerRow) -> dict[str, str]:
    """Return the key that only overridden rows have: the contract's objects stay as they are for all others."""
    return {"overridden": row.overridden} if row.overridden else {}


def _number(row: LedgerRow) -> int | float:
    value = row.figure.value
    return int(value) if value == value.to_integral_value() else float(value)
