"""Several questions asked at once to single ones, and their drafts back to one."""

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from assistant.answering.draft import Draft
from assistant.answering.of_an_answer import asks_of_the_last_answer
from assistant.answering.ownership import Counted, counted_in
from assistant.language.dates import find_dates
from assistant.language.fold import search_key
from assistant.schema import Citation, Claim, Conflict, Figure, Language

_BETWEEN = re.compile(r"(?<=[?？])\s*(?=\S)")
_ASKS = re.compile(
    r"[?？]|多少|几|什么|谁|哪|吗|呢|何|怎|是否|\b(?:how|what|who|when|where|which|why|is|are|does|do|did|can|list)\b",
    re.IGNORECASE,
)
_SHORTEST = 4
"""Characters of the shortest question; "对吗？" after a statement is none of its own."""
_MOST = 3


def split_questions(text: str) -> list[str]:
    """Return the questions of ``text``, or all of it as one.

    >>> split_questions("秦创原是什么？它和12621工程是什么关系？")
    ['秦创原是什么？', '它和12621工程是什么关系？']
    """
    parts = [part.strip() for part in _BETWEEN.split(text) if part.strip()]
    while len(parts) > 1 and not _ASKS.search(parts[-1]):
        parts.pop()  # "我手头的表格缺这一格。" says why somebody asks.
    if len(parts) > 1 and asks_of_the_last_answer(parts[-1]):
        parts = [*parts[:-2], " ".join(parts[-2:])]
    return parts if 1 < len(parts) <= _MOST and all(len(part) > _SHORTEST for part in parts) else [text]


def split_dates(text: str) -> list[str]:
    """Return one question for each of several dates that a question puts beside each other, or nothing.

    >>> split_dates("双创大赛2019年和2022年进决赛的项目哪年多？")
    ['双创大赛2019年进决赛的项目多少？', '双创大赛2022年进决赛的项目多少？']
    """
    mentions = [mention for mention in find_dates(text) if mention.iso.strip("-")]
    if not 1 < len({mention.iso for mention in mentions}) == len(mentions) <= _MOST:
        return []
    joints = [text[a.end : b.start] for a, b in pairwise(mentions)]
    if not all(_JOINT.fullmatch(joint) for joint in joints):
        return []
    head, tail = text[: mentions[0].start], text[mentions[-1].end :]
    parts = []
    year = ""
    for mention in mentions:
        written = text[mention.start : mention.end]
        year = year if mention.iso.startswith("-") else mention.iso[:4]
        dated = f"{year}年{written}" if mention.iso.startswith("-") and year and _HAN.search(text) else written
        dated = f"{dated}年" if dated.isdigit() and _HAN.search(text) else dated
        parts.append(_COMPARES_EN.sub("", _of_one(f"{head}{dated}{tail.removeprefix('年')}")).strip(" ,，"))
    return parts


def _of_one(text: str) -> str:
    """Return a question about several dates as one about a single date: 分别第几 asks 第几 of each."""
    matches = list(_COMPARES.finditer(text))
    asks_itself = _ASKS_BY_WORD.search(_COMPARES.sub(" ", text)) is not None
    for number, match in reversed(list(enumerate(matches))):
        word = "第几" if "第几" in match.group() else "" if asks_itself or number else "多少"
        text = f"{text[: match.start()]}{word}{text[match.end() :]}"
    return text


_ASKS_BY_WORD = re.compile(r"多少|几|什么|谁|哪")
_JOINT = re.compile(
    r"(?:年?[底末初]?|月?[底末初]?)?\s*(?:[和与跟、,，及]|到|(?:and|or|to|versus|vs\.?)(?: the)?"
    r"|,? and(?: for| in| by)?|, )\s*(?:其中)?",
    re.IGNORECASE,
)
"""What stands between dates that are put beside each other; 2021年至2023年 is one period, 2021年到2023年 may be two."""
_COMPARES = re.compile(
    r"[,，]?(?:哪一?[年个月]更?[多高大少]|相?差(?:了)?(?:多少|几[个家名项]?)|少了几[个家]|多了几[个家]|(?:分别|依次"
    r"|各)(?:是|为)?(?:多少|几[个家名]|第几)?|谁[多高])"
)
_COMPARES_EN = re.compile(r"^(?:please )?(?:compare|contrast) |\b(?:respectively|each)\b", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")


def merge_drafts(parts: Sequence[str], drafts: Sequence[Draft], language: Language) -> Draft:
    """Return one draft with the claims of all; declined only when every part is, else it names what stays open."""
    answered = [draft for draft in drafts if not draft.declined]
    if not answered:
        return drafts[0]
    claims: dict[Claim, None] = {}
    conflicts: dict[Conflict, None] = {}
    for draft in answered:
        claims.update(dict.fromkeys(draft.claims))
        conflicts.update(dict.fromkeys(draft.conflicts))
    missing = [part for part, draft in zip(parts, drafts, strict=True) if draft.declined]
    words = "资料里没有找到答案的是：" if language == "zh" else "Not answered by the sources: "
    closing = words + " ".join(missing) if missing else ""
    lead = next((draft.lead for draft in answered if draft.lead), "")
    modes = {draft.mode for draft in answered}
    mode = answered[0].mode if len(modes) == 1 else "extractive"
    return replace(
        answered[0],
        mode=mode,
        claims=tuple(claims),
        conflicts=tuple(conflicts),
        lead=lead,
        closing=closing,
        layout="lines",
    )


def difference_of(first: Claim, second: Claim, years: tuple[str, str], language: Language) -> Claim | None:
    """Return by how much the figures of two claims that count the same thing differ, as a shown calculation.

    ``years`` are those asked for. None when it is not clear which figures are meant, or when one of them is rough.
    """
    pairs = [
        # 625个项目 and 250个项目进决赛 share all words farther off; what stands behind them tells which is meant.
        (_behind(first.text, a) & _behind(second.text, b), len(a.words & b.words), a.figure, b.figure)
        for a in _of_year(counted_in(first.text, reach=_REACH), years[0])
        for b in _of_year(counted_in(second.text, reach=_REACH), years[1])
        if a.figure.unit == b.figure.unit not in _NO_SUMS
        and a.figure.qualifier == b.figure.qualifier == "exact"
        and a.figure.value != b.figure.value
    ]
    _, shared, one, other = max(pairs, key=lambda p: (len(p[0]), p[1]), default=(frozenset(), 0, None, None))
    if one is None or other is None or shared < _SHARED_WORDS:
        return None
    return gap_of(one, other, (first.text, second.text), (*first.citations, *second.citations), language)


def difference_within(claim: Claim, years: tuple[str, str]) -> Claim | None:
    """Return by how much two figures differ that one Chinese sentence gives behind two years, None where it does not.

    "2020年为1648.56亿元，2021年为2209.49亿元": each year is followed by its figure.
    """
    mentions = find_dates(claim.text)
    ends = [mention.start for mention in mentions[1:]] + [len(claim.text)]
    told: dict[str, Figure] = {}
    for mention, end in zip(mentions, ends, strict=True):
        behind = [one.figure for one in counted_in(claim.text) if mention.end <= one.figure.start < end]
        if len(behind) == 1 and mention.iso in years:
            told.setdefault(mention.iso, behind[0])
    if len(told) < len(set(years)) or len(mentions) < _TWO:
        return None
    one, other = (told[year] for year in years)
    if one.unit != other.unit or one.unit in _NO_SUMS or {one.qualifier, other.qualifier} != {"exact"}:
        return None
    return gap_of(one, other, (claim.text, claim.text), claim.citations, "zh") if one.value != other.value else None


def gap_of(
    one: Figure, other: Figure, texts: tuple[str, str], citations: tuple[Citation, ...], language: Language
) -> Claim:
    """Return the difference of two figures of one unit as a shown calculation, in 亿 or 万 where both are."""
    written = texts[0][one.start : one.end], texts[1][other.start : other.end]
    mark = next((mark for mark in _SCALES if all(mark in text for text in written)), "")
    larger, smaller = sorted((one.value, other.value), reverse=True)
    gap, upper, lower = (
        f"{(value / _SCALES.get(mark, 1)).normalize():f}{mark}" for value in (larger - smaller, larger, smaller)
    )
    text = (
        f"相差{gap}{one.unit}（{upper}−{lower}）。"
        if language == "zh"
        else f"The difference is {gap} ({upper} − {lower})."
    )
    return Claim(text, citations)


def _behind(text: str, counted: Counted) -> frozenset[str]:
    """Return the pairs of characters right behind a figure, as far as no other figure stands there."""
    tail = search_key(_NEXT_FIGURE.split(text[counted.figure.end : counted.figure.end + _CLOSE], maxsplit=1)[0])
    return frozenset(tail[place : place + 2] for place in range(len(tail) - 1))


def _of_year(counted: Sequence[Counted], year: str) -> list[Counted]:
    """Leave out the figures beside which another year stands."""
    years = [frozenset(word for word in one.words if word.isdigit() and len(word) == len("2021")) for one in counted]
    return [one for one, told in zip(counted, years, strict=True) if not told or year in told]


_TWO = 2
_NO_SUMS = ("", "%", "年", "月", "日")
"""Units in which nothing is taken from another."""
_SCALES = {"亿": Decimal(100_000_000), "万": Decimal(10_000)}
_REACH = 60
"""Characters beside a figure that say what it counts in a sentence of its own."""
_CLOSE = 10
"""Characters behind a figure that tell it from the others of its sentence."""
_NEXT_FIGURE = re.compile(r"\d")
_SHARED_WORDS = 2
"""Words that two figures must have in common beside them, to count the same thing."""
