"""A claim and its quotes to the figures that the claim gives to something else than the quotes do.

That a number stands in the quote says nothing of what it counts: “园区科协6家，企业科协14家” must not become 14 park
associations. Two tests. The words beside a figure are aligned with the words beside the figures of the quote, and the
best partner must be an equal figure. And a figure that the claim gives to a measure of the ledger must belong to that
measure in the quote too, as the ledger itself reads it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.counting import counts_itself, is_article
from assistant.answering.support import content_words
from assistant.answering.verify import Misplaced
from assistant.answering.year_by_year import figures_by_year
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import han_share, search_key, to_simplified
from assistant.language.translations import TranslationMemory
from assistant.language.words import split_words
from assistant.ledger.indicators import Programme
from assistant.ledger.owners import Owners, owners_with
from assistant.schema import Citation, Figure, Language

Rendering = Callable[[str, str], str | None]
"""Document id and sentence to its wording in the other language, None when nobody has translated it."""

_MARGIN, _MARGIN_EN = 0.3, 0.5
"""By how much another figure of the quote must fit the words of the claim better before they count as exchanged.

More of an English one: it has more words between a figure and what it counts, and names the place in each clause."""
_NEAR = 24
"""Characters on either side of a figure that say what it counts: four English words."""
_NEAR_HAN = 8
_BREAK = re.compile(r"[,，;；。、：:（()）]|\.(?!\d)|(?<!-)\b(?:and|with|while|but|against|versus)\b(?!-)|[和与及]")
_LABEL_ENDS = re.compile(r"[：:]\s?(?:约|近|超过?|逾|共)?")
_RESULT = 10
"""Characters after the result of a calculation within which its terms begin: 多500名（1500−1000）."""
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年|\b)")
_IN_A_YEAR = re.compile("(?:^|[。；，])(?:到了?|在)?20\\d\\d年[，,]$")
_LIMITS = re.compile("不超过|不少于|不低于|不多于|不高于|至少|至多|最多|最少|超过|达到")
"""How a figure is limited is no part of what it counts."""
_OF_PLANS = frozenset(("目标", "年目", "标为", "target"))
"""What a plan puts forward is told of every figure of it."""
_WITHIN = re.compile("[a-z]{2}")
_HAN = re.compile("[\u4e00-\u9fff]")
_COUNTED = re.compile(
    r"\s+((?:[a-z'’“”\"-]+\s+)*?[a-z'’“”\"-]+)(?=\s*[,.;:()]|\s*$|\s+(?:of|in|by|for|to|at|on|from|with|and|were|was|had|have|has|are|is|be|will|that|which|who|as|also|than)\b)"
)
"""What follows an English figure until its noun."""
_NOUN = re.compile("[\u4e00-\u9fff]{2}")
_PRONOUN = "one"
_TOTAL_AFTER = re.compile(r"\s*(?:in all|in total|altogether)\b")
_TOTAL_BEFORE = re.compile("(?:合计|共计|总计|一共|共)$")
"""What stands beside a sum: that it counts what the figures before it count is not said again."""
_TIMES = frozenset(("年", "个月", "天", "日"))
_TIME = re.compile(r"\s?(?:days?|weeks?|months?|years?)\b")
_FIRMS = frozenset(word.stem for word in split_words("enterprise company firm"))
_ANYBODY = frozenset(word.stem for word in split_words("people person individual"))
_PEOPLE = frozenset(
    word.stem
    for word in split_words(
        "expert engineer worker talent academician manager broker innovator scientist student teacher entrepreneur"
        " delegate pioneer member winner commissioner official"
    )
)
"""Nouns for people, any of whom may be told as people."""
_WHERE = re.compile(r"\b(?:in|of|for|at|across) (?:the )?(?:[A-Z][\w'’-]*(?: |\b))+")
"""A place behind an English noun, which would push what a figure counts out of reach."""
_CALCULATED = re.compile(r"[÷/×−]")


@dataclass(frozen=True, slots=True)
class Counted:
    """A figure and the words that say what it counts."""

    figure: Figure
    words: frozenset[str]
    lasts: bool = False
    """Whether it says how long something went on: 935 in three years is no 3."""
    noun: str = ""
    """The two Chinese characters behind it: 单位 in 256家单位."""


def misplaced(
    text: str, citations: Sequence[Citation], *, owners: Owners | None = None, rendering: Rendering | None = None
) -> list[str]:
    """Return the figures of ``text`` that count something else in every quote that has them."""
    wrong = [text[f.start : f.end] for f in find_figures(text) if owners and _foreign(f, text, citations, owners)]
    claimed = [
        one
        for one in counted_in(text)
        if not (_is_word(text, one.figure) or counts_itself(text, one.figure) or _is_total(text, one.figure))
        and not is_article(text, one.figure)
    ]
    margin = _MARGIN if han_share(to_simplified(text)) > _CHINESE else _MARGIN_EN
    for citation in citations:
        wordings = [citation.quote, rendering(citation.source.id, citation.quote) if rendering else None]
        quoted = [counted_in(wording) for wording in wordings if wording]
        # What each of these counts is told by the order of the years alone.
        in_order = {figure.value for figure in figures_by_year(citation.quote).values()}
        wrong += [
            text[one.figure.start : one.figure.end]
            for one in claimed
            if one.figure.value not in in_order
            and not any(_of_the_year(one, q) for q in quoted)
            and any(_exchanged(one, q, claimed, margin) for q in quoted)
        ]
        wrong += _misnamed(text, wordings[-1]) if wordings[-1] else []
    return list(dict.fromkeys(wrong))


def misplaced_by(programme: Programme, translations: TranslationMemory) -> Misplaced:
    """Return the test of ``verify`` with the measures of a programme and the translations of its corpus."""
    owners = owners_with(programme)

    def find(text: str, citations: Sequence[Citation]) -> list[str]:
        language: Language = "zh" if han_share(to_simplified(text)) > _CHINESE else "en"
        return misplaced(
            text,
            citations,
            owners=owners,
            rendering=lambda document, quote: translations.rendering(document, quote, language=language),
        )

    return find


def _is_total(text: str, figure: Figure) -> bool:
    """Tell whether a figure is said to be the sum of those before it, and is, or is that of those behind it."""
    folded = search_key(text)
    behind = [one.value for one in find_figures(text) if one.start >= figure.end and one.unit == figure.unit]
    if any(sum(behind[:stop]) == figure.value for stop in range(_FEW, len(behind) + 1)):
        return True
    if not (_TOTAL_AFTER.match(folded, figure.end) or _TOTAL_BEFORE.search(folded, 0, figure.start)):
        return False
    before = [one.value for one in find_figures(text) if one.end <= figure.start and one.unit == figure.unit]
    return any(sum(before[start:]) == figure.value for start in range(len(before) - 1))


def _is_word(text: str, figure: Figure) -> bool:
    """Tell whether a number is a pronoun, or part of a name: “Three New, Three Small”."""
    said = text[figure.start : figure.end]
    return said.lower() == _PRONOUN or (said.isalpha() and said.istitle() and figure.start > 0)


_CHINESE = 0.4
"""Share of Han characters from which two texts can be compared word by word."""
_FEW = 2


def _misnamed(text: str, wording: str) -> list[str]:
    """Return the figures of an English text whose noun is another one's that has the same number in an English wording.

    "train 1,000 engineers and serve 1,000 enterprises" does not bear out "serve 1,000 engineers".
    """
    there = _things(wording)
    wrong = []
    for figure, noun, words in _things(text):
        equal = [(other, known) for counted, other, known in there if counted.value == figure.value]
        if len(equal) < _FEW:
            continue
        shared = [len(words & known) for _, known in equal]
        nearest = [(other, known) for (other, known), most in zip(equal, shared, strict=True) if most == max(shared)]
        # "15 first, 20 second and 30 third prizes" leave the noun out but once.
        people = noun in _ANYBODY and any(other in _PEOPLE for other, _ in nearest)
        if not people and not any(noun == other or noun in known or other in words for other, known in nearest):
            wrong.append(text[figure.start : figure.end])
    return wrong


@lru_cache(maxsize=1_024)
def _things(text: str) -> list[tuple[Figure, str, frozenset[str]]]:
    """Return each figure of an English text with the noun that it counts and the other words of its clause."""
    folded = search_key(text)
    found: list[tuple[Figure, str, frozenset[str]]] = []
    if han_share(folded) > _CHINESE:
        return found
    for figure in find_figures(text):
        counted = _COUNTED.match(folded, figure.end)
        if _is_word(text, figure) or counted is None or not split_words(counted[1]):
            continue
        noun = split_words(counted[1])[-1].stem
        noun = "firm" if noun in _FIRMS else noun
        breaks = [match.end() for match in _BREAK.finditer(folded, 0, figure.start)]
        clause = f"{folded[breaks[-1] if breaks else 0 : figure.start]} {counted[1]}"
        found.append((figure, noun, content_words(clause) - {noun}))
    return found


def _foreign(figure: Figure, text: str, citations: Sequence[Citation], owners: Owners) -> bool:
    """Tell whether the ledger gives a figure of the claim to one measure and all its equals in the quotes to others."""
    mine = owners(text, "").get(figure.start)
    if not mine:
        return False
    theirs: list[frozenset[str]] = []
    for citation in citations:
        known = owners(citation.quote, citation.source.title)
        theirs += [
            known.get(other.start, frozenset())
            for other in find_figures(citation.quote)
            if other.value == figure.value and same_unit(other.unit, figure.unit)
        ]
    said = search_key(text)
    return bool(theirs) and all(theirs) and not any(_one_measure(mine, measures, said) for measures in theirs)


def _one_measure(mine: frozenset[str], theirs: frozenset[str], said: str) -> bool:
    """Tell whether two readings share a measure, or what one adds to its name (whose it is) is said elsewhere."""
    pairs = ((one, other) for one in mine for other in theirs)
    return any(one == other or (one in other and search_key(other.replace(one, "")) in said) for one, other in pairs)


def counted_in(text: str, *, reach: int | None = None) -> list[Counted]:
    """Return the figures of a text with the words of their clause, as far as no other figure stands between.

    ``reach`` is how many characters on either side are taken in; None takes those that tell figures of one sentence
    apart.
    """
    folded = search_key(text)
    figures = find_figures(text)
    found: list[Counted] = []
    for number, figure in enumerate(figures):
        before = figures[number - 1].end if number else 0
        after = figures[number + 1].start if number + 1 < len(figures) else len(folded)
        breaks = [match.end() for match in _BREAK.finditer(folded, before, figure.start)]
        # "二等奖：4项": what stands before the colon is what the figure counts.
        labelled = breaks and _LABEL_ENDS.fullmatch(folded, breaks[-1] - 1, figure.start)
        start = (breaks[-2] if len(breaks) > 1 else before) if labelled else breaks[-1] if breaks else before
        stop = _BREAK.search(folded, figure.end, after)
        end = stop.start() if stop else after
        # What stands farther off, such as the subject of the whole sentence, is shared with the other figures.
        near = reach if reach is not None else _NEAR_HAN if _HAN.search(folded[start:end]) else _NEAR
        places = [match.span() for match in _WHERE.finditer(text, start, figure.start)] if reach is None else []
        near += sum(end - start for start, end in places)
        first, last = max(start, figure.start - near), min(end, figure.end + near)
        clause = (
            f"{folded[_whole(folded, first, start) : figure.start]} {folded[figure.end : _whole(folded, last, end)]}"
        )
        calculated = _CALCULATED.search(folded[max(0, figure.start - 3) : figure.end + _RESULT])
        if not calculated:
            # Where only the year differs (2020年为…，2021年为…), it is the year that tells figures apart.
            # 到2021年，…: a clause without a figure tells the year of the next one.
            told = _IN_A_YEAR.search(folded, 0, start)
            years = frozenset(_YEAR.findall(folded[told.start() if told else start : end]))
            words = (content_words(_LIMITS.sub(" ", clause)) - _OF_PLANS) | years
            total = _TOTAL_AFTER.match(folded, figure.end) or _TOTAL_BEFORE.search(folded, before, figure.start)
            noun = _NOUN.match(folded, figure.end, end)
            counted = words | found[-1].words if total and found else words
            lasts = figure.unit in _TIMES or (not figure.unit and bool(_TIME.match(folded, figure.end)))
            found.append(Counted(figure, counted, lasts, noun.group() if noun else ""))
    return found


def _whole(folded: str, place: int, limit: int) -> int:
    """Return ``place`` or where the English word that it cuts in two begins or ends, on the way to ``limit``."""
    step = 1 if limit > place else -1
    while place != limit and _WITHIN.fullmatch(folded, place - 1, place + 1):
        place += step
    return place


def _exchanged(claimed: Counted, quoted: Sequence[Counted], told: Sequence[Counted], margin: float) -> bool:
    """Tell whether another figure of a quote fits the words of a claim clearly better than any equal one does.

    A figure that the claim has too, among ``told``, beside its own words, was not exchanged with this one.
    """
    equal = [
        one for one in quoted if _is(one.figure, claimed.figure) and same_unit(one.figure.unit, claimed.figure.unit)
    ]
    if len(claimed.words) < _FEW or not equal or any(claimed.noun and claimed.noun == one.noun for one in equal):
        return False
    rivals = (one for one in quoted if one not in equal and one.lasts is claimed.lasts)
    best = max(_likeness(claimed, one) for one in equal)
    return any(
        _likeness(claimed, one) >= best + margin
        and _exchangeable(one.figure, claimed.figure)
        and not _told_rightly(one, told, equal)
        for one in rivals
    )


def _of_the_year(claimed: Counted, quoted: Sequence[Counted]) -> bool:
    """Tell whether a quote has a figure beside the year that stands beside it in the claim, and no other there."""
    years = {word for word in claimed.words if _YEAR.fullmatch(word)}
    beside = [one for one in quoted if years & one.words]
    return bool(beside) and all(_is(one.figure, claimed.figure) for one in beside)


def _is(known: Figure, stated: Figure) -> bool:
    return known.value == stated.value


def _likeness(claimed: Counted, known: Counted) -> float:
    return len(claimed.words & known.words) / len(claimed.words)


def _told_rightly(known: Counted, told: Sequence[Counted], equal: Sequence[Counted]) -> bool:
    """Tell whether a claim has a figure of a quote beside words of it, and beside more than ``equal`` have of these."""
    return any(
        _is(one.figure, known.figure)
        and one.figure.unit == known.figure.unit
        and len(one.words & known.words) > max(len(one.words & other.words) for other in equal)
        for one in told
    )


def _exchangeable(known: Figure, stated: Figure) -> bool:
    """Tell whether two figures can be taken for each other: one unit, or one number (1000名 beside 1000家)."""
    alike = same_unit(known.unit, stated.unit) and bool(known.unit) is bool(stated.unit)
    return alike is not (known.value == stated.value)
