"""The state of the programme to a draft: all its targets, their deadline, what its name counts."""

import re
from decimal import Decimal

from assistant.answering import lexicon, phrases
from assistant.answering.draft import Draft
from assistant.answering.lexicon import PHASE
from assistant.answering.overview import state_of
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.language.dates import format_date
from assistant.ledger.indicators import Programme
from assistant.schema import Claim, IndicatorStatus, Reason, TargetTable


def answer_all_targets(asked: Understanding, table: TargetTable, programme: Programme) -> Draft:
    """Return all targets, one claim for each sentence of the sources that states some of them."""
    groups: dict[tuple[str, int], list[IndicatorStatus]] = {}
    for status in table.indicators:
        if status.target is not None:
            citation = status.target.citation
            groups.setdefault((citation.source.id, citation.start), []).append(status)
    claims = []
    for statuses in groups.values():
        rows = [status.target for status in statuses if status.target is not None]
        by = format_date(rows[0].date or programme.by, asked.language)
        goals = [
            programme.indicator(row.indicator)
            .goal[asked.language]
            .replace("{n}", phrases.amount(row.figure, asked.language))
            for row in rows
        ]
        text = (
            f"到{by}，" + "、".join(goals) + "。" if asked.language == "zh" else f"By {by}: " + "; ".join(goals) + "."
        )
        claims.append(Claim(text, (rows[0].citation,)))
    if "source" in asked.aspects:
        first = {row.citation.source.id: row for row in reversed([s.target for s in table.indicators if s.target])}
        claims += [Claim(phrases.source_sentence(row, asked.language), (row.citation,)) for row in first.values()]
    years = [iso[:4] for iso in asked.dates if not iso.startswith("-")]
    if (years and min(years) > programme.by) or PHASE.search(asked.folded):
        lead = say("no_later_targets", asked.language)
        return Draft(tuple(claims), "ledger", lead, declined=True, reason=Reason.NOT_REPORTED, layout="lines")
    lead = f"{programme.name_zh}的目标：" if asked.language == "zh" else f"The targets of the {programme.name_en}:"
    return Draft(tuple(claims), "ledger", lead=lead, layout="lines")


_MOST_OF_OTHERS = 2


def answer_deadline(asked: Understanding, table: TargetTable, programme: Programme) -> Draft:
    """Return until when the targets are to be reached."""
    row = next((status.target for status in table.indicators if status.target is not None), None)
    if row is None:
        return Draft((), "ledger", declined=True, reason=Reason.NOT_REPORTED)
    by = format_date(row.date or programme.by, asked.language)
    text = (
        f"{programme.name_zh}各项目标的完成期限是{by}。"
        if asked.language == "zh"
        else f"The targets of the {programme.name_en} are set for {by}."
    )
    stated = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    wrong = stated - {(row.date or programme.by)[:4]}
    lead = say("unsupported", asked.language) if stated and wrong == stated else ""
    claims = [Claim(text, (row.citation,))]
    # Whoever names another year may have read the plan of somebody else.
    claims += [
        Claim(phrases.related_sentence(other, programme.indicator(status.id), asked.language), (other.citation,))
        for status in table.indicators
        for other in status.related
        if lead and other.role == "target" and (other.date or "")[:4] in wrong
    ][:_MOST_OF_OTHERS]
    return Draft(tuple(claims), "ledger", lead=lead, layout="lines" if len(claims) > 1 else "paragraph")


def answer_code(asked: Understanding, table: TargetTable) -> Draft:
    """Return what the name of the programme counts: the indicators by the size of their target."""
    groups: dict[Decimal, list[IndicatorStatus]] = {}
    for status in table.indicators:
        if status.target is not None:
            groups.setdefault(status.target.figure.value, []).append(status)
    claims = []
    for value, statuses in sorted(groups.items()):
        names = [status.name_zh if asked.language == "zh" else status.name_en for status in statuses]
        cited = {status.target.citation.start: status.target.citation for status in statuses if status.target}
        joined = ("、" if asked.language == "zh" else ", ").join(names)
        colon = "：" if asked.language == "zh" else ": "
        claims.append(Claim(f"{phrases.number(value)}{colon}{joined}", tuple(cited.values())))
    lead = (
        "按目标的数量级理解，名称依次数的是目标为下列各数的项目："
        if asked.language == "zh"
        else "Read by the size of the targets, the name counts the indicators whose target is:"
    )
    return Draft(tuple(claims), "ledger", lead=lead, layout="lines")


def answer_group(asked: Understanding, table: TargetTable, programme: Programme, value: Decimal) -> Draft:
    """Return the indicators whose target is ``value``: "六个100分别是什么"."""
    statuses = [s for s in table.indicators if s.target is not None and s.target.figure.value == value]
    # What "6×100 stands for" is no question how things stand.
    how_far = asked.aspects & {"progress", "status", "ratio", "difference", "open", "doubt", "not_met"}
    if how_far and "code" not in asked.aspects:
        lines = tuple(claim for status in statuses for claim in state_of(asked, status, programme))
        return Draft(lines, "ledger", layout="lines")
    claims = tuple(
        Claim(
            phrases.target_sentence(s.target, programme.indicator(s.id), programme, asked.language),
            (s.target.citation,),
        )
        for s in statuses
        if s.target is not None
    )
    stated = {iso[:4] for iso in asked.dates if not iso.startswith("-")}
    lead = say("unsupported", asked.language) if stated and programme.by[:4] not in stated else ""
    return Draft(claims, "ledger", lead=lead, layout="lines")


def asked_group(asked: Understanding, table: TargetTable) -> Decimal | None:
    """Return the size of target that a question is about, None when it is about none.

    The largest or smallest, or a size that it names with a list word: "the two thousands", "数量为100的六项".
    """
    sizes = [status.target.figure.value for status in table.indicators if status.target is not None]
    if not sizes:
        return None
    if "extreme" in asked.aspects and (asked.programme or _OF_TARGETS.search(asked.folded)):
        return min(sizes) if _SMALLEST.search(asked.folded) else max(sizes)
    bare = re.sub('[“”"「」]', "", asked.folded)
    times = _TIMES.search(bare)
    if times and not _CALCULATES.search(asked.folded):
        size = Decimal(times["size"])
        return size if sizes.count(size) == int(times["count"]) else None
    words = _GROUP_WORDS.search(bare)
    named = [figure.value for figure in asked.figures if figure.value in sizes]
    if words:
        return _SIZES[words["en"] or words["zh"] or words["level"]]
    listed = asked.wanted & {"list", "definition"} or "all_targets" in asked.aspects
    return named[-1] if named and listed and _GROUP.search(asked.folded) else None


_OF_TARGETS = re.compile(rf"{lexicon.TWELVE.pattern}|目标|指标|任务|\b(?:target|goal|objective)s?\b")
_SMALLEST = re.compile(r"最[小低少]|\bsmallest\b|\blowest\b")
_GROUP = re.compile(
    r"[一二两六几2６6][个项][“\"]?1(?:0{1,4})?[”\"]?(?!\d)|(?:数量|目标|指标|定).{0,4}(?:为|是|在)?[“\"]?10{1,4}"
    r"|(?<!\d)10{1,4}的(?:目标|指标|项目)|\b(?:two|six|2|6) (?:tens|hundreds|thousands)\b|\bset at\b"
    r"|\btargets? (?:of|are) (?:1,?0+|a (?:hundred|thousand))"
)
_GROUP_WORDS = re.compile(
    r"\b(?:two|six|2|6) (?P<en>ten|hundred|thousand)s\b"
    r"|(?:(?<!十)[二两六2６6几]|那几|哪几)[个项大](?P<zh>十|百|千)(?![0-9]|余|多|家|名|人|位|万)"
    r"|数量级?[是为在]?(?P<level>十|百|千)"
)
_TIMES = re.compile(r"(?<![\d.+x×*])(?P<count>[1-9]) ?(?:[x×*✕╳·]|乘以?|times) ?(?P<size>10{0,4})(?![\d.]| ?[+＋])")
"""A term of the sum that the name stands for, however the sign is typed: 6x100, 6*100, 6×100."""
_CALCULATES = re.compile(r"等于|得多少|[=＝]|\bequals?\b|\bhow much is\b")
_SIZES = {
    "ten": Decimal(10), "hundred": Decimal(100), "thousand": Decimal(1_000),
    "十": Decimal(10), "百": Decimal(100), "千": Decimal(1_000),
}  # fmt: skip
