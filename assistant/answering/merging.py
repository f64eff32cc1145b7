"""A question that leans on those before it, and these, to one that stands on its own."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import takewhile
from operator import eq

from assistant.answering import lexicon
from assistant.answering.leaning import PLAIN_ENGLISH, POINTS_AT_ONCE, WHAT_ABOUT
from assistant.answering.pointing import (
    absolute_years,
    ask_for_time_or_place,
    is_compared,
    put_in_place,
    without_the_figure,
)
from assistant.answering.spans import TIMES, Names, Span, is_strong, named_spans, subjects_of
from assistant.answering.stop_words import STOP_EN
from assistant.answering.understand import detect_language
from assistant.language.fold import search_key, to_simplified
from assistant.language.numerals import ENGLISH_ORDINALS
from assistant.schema import Language

_ASKS_ITSELF = re.compile(
    r"[什谁哪几多怎]|吗|没有|目标|进展|完成"
    r"|\b(?:what(?! about)|who|when|where|how(?! about)|which|why|target|goal|progress|is|are|was|were|do|does|did)\b"
)
_OWN_NOUN = re.compile(
    r"(?:多少|几)[个家名人位项条份支件座所场]?的?[\u4e00-\u9fff]{2}|\bhow many (?!of|were|was|are|is|have|has|did)"
)
_INTERROGATIVE = re.compile(r"[哪谁几怎]|什么|多少|多[大高长久远]|何时|何地|\b(?:what|who|when|where|which|how)\b")
_TIME_OR_PLACE = re.compile(r"什么时候|何时|哪[天年月里儿]|在哪|\b(?:when|where|who)\b")
_LEADING = re.compile(
    r"^(?:那么?(?![届个项次场])|然后|另外|还有|其中)?[，,]?(?:(?:它|他|她)们?的?|(?:这|那|该)(?:[届个项次场份家座所]|些)?的?)?[，,]?"
)
_THE_AFFAIR = re.compile(r"(什么时候|何时|哪[年天里儿]|怎么回)的?事情?")
_COUNTED = re.compile(r"(?:多少|几)[个家名人位项条份支件座所场](?P<noun>[\u4e00-\u9fff]{2,6})[?？]*$")
_ANOTHER_NUMBER = re.compile(
    r"(?:那|后来|现在|目前|如今|最后|之后|最终|又|再|已经?|[增涨升降减加扩]|少|下|提高|达|了|到|有|是|为|成|至|呢|年|底|\d)*"
    r"(?:多少|几)[个家名人位项条份支件座所场]?(?:了|呢)?[?？]*"
)
_NOUN = re.compile(r"(.+?) (?:have|has|had|were|was|are|is|to|should|will)\b")
_SUBJECT = re.compile(
    r"\b(?:was|is|were|are|did|does|do|has|have|will|would|can) (?P<it>it|they|he|she)\b(?!.*\b(?:it|they|he|she)\b)",
    re.IGNORECASE,
)
"""The only pronoun of a question, behind its verb: "when was it founded"."""
_ORDINAL_BEFORE = re.compile(rf"\b({'|'.join(ENGLISH_ORDINALS)}) $", re.IGNORECASE)
_NOUNS_AFTER = re.compile(r"(?: [a-z][a-z’'-]*)+")


def merge(question: str, topics: Sequence[str], names: Names) -> str:
    """Put what is new in ``question`` into the last topic, or what that is about into ``question``."""
    previous = topics[-1]
    if (asked := ask_for_time_or_place(question, previous)) is not None:
        return asked
    before = named_spans(previous, names)
    question = absolute_years(question, before, names)
    new = named_spans(question, names)
    rest = WHAT_ABOUT.match(question.strip())
    elliptic = rest is not None and not _ASKS_ITSELF.search(to_simplified(rest["rest"]).lower())
    # Its theme is asked now, not when or where it was: nothing of "when did it take place" can stand beside that.
    another_fact = all(span.kind == "attribute" for span in new) and _TIME_OR_PLACE.search(search_key(previous))
    if elliptic and new and not another_fact:
        swapped = _swap(previous, before, _together(question, new), names)
        if swapped is not None:
            return swapped
        if before and all(span.kind == "place" for span in new) and _INTERROGATIVE.search(search_key(previous)):
            return _asked_of_a_place(previous, new, detect_language(question))
    placed = put_in_place(question, topics, before, names)
    if placed != question:
        # What was pointed at stands in the question now; of the rest only dates and batches stay.
        before = [span for span in before if span.kind in TIMES or span.kind == "batch"]
    placed = without_the_figure(placed)
    new = named_spans(placed, names)
    carried = _carried(placed, previous, before, new, names=names)
    if not carried:
        return placed if new or before else f"{previous} {placed}"
    return _joined(placed, [*carried, *_counted(placed, previous, new)], previous)


def _asked_of_a_place(previous: str, places: Sequence[Span], language: Language) -> str:
    """Return the last question, which named no place, as asked of one: "And in Shangluo?"."""
    named = (" and " if language == "en" else "和").join(span.text for span in places)
    if detect_language(previous) == "en":
        return f"{previous.rstrip(' ?.')} in {named}?"
    return f"{named}{previous}"


def _counted(question: str, previous: str, new: Sequence[Span]) -> list[str]:
    """Return the noun that ``previous`` counts where ``question`` only asks for another number (后来增到多少)."""
    counted = _COUNTED.search(to_simplified(previous))
    if counted is None or new or not _ANOTHER_NUMBER.fullmatch(to_simplified(question)):
        return []
    return [previous[counted.start("noun") : counted.end("noun")]]


def _carried(question: str, previous: str, before: Sequence[Span], new: Sequence[Span], *, names: Names) -> list[str]:
    """Return what ``question`` needs of the spans of ``previous``, as written there."""
    folded = search_key(question)
    given = {span.kind for span in new}
    compares = is_compared(question)
    subjects = _topic(question, previous, before, new, names)
    if lexicon.SOURCE.search(folded):
        subjects = [span for span in before if span.kind not in TIMES]  # Where a target stands, or a result.
    kept = [span for span in before if span in subjects and search_key(span.text) not in folded]
    times = [span for span in before if span.kind in TIMES]
    if given & {"year", "batch"} and not compares:
        times = []
    elif given & TIMES and not compares:
        times = [span for span in times if span.kind == "year"][-1:]
    # 第四批 and 首批 stay with a new facet, unless it names a batch of its own.
    batches = [span for span in before if span.kind == "batch"] if not given & {"batch", "year"} else []
    if detect_language(previous) == "en":
        return _without_repeats(_noun_phrase(span, previous) for span in sorted((*times, *batches, *kept), key=_place))
    return _without_repeats([*_dates(times), *(span.text for span in (*batches, *kept))])


def _place(span: Span) -> int:
    return span.start


def _noun_phrase(span: Span, previous: str) -> str:
    """Return an English name with the nouns after it: output [technology turnover], 2022 [innovation contest]."""
    if span.kind in ("place", "person", "organisation"):
        return span.text  # A verb follows a name: Xixian wants.
    tail = _NOUNS_AFTER.match(previous, span.end)
    ordinal = _ORDINAL_BEFORE.search(previous[: span.start])
    nouns = (tail[0] if tail else "").split()
    return " ".join(
        [
            *([ordinal[1]] if ordinal else []),
            span.text,
            *takewhile(lambda word: word.lower() not in PLAIN_ENGLISH | STOP_EN and word[-2:] != "ed", nouns),
        ]
    )


def _topic(question: str, previous: str, before: Sequence[Span], new: Sequence[Span], names: Names) -> list[Span]:
    """Choose the subjects of ``previous`` that stay: not what it counted, nor what stands in its place now."""
    subjects = subjects_of(before) or list(before)
    strong = [span for span in subjects if is_strong(span, names.glossary) and span.kind != "place"]
    asks_at = _INTERROGATIVE.search(search_key(previous))
    if strong and asks_at is not None and any(span.start < asks_at.start() for span in strong):
        # 陕汽的中心何时落户西咸？ is about the centre; where it went was part of what was asked.
        subjects = [s for s in subjects if s.start < asks_at.start() or (s.kind == "indicator")]
    # "Does this count as progress": its own measure does not stand in the place of the one it points at.
    pointed = POINTS_AT_ONCE.search(search_key(question)) is not None
    others = [] if pointed else [span for span in subjects_of(new) if span.kind != "place"]
    if others or _OWN_NOUN.search(search_key(question)):
        lasting = [s for s in subjects if is_strong(s, names.glossary)]
        subjects = lasting or subjects
    for span in others:
        alone = len(subjects) == 1 and not {s.kind for s in (*subjects, span)} <= {"indicator"}
        rivals = [] if alone else [s for s in subjects if _rivals(s, span)]
        if rivals:
            subjects = [s for s in subjects if s is not rivals[-1]]
    places = [span for span in new if span.kind == "place"]
    return [s for s in subjects if s.kind != "place"] if places else subjects


def _rivals(old: Span, new: Span) -> bool:
    return old.kind == new.kind or {old.kind, new.kind} == {"measure", "term"}


def _dates(spans: Sequence[Span]) -> list[str]:
    """Return dates as Chinese writes them together: 2021年10月底."""
    return ["".join(f"{span.text}年" if span.kind == "year" else span.text for span in spans)] if spans else []


def _joined(question: str, carried: Sequence[str], previous: str) -> str:
    if detect_language(question) == "en":
        pronoun = _SUBJECT.search(question)
        if pronoun and len(carried) == 1 and not _INTERROGATIVE.search(carried[0].lower()):
            name = carried[0] if carried[0][:1].isupper() or pronoun["it"].lower() == "they" else f"the {carried[0]}"
            return f"{question[: pronoun.start('it')]}{name}{question[pronoun.end() :]}"
        return f"{question[:1].upper()}{question[1:].rstrip(' ?.')} ({', '.join(carried)})?"
    body = _THE_AFFAIR.sub(r"\1", to_same_length(_LEADING, question)).strip()
    joined = "".join(carried) if detect_language(previous) == "zh" else " ".join(carried)
    return joined + (" " if body[:1].isascii() and joined[-1:].isascii() else "") + body


def to_same_length(pattern: re.Pattern[str], question: str) -> str:
    """Return ``question`` without what ``pattern`` matches at its start in simplified writing."""
    match = pattern.match(to_simplified(question))
    return question[match.end() :] if match else question


def _swap(previous: str, before: Sequence[Span], new: Sequence[Span], names: Names) -> str | None:
    """Replace in ``previous`` the thing most like each new one; None when there is none of its kind."""
    replaced: list[tuple[Span, str]] = []
    for span in new:
        same = [old for old in before if old.group == span.group and all(old is not other for other, _ in replaced)]
        if span.kind == "attribute" and len({one.kind for one in new}) > 1:
            # 青年人才托举的项目 asks for its money as before: what belongs to a subject takes no other's place.
            same = [old for old in same if _is_thing(old) is _is_thing(span)]
        if same:
            old = max(reversed(same), key=lambda item: (_shared_end(item.text, span.text), item.kind == span.kind))
            replaced.append((old, span.text))
    text = previous
    for old, name in sorted(replaced, key=lambda item: -item[0].start):
        # An indicator may be named by noun and verb (engineers have been trained): the verb stays.
        noun = _NOUN.match(old.text)
        head = text[: old.start] if old.kind in _NO_SUBJECT_KINDS else _MODIFIER.sub("", text[: old.start])
        text = f"{head}{name}{text[old.start + len(noun[1] if noun else old.text) :]}"
    now = [search_key(name) for old, name in replaced if old.kind == "indicator"]
    units = [i.own.units for i in names.programme.indicators if set(now) & set(i.asked_zh)]
    return (_in_units(text, frozenset[str]().union(*units)) if units else text) if replaced else None


_NO_SUBJECT_KINDS = (*TIMES, "batch", "attribute")
_MODIFIER = re.compile(
    r"(?:\d{4}年(?:\d{1,2}月)?)?新?(?:认定|公布|申报|举办|遴选|评选|批准|获批|入选|[认选]出|设立|建立)的$"
)
"""What was said of the old thing alone, and is not said of the new one: 2025年认定的."""


def _is_thing(span: Span) -> bool:
    return _THINGS.fullmatch(to_simplified(span.text)) is not None


_THINGS = re.compile("项目|成果|企业|工程|建议|奖项?|活动|单位|公司|批次|projects?|results?|firms?|events?|companies")


def _in_units(text: str, units: Collection[str]) -> str:
    """Return a question without the unit that only what it counted before has: 园区科协有几家, and engineers?"""
    match = _COUNTED_IN_UNITS.search(to_simplified(text))
    return f"{text[: match.start()]}多少{text[match.end() :]}" if match and match["unit"] not in units else text


_COUNTED_IN_UNITS = re.compile("(?:多少|几)(?P<unit>[个家名人位项条支所])")


def _together(question: str, new: Sequence[Span]) -> list[Span]:
    """Return named things, those that are asked beside each other as one: 二等奖和三等奖, second and third prizes."""
    joined: list[Span] = []
    for span in new:
        ordinals = _ORDINALS_BEFORE.search(question[: span.start])
        start = ordinals.start("first") if ordinals else span.start
        last = joined[-1] if joined else None
        if last and last.group == span.group and _JOINT.fullmatch(question, last.end, span.start):
            joined[-1] = replace(last, end=span.end, text=question[last.start : span.end])
        else:
            joined.append(replace(span, start=start, text=question[start : span.end]))
    return joined


_JOINT = re.compile(r"\s*(?:和|与|跟|及|以及|或|、|,|，|\band\b|\bor\b|&)\s*(?:the )?", re.IGNORECASE)
_ORDINALS_BEFORE = re.compile(
    rf"(?:^|[\s,，])(?P<first>(?:(?:{'|'.join(ENGLISH_ORDINALS)})(?:, | and | or |, and ))+"
    r"|(?:[一二三四五六七八九十]、)+)$",
    re.IGNORECASE,
)
"""What one noun behind them counts together: "second and", 二、."""


def _shared_end(one: str, other: str) -> int:
    """Count the characters that two names share at their ends: 一等奖 and 三等奖, first and second prizes."""
    return sum(takewhile(bool, map(eq, reversed(search_key(one)), reversed(search_key(other)))))


def _without_repeats(texts: Iterable[str]) -> list[str]:
    """Leave out repetitions and what a longer text beside it says already."""
    unique = list(dict.fromkeys(texts))
    return [text for text in unique if not any(text in other and text != other for other in unique)]
