"""The state of the indicators to a draft answer: targets, progress, rates, what is not reported or not comparable."""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answering import phrases
from assistant.answering.draft import Draft
from assistant.answering.lexicon import OPEN, TWELVE
from assistant.answering.passed import whether_passed
from assistant.answering.route import batch_rows
from assistant.answering.understand import Aspect, Understanding
from assistant.answering.wording import say
from assistant.language.dates import last_day
from assistant.ledger.indicators import Programme
from assistant.schema import Claim, IndicatorStatus, Language, LedgerRow, Reason, TargetTable

_MAX_RELATED = 6
"""More figures of other measures than this bury the answer."""


"""The year of the targets: a question about it may mean the target."""


def answer_indicators(asked: Understanding, table: TargetTable, programme: Programme) -> Draft:
    """Return the draft about one to three indicators."""
    if asked.batch and "comparable" not in asked.aspects and batch_rows(asked, table):
        return _answer_batch(asked, table, programme)
    if asked.only_related:
        return _answer_related(asked, table, programme)
    named = [_as_asked(asked, status) for status in table.indicators if status.id in asked.indicators]
    named.sort(key=lambda status: asked.indicators.index(status.id))
    parts = [_one(asked, status, programme) for status in named]
    leads = [part.lead for part in parts if part.lead]
    declined = all(part.declined for part in parts)
    return Draft(
        claims=tuple(claim for part in parts for claim in part.claims),
        mode="ledger",
        lead=" ".join(dict.fromkeys(leads)) if asked.language == "en" else "".join(dict.fromkeys(leads)),
        declined=declined,
        reason=Reason.NOT_REPORTED if declined else None,
        conflicts=tuple(conflict for status in named for conflict in status.conflicts),
        layout="paragraph" if sum(len(part.claims) for part in parts) <= 2 else "lines",
    )


def _answer_related(asked: Understanding, table: TargetTable, programme: Programme) -> Draft:
    """Return the figures of a measure beside the targets, which is all that the question names."""
    batches = re.search("批|新增|新认定|新公布", asked.folded) is not None
    claims = tuple(
        _claim(phrases.related_sentence(row, programme.indicator(status.id), asked.language, plain=True), row)
        for status in table.indicators
        if status.id in asked.indicators
        for row in status.related
        if row.label in asked.related or (batches and "：" not in row.label and row.label.endswith(asked.related))
    )
    owners = {claim.citations[0] for claim in claims}
    claims += tuple(
        _claim(
            phrases.target_sentence(status.target, programme.indicator(status.id), programme, asked.language),
            status.target,
        )
        for status in table.indicators
        if status.id in asked.indicators and status.target is not None
    )
    lead = ""
    if owners and asked.aspects & {"doubt", "premise"} and asked.programme and asked.figures:
        lead = say("unsupported", asked.language)
    elif owners and asked.aspects & {"comparable", "ratio", "difference", "status"}:
        lead = say("not_same", asked.language)
    return Draft(claims, "ledger", lead=lead, layout="lines" if len(claims) > 1 else "paragraph")


def _answer_batch(asked: Understanding, table: TargetTable, programme: Programme) -> Draft:
    """Return the size of the batch that was asked for, and the total that the same document gives."""
    claims = []
    for status, row in batch_rows(asked, table):
        indicator = programme.indicator(status.id)
        claims.append(_claim(phrases.related_sentence(row, indicator, asked.language, plain=True), row))
        claims += [
            _claim(phrases.related_sentence(other, indicator, asked.language, plain=True), other)
            for other in status.related
            if other is not row and other.citation.source.id == row.citation.source.id and "批" not in other.label
        ]
    return Draft(tuple(claims), "ledger", layout="lines" if len(claims) > 1 else "paragraph")


def _one(asked: Understanding, status: IndicatorStatus, programme: Programme) -> Draft:
    if _asks_whether_reached(asked, status) or _counts_as_reached(asked, status):
        # What is asked is how things stand, and no longer what stands in the question.
        asked = replace(asked, aspects=asked.aspects - {"comparable"} | {"status"}, figures=())
    aspects, language = asked.aspects, asked.language
    if len(asked.indicators) > 1 and asked.wanted & {"comparison"}:
        aspects = aspects | {"ratio", "progress"}
    wants_progress = bool(aspects & {"progress", "ratio", "difference", "status", "history", "not_met"})
    wants_progress = wants_progress or ("open" in aspects and "target" not in aspects)
    only_target = bool(aspects & {"target", "when_done"}) and not wants_progress
    claims: list[Claim] = []
    indicator = programme.indicator(status.id)
    premise = whether_passed(asked, status) or _premise(asked, status)
    if status.target is not None:
        claims.append(_claim(phrases.target_sentence(status.target, indicator, programme, language), status.target))
    if only_target and not premise and "comparable" not in aspects:
        if claims:
            return Draft(tuple(claims), "ledger")
        lead = say("no_target", language, name=status.name_zh if language == "zh" else status.name_en)
        return Draft((), "ledger", lead=lead, declined=True)
    if status.latest is not None:
        newest = _says_now(asked, status.latest)
        progress = _claim(phrases.progress_sentence(status.latest, indicator, language, newest=newest), status.latest)
        claims.insert(0 if not (aspects & {"target"}) else len(claims), progress)
        claims += _calculations(aspects, language, status)
        if "history" in aspects:
            claims += [
                _claim(phrases.progress_sentence(row, indicator, language), row)
                for row in status.history
                if row is not status.latest
            ]
    if "source" in aspects:
        claims += [_claim(phrases.source_sentence(row, language), row) for row in _shown_row(status)]
    related = _related_rows(asked, status)
    claims += [_claim(phrases.related_sentence(row, indicator, language), row) for row in related]
    lead, declined = _lead(asked, status, premise, related)
    return Draft(tuple(claims), "ledger", lead=lead, declined=declined)


def _as_asked(asked: Understanding, status: IndicatorStatus) -> IndicatorStatus:
    """Return the state on the last day that the question names: what came later does not answer it.

    Without a figure until then the state stays as it is, and the lead says that no source goes back so far.
    """
    if _SINCE.search(asked.folded) or not asked.aspects & _OF_A_DAY or len(asked.dates) != 1:
        return status
    until = last_day(asked.dates[0])
    if asked.dates[0].startswith("-") or (status.target and asked.dates[0] == status.target.date):
        return status
    by_then = [row for row in status.history if row.date and min(last_day(row.date), _out(row)) <= until]
    latest = next((row for row in reversed(by_then) if row.date), None)
    if latest is None or status.latest is None or last_day(status.latest.date or "") <= until:
        return status
    # Of rows for one date the table has chosen the most trustworthy one: keep its choice where it is one of them.
    return replace(status, latest=latest)


def _shown_row(status: IndicatorStatus) -> list[LedgerRow]:
    row = status.latest or status.target
    return [row] if row else []


def _out(row: LedgerRow) -> str:
    return last_day(row.citation.source.published or row.date or "")


_SINCE = re.compile(r"以后|之后|以来|起|\b(?:since|after|later than|from)\b")
_OF_A_DAY = frozenset(("progress", "count", "ratio", "difference", "status", "open"))


def _lead(
    asked: Understanding, status: IndicatorStatus, premise: str, related: Sequence[LedgerRow]
) -> tuple[str, bool]:
    """Return the opening sentence, and whether the answer amounts to "not reported"."""
    language, aspects = asked.language, asked.aspects
    name = status.name_zh if language == "zh" else status.name_en
    if premise:
        return premise, False
    if "comparable" in aspects:
        return say("not_same", language), False
    if status.latest is None:
        lead = say("not_reported", language, name=name)
        # An open question (“进展如何”) is answered by the figures of other measures; a count is not.
        # Nor do the goal of somebody else and the figure of one city tell how far the programme is.
        close = any(row.close and row.role == "progress" and "：" not in row.label for row in related)
        listed = ("open" in aspects and _asks_openly(asked)) or "list" in asked.wanted
        answered = bool(related) and (listed or close) and "status" not in aspects
        answered = answered or ("target" in aspects and not aspects & {"status"} and "count" not in aspects)
        return lead + (_gap(language) + say("others", language) if related else ""), not answered
    if _asks_later(asked, status, status.latest) and "target" not in aspects:
        return say("later", language), True
    if _asks_earlier(asked, status.latest) and "target" not in aspects:
        return say("earlier", language), False
    if "status" in aspects:
        return say("met" if status.status == "met" else "partly", language), False
    return "", False


def _asks_openly(asked: Understanding) -> bool:
    """Tell whether a question asks how it went in words of its own: the 成果 of 推广转化成果 is part of a name."""
    rest = asked.folded
    for word in asked.indicator_words:
        rest = rest.replace(word, " ")
    return OPEN.search(rest) is not None


def _gap(language: Language) -> str:
    return " " if language == "en" else ""


def _says_now(asked: Understanding, latest: LedgerRow) -> bool:
    """Tell whether the question asks beyond the date of the newest figure, so that its age must be said."""
    years = [iso for iso in asked.dates if not iso.startswith("-")]
    return not years or any(last_day(iso) > last_day(latest.date or "") for iso in years)


def _asks_later(asked: Understanding, status: IndicatorStatus, latest: LedgerRow) -> bool:
    """Tell whether the question names only years that lie after the deadline and after the newest figure."""
    years = [iso[:4] for iso in asked.dates if not iso.startswith("-")]
    shown = (latest.date or "")[:4]
    at_the_end = _YEAR_END.search(asked.folded) and asked.aspects & {"progress", "count"}
    deadline = (status.target.date or "")[:4] if status.target else ""
    last = shown if at_the_end else max(shown, deadline)
    return bool(years) and min(years) > last


_YEAR_END = re.compile(r"年[底末终]|\byear[- ]end\b|\bend of (?:the year|\d{4})|\bfinal (?:count|number|figure|tally)")


def _asks_earlier(asked: Understanding, latest: LedgerRow) -> bool:
    """Tell whether the question names only days before the figure that is shown: none so old is reported."""
    days = [last_day(iso) for iso in asked.dates if not iso.startswith("-")]
    return bool(days) and max(days) < (latest.date or "") and not _SINCE.search(asked.folded)


def _premise(asked: Understanding, status: IndicatorStatus) -> str:
    """Return the sentence that corrects or confirms what the question takes for granted, "" when it takes nothing."""
    language, aspects = asked.language, asked.aspects
    years = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    by = (status.target.date or "")[:4] if status.target else ""
    if "when_done" in aspects and "doubt" in aspects and years and by and by not in years:
        return say("unsupported", language)
    if "not_met" in aspects and aspects & {"doubt"}:
        if status.status == "met":
            return say("unsupported", language)
        return say("not_missed", language)
    twelve = TWELVE.search(asked.folded)  # "the twelve targets" states nothing about one of them
    stated = [
        figure.value
        for figure in asked.figures
        if figure.unit != "%"
        and (figure.qualifier == "exact" or "doubt" in aspects)
        and not (twelve and twelve.start() <= figure.start < twelve.end())
    ]
    if not stated or "comparable" in aspects:
        return ""
    if not aspects & {"doubt", "yes_no", "premise"} and not _PRESUPPOSED.search(asked.folded):
        return ""
    goal = {status.target.figure.value} if status.target else set()
    if aspects & {"count", "status"} and set(stated) <= goal:
        return ""  # "几家 of the 100?", "那100个完成了吗" repeat the target and ask for the progress.
    reached = {row.figure.value for row in status.history}
    says_progress, says_target = "progress" in aspects, "target" in aspects
    if says_progress and not says_target:
        # "Did it already serve 1,000?" is not confirmed by a target of 1,000.
        known = reached
    else:
        known = goal if says_target and not says_progress else goal | reached
    if not all(value in known for value in stated):
        return say("unsupported", language)
    if known is reached and (told := _of_another_year(asked, [r for r in status.history if r.figure.value in stated])):
        return told
    return say("confirmed", language) if says_progress != says_target and "status" not in aspects else ""


def _asks_whether_reached(asked: Understanding, status: IndicatorStatus) -> bool:
    """Tell whether a question is if the number that was set has been reached: 1000名完成了吗."""
    stated = {figure.value for figure in asked.figures if figure.unit != "%"}
    if status.target is None or stated != {status.target.figure.value}:
        return False
    done = "progress" in asked.aspects or _DONE.search(asked.folded) is not None
    return done and "yes_no" in asked.aspects and not asked.aspects & _SAYS_OTHERWISE


_DONE = re.compile("了[吗么没]|已经?|[完建办做]成")


def _counts_as_reached(asked: Understanding, status: IndicatorStatus) -> bool:
    """Tell whether a question is if a result in the target's own measure will do: 1500名算完成了吗."""
    own = {row.figure.value for row in status.history} | ({status.target.figure.value} if status.target else set())
    stated = {figure.value for figure in asked.figures if figure.unit != "%"}
    alone = {"comparable", "progress", "yes_no"} <= asked.aspects and not asked.related
    return alone and bool(stated) and stated <= own and _WILL_DO.search(asked.folded) is not None


_WILL_DO = re.compile("算.{0,4}(?:完成|达标|达到|实现)|达标了?[吗么]")
_SAYS_OTHERWISE = frozenset(("target", "doubt", "premise", "comparable", "when_done", "source", "history"))


def _of_another_year(asked: Understanding, rows: Sequence[LedgerRow]) -> str:
    """Return the sentence that the right figures are of another year than the question says, "" when they are not."""
    years = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    reported = {row.date[:4] for row in rows if row.date}
    if not years or not reported or years & reported:
        return ""
    return say("later" if max(years) > max(reported) else "earlier", asked.language)


_PRESUPPOSED = re.compile(
    r"已经?|都|的情况下|完成了|做到了|达到了|剩下|既然|\b(?:with|given|now that|having|since|after|already|planned"
    r"|has|have|had)\b"
)
"""Words by which a question takes the figure beside them for granted."""


def _calculations(aspects: frozenset[Aspect], language: Language, status: IndicatorStatus) -> list[Claim]:
    if status.target is None or status.latest is None:
        return []
    rows = (status.latest, status.target)
    sentences = []
    if aspects & {"ratio", "status", "open"}:
        sentences.append(phrases.ratio_sentence(status, language))
    if "difference" in aspects:
        sentences.append(phrases.difference_sentence(status, language))
    return [Claim(sentence, tuple(row.citation for row in rows)) for sentence in sentences]


def _related_rows(asked: Understanding, status: IndicatorStatus) -> list[LedgerRow]:
    """Return the figures of other measures worth showing, those that the question mentions first."""
    mentioned = {figure.value for figure in asked.figures}
    named = [row for row in status.related if row.label in asked.related]
    if named and "comparable" not in asked.aspects:
        return named
    own_level = [row for row in status.related if "：" not in row.label]
    rows = own_level or list(status.related)
    if asked.places:
        rows = list(status.related)
    rows = sorted(rows, key=lambda row: (row.figure.value not in mentioned, row.role == "target"))
    if status.latest is not None and not asked.aspects & {"comparable", "open", "doubt"} and not mentioned:
        rows = [row for row in rows if row.date and status.latest.date and row.date[:4] > status.latest.date[:4]]
    return rows[:_MAX_RELATED]


def _claim(sentence: str, row: LedgerRow) -> Claim:
    """Make a claim of a row; that an editor corrected it is said, since the quotation may say something else."""
    return Claim(phrases.by_hand(sentence) if row.overridden else sentence, (row.citation,))
