"""A model's sentence and the passages that it cites to the exact sentences behind it.

Figures and dates are the business of ``verify``, and whether the words hold that of ``held``.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from assistant.answering.alike import stem_alike, worded_alike
from assistant.answering.derived import Derive, nothing_derived
from assistant.answering.verify import Misplaced, unsupported
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.language.sentences import sentence_spans
from assistant.language.words import split_words
from assistant.schema import Citation, Language, Passage, Source

_MOST_SENTENCES = 3
"""A claim that needs more sentences of one passage says too much at once."""
_ADDS = 0.1
"""Share of a claim's words that a further sentence must add to be cited too."""

TELLING = 0.25
"""Share of a claim's words below which a passage has nothing to do with it."""

_HAN = re.compile(r"[\u3400-\u9fff]+")
_EMPTY_CHARACTERS = re.compile("[的了在是有和与及等为于以将已其该这那并也都就而从到至]")
_LINKING = re.compile(
    "之所以|因为|所以|由于|这个|这些|那个|已经|可以|能够|以及|一个|一共|目前|如果|但是|同时|通过|根据|按照"
)
"""Words that link what is said and say nothing themselves."""
_EMPTY_WORDS = frozenset(
    "a an the of in on at to for by with and or as is are was were be been has have had it its this that which who "
    "their from into also there than will would".split()
)
Render = Callable[[str, str], str | None]
"""Document id and sentence to its wording in the language of the answer, None when nobody has translated it."""


@dataclass(frozen=True, slots=True)
class Languages:
    """What is needed to compare a claim with evidence in another language."""

    claim: Language
    render: Render
    glossary: Glossary
    misplaced: Misplaced = lambda *_: ()
    """Finds figures that count something else in the evidence."""
    derive: Derive = nothing_derived
    """Takes out the figures that follow from two others of one indicator."""
    meanings: Callable[[str], Sequence[str]] = lambda _: ()
    """An English word to the Chinese ones that a dictionary has for it."""
    worded: dict[tuple[str, str], str] = field(default_factory=dict, repr=False, compare=False)
    """What ``worded_in`` found, for as long as one reply is judged."""
    rendered: dict[tuple[str, str], str | None] = field(default_factory=dict, repr=False, compare=False)
    """What ``rendering_of`` found: looking for it asks the disk whether the file has changed."""


@lru_cache(maxsize=4_096)
def content_words(text: str) -> frozenset[str]:
    """Return what ``text`` is about, comparable: pairs of Han characters and English stems; no numbers.

    >>> sorted(content_words("园区科协成立了6家 parks"))
    ['park', '区科', '协成', '园区', '家', '成立', '科协']
    """
    return _words_of(search_key(text)) | frozenset(_stems(text))


@lru_cache(maxsize=4_096)
def meant_words(text: str) -> frozenset[str]:
    """Return the content words of ``text`` with one word for each meaning: 设立 and 成立 are the same.

    >>> meant_words("共设立6家") == meant_words("已成立6家")
    True
    """
    return _words_of(worded_alike(search_key(text))) | frozenset(filter(None, map(stem_alike, _stems(text))))


def _words_of(folded: str) -> frozenset[str]:
    runs = _HAN.findall(_EMPTY_CHARACTERS.sub(" ", _LINKING.sub(" ", folded)))
    return frozenset(run[i : i + 2] for run in runs for i in range(len(run) - 1) or range(1))


def _stems(text: str) -> list[str]:
    return [w.stem for w in split_words(text) if not w.stem[0].isdigit() and w.singular not in _EMPTY_WORDS]


def evidence_for(
    text: str, passages: Sequence[Passage], sources: Mapping[str, Source], languages: Languages
) -> tuple[Citation, ...]:
    """Return the sentences of ``passages`` that hold the words and figures of ``text``, best first in each passage.

    A passage that shares hardly a word with ``text`` was named in vain and is left out, unless all were or it alone
    holds a figure or some of the words.
    """
    wanted = meant_words(text)
    groups = [_of_passage(text, passage, sources, languages) for passage in passages]
    telling = [group for group in groups if len(wanted & _words_in(group, languages)) >= TELLING * len(wanted)]
    for group in groups if telling else ():
        if group in telling:
            continue
        held = [citation for other in telling for citation in other]
        # A short part of a long claim may rest on a passage of its own.
        added = wanted & _words_in(group, languages) - _words_in(held, languages)
        alone = len(added) >= _ADDS * len(wanted)
        if alone or len(unsupported(text, [*held, *group])) < len(unsupported(text, held)):
            telling.append(group)
    return tuple(citation for group in telling or groups for citation in group)


def _of_passage(text: str, passage: Passage, sources: Mapping[str, Source], languages: Languages) -> list[Citation]:
    """Take the sentence that holds most, then those that add to it; each figure counts as much as all of the words."""
    wanted = meant_words(text)
    words = {
        citation: wanted & meant_words(worded_in(citation, languages)) for citation in sentences_of(passage, sources)
    }
    missing = {citation: len(unsupported(text, [citation])) for citation in words}
    chosen: list[Citation] = []
    held: frozenset[str] = frozenset()
    open_figures = len(unsupported(text, ()))
    while len(chosen) < min(len(words), _MOST_SENTENCES):
        rest = [citation for citation in words if citation not in chosen]
        if chosen and open_figures:
            missing = {citation: len(unsupported(text, [*chosen, citation])) for citation in rest}
        elif chosen:
            missing = dict.fromkeys(rest, 0)
        gains = {c: open_figures - missing[c] + len(words[c] - held) / max(1, len(wanted)) for c in rest}
        best = max(rest, key=lambda citation: gains[citation])
        if chosen and gains[best] < _ADDS:
            break
        chosen.append(best)
        held |= words[best]
        open_figures = missing[best]
    return chosen


def sentences_of(passage: Passage, sources: Mapping[str, Source]) -> list[Citation]:
    """Return the sentences of a passage, each as a citation."""
    source = sources[passage.document_id]
    return [
        Citation(source, passage.page, passage.start + start, passage.start + end, passage.text[start:end])
        for start, end in _spans_of(passage.text)
    ]


@lru_cache(maxsize=1_024)
def _spans_of(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentence_spans(text))


def worded_in(citation: Citation, languages: Languages) -> str:
    """Return a quote with its rendering and the names of what it names in the language of the claim."""
    key = (citation.source.id, citation.quote)
    if key not in languages.worded:
        languages.worded[key] = _worded(citation, languages)
    return languages.worded[key]


def rendering_of(citation: Citation, languages: Languages) -> str | None:
    """Return a quote in the language of the claim, None when nobody has translated it."""
    key = (citation.source.id, citation.quote)
    if key not in languages.rendered:
        languages.rendered[key] = languages.render(*key)
    return languages.rendered[key]


def _worded(citation: Citation, languages: Languages) -> str:
    if citation.source.language == languages.claim:
        return citation.quote
    rendering = rendering_of(citation, languages) or ""
    if languages.claim == "en":
        return f"{citation.quote} {rendering} {' '.join(languages.glossary.english_for(search_key(citation.quote)))}"
    return f"{citation.quote} {rendering} {' '.join(languages.glossary.chinese_for(citation.quote))}"


def _words_in(citations: Sequence[Citation], languages: Languages) -> frozenset[str]:
    # Each sentence by itself: it comes up again for the next claim.
    return frozenset[str]().union(*(meant_words(worded_in(citation, languages)) for citation in citations))


def shared_words(text: str, citations: Sequence[Citation], languages: Languages) -> float:
    """Return the share of a claim's words that stand in what it cites."""
    wanted = meant_words(text)
    words = _words_in(citations, languages)
    return len(wanted & words) / len(wanted) if wanted else 1.0
