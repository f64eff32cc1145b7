"""A question to the concepts that evidence for it must name, each with its other names and a weight."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.answering import lexicon
from assistant.answering.stop_words import STOP_EN
from assistant.answering.understand import Understanding
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.language.numerals import ENGLISH_ORDINALS, parse_chinese, parse_english

Segment = Callable[[str], Sequence[tuple[str, int, int, float]]]
"""Text to its pieces: text, start, end, surprise (minus log probability; larger is more telling)."""

_EVERYWHERE = 0.25
"""Share of its weight that a name keeps which stands in every document of this corpus (秦创原, 陕西, 省科协)."""
_ATTRIBUTE = 0.6
"""Words such as 目标 or 累计 say what is asked about the subject; they matter less than the subject."""
_COMMON, _LEAST = 4.5, 1.0
"""Surprise of the commonest words (提出, 包括): only what exceeds it tells one question from another."""
_SHORT_TERM = 2
_ENGLISH_WORD_WEIGHT, _RARE_ENGLISH_WORD_WEIGHT = 4.0, 7.0
"""About the surprise of a Chinese word of middling frequency; more for one that the vocabulary lacks."""
_DEFINITION_WEIGHT = 0.3
_YEAR_WEIGHT = 6.0
_SMALL = 3
"""两种说法, three kinds: numbers this small count words of the question, not things in the documents."""
_FIGURE_WEIGHT = 5.0
"""A number in a question may be a false premise, so it tells less than a name."""
_BATCH_WEIGHT = 8.0
_TELLING = 5.0
"""Below this weight a concept does not tell one sentence of this corpus from another."""
_MAX_WEIGHT = 16.0
"""A name of ten characters is not ten times as telling as one of two."""
_UBIQUITOUS = (
    "陕西",
    "秦创原",
    "省科协",
    "陕西省科协",
    "12621",
    "陕西省",
    "12621工程",
    "创新",
    "工程",
    "工作",
    "全省",
    "科技",
)
_ASKED_CLASS = re.compile("(?<=哪[个家一])(?:单位|机构|部门|组织)|(?<=哪[些几])[个]?(?:类别|种类|类型|方面|领域)")
"""The kind of thing asked for; the answer names one, and does not say that it is one."""
_MEASURED = re.compile(
    r"\bhow (?:big|large|small|long|wide|tall|high|deep|old|young|fast|quickly|often|soon|recent|recently|strong)$"
)
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LATIN = re.compile(r"[a-z]+[a-z0-9+.-]*|\d+(?:\.\d+)?%?")


@dataclass(frozen=True, slots=True)
class Concept:
    """Something that a question names; ``names`` are folded and any one of them will do."""

    names: tuple[str, ...]
    english: tuple[str, ...]
    """English words or phrases, stemmed by the caller's stemmer where single words."""
    weight: float
    kind: str


def concepts_of(
    asked: Understanding, *, glossary: Glossary, segment: Segment, stem: Callable[[str], str], definition: str = ""
) -> tuple[Concept, ...]:
    """Return the concepts of a question, glossary terms first, then the other words.

    The words of ``definition`` count too, for less: sentences that explain a term use them.
    """
    rest = list(_ASKED_CLASS.sub(lambda match: " " * len(match.group()), asked.folded))
    concepts: list[Concept] = []
    for tongue in ("zh", "en"):
        for match in glossary.find("".join(rest), language=tongue):
            term = match.term
            written = asked.folded[match.start : match.end]
            if lexicon.STOP_ZH.fullmatch(written) or written in STOP_EN:
                rest[match.start : match.end] = " " * (match.end - match.start)
                continue  # The glossary translates 日期 and "number" too; they say nothing of the subject.
            if asked.batch and lexicon.BATCH.fullmatch(written):
                rest[match.start : match.end] = " " * (match.end - match.start)
                continue  # A concept of its own, below: another batch is something else.
            # One English word may mean several Chinese ones: president is 主席, 会长 and 院长.
            senses = glossary.chinese_for(written) if tongue == "en" else ()
            names = tuple(dict.fromkeys(map(search_key, (term.zh, *term.zh_synonyms, *senses))))
            english = tuple(_english(name, stem) for name in (term.en, *term.en_synonyms, written))
            attribute = term.kind == "unit" or lexicon.ATTRIBUTES.fullmatch(term.zh) is not None
            weight = _weight(term.zh, term.kind, segment) * (_ATTRIBUTE if attribute else 1)
            concepts.append(Concept(names, english, weight, "attribute" if attribute else term.kind))
            rest[match.start : match.end] = " " * (match.end - match.start)
    remaining = "".join(rest)
    concepts += _chinese(remaining, segment)
    concepts += _latin(remaining, segment, stem)
    years = dict.fromkeys(iso[:4] for iso in asked.dates if not iso.startswith("-"))
    concepts += [Concept((year,), (year,), _YEAR_WEIGHT, "year") for year in years]
    concepts += [
        Concept((f"{figure.value.normalize():f}",), (), _FIGURE_WEIGHT, "figure")
        for figure in asked.figures
        if figure.value > _SMALL
    ]
    if asked.batch:
        number = int(parse_chinese(asked.batch.strip("第批")) or 0)
        english = ENGLISH_ORDINALS[number - 1 : number] if number else ()
        names = (asked.batch, "首批") if number == 1 else (asked.batch,)
        concepts.append(Concept(names, tuple(f"{word} batch" for word in english), _BATCH_WEIGHT, "batch"))
    if all(concept.weight < _TELLING for concept in concepts):
        # "秦创原是什么": what stands everywhere is all that was asked about.
        concepts = [replace(concept, weight=concept.weight / _EVERYWHERE) for concept in concepts]
    concepts += [
        Concept(concept.names, (), _DEFINITION_WEIGHT * concept.weight, "definition")
        for concept in _chinese(search_key(definition), segment)
    ]
    return tuple(_merge_equal(concepts))


def _english(name: str, stem: Callable[[str], str]) -> str:
    folded = search_key(name)
    return folded if " " in folded else stem(folded)


def _weight(name: str, kind: str, segment: Segment) -> float:
    total = sum(surprise for _, _, _, surprise in segment(search_key(name)))
    if kind == "term" and len(name) <= _SHORT_TERM:
        total = max(_LEAST, total - _COMMON)  # A common word that the glossary happens to translate.
    return min(total, _MAX_WEIGHT) * (_EVERYWHERE if name in _UBIQUITOUS else 1)


def _chinese(text: str, segment: Segment) -> list[Concept]:
    found = []
    for run in _HAN.finditer(lexicon.STOP_ZH.sub(" ", text)):
        for piece, _, _, surprise in segment(run.group()):
            if piece.strip() and _HAN.search(piece):
                telling = max(_LEAST, surprise - _COMMON) * (0.4 if len(piece) == 1 else 1)
                weight = telling * (_EVERYWHERE if piece in _UBIQUITOUS else 1)
                found.append(Concept((piece,), (), weight, "word"))
    return found


def _latin(text: str, segment: Segment, stem: Callable[[str], str]) -> list[Concept]:
    found = []
    for match in _LATIN.finditer(text):
        word = match.group()
        if _MEASURED.search(text[: match.end()]):
            continue  # The big of "how big" says what is asked for, as many does.
        # Figures and years are concepts of their own.
        if word[0].isalpha() and word not in STOP_EN and len(word) > 1 and parse_english(word) is None:
            common = any(len(segment(form)) == 1 for form in (word, stem(word)))
            weight = _ENGLISH_WORD_WEIGHT if common else _RARE_ENGLISH_WORD_WEIGHT
            found.append(Concept((word,), (stem(word),), weight, "word"))
    return found


def _merge_equal(concepts: Sequence[Concept]) -> list[Concept]:
    kept: dict[tuple[str, ...], Concept] = {}
    for concept in concepts:
        kept.setdefault(concept.names, concept)
    return list(kept.values())
