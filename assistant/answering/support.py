"""A model's sentence and the passages that it cites in; the exact sentences behind it out, and whether they hold it.

Figures and dates are the business of ``verify``. Here it is the words: a model that cites a real sentence may still say
something else, so most words of a claim, every known name and its yes or no must stand in what it cites.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.answering.certainty import as_certain, denies, speaks_of_plans
from assistant.answering.named import turned_words, unknown_names
from assistant.answering.verify import Misplaced, unsupported
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term
from assistant.language.sentences import sentence_spans
from assistant.language.words import split_words
from assistant.schema import Citation, Language, Passage, Source

MIN_SHARED = 0.5
"""Share of a claim's words that its evidence must hold."""
_SOME, _MOST = 0.3, 0.65
"""The same where a claim repeats what stands over its evidence: of its own words, and of all of them."""
_MOST_SENTENCES = 3
"""A claim that needs more sentences of one passage says too much at once."""
_ADDS = 0.1
"""Share of a claim's words that a further sentence must add to be cited too."""

_TELLING = 0.25
"""Share of a claim's words below which a passage has nothing to do with it."""

_HAN = re.compile(r"[\u3400-\u9fff]+")
_EMPTY_CHARACTERS = re.compile("[的了在是有和与及等为于以将已其该这那并也都就而从到至]")
_EMPTY_WORDS = frozenset(
    "a an the of in on at to for by with and or as is are was were be been has have had it its this that which who "
    "their from into also there than will would".split()
)
_NAMES = frozenset(("organisation", "person", "place", "event", "document", "measure"))
"""Kinds of terms that must not be exchanged; other terms are common words, of which most must be shared anyway."""
_CLAUSE = re.compile("[,;:，；：、。.!?！？]")
_ENOUGH = 2
"""Words that two clauses must share before they are compared."""
_FIGURE = re.compile(r"\d[\d,.]*[万亿]?[余多]?[家个名位项支人]?")
_OF_PLANS = frozenset(("目标", "任务", "计划"))
"""Terms for what a plan puts forward, whether it uses them or not."""

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


@lru_cache(maxsize=4_096)
def content_words(text: str) -> frozenset[str]:
    """Return what ``text`` is about, comparable: pairs of Han characters and English stems; no numbers.

    >>> sorted(content_words("园区科协成立了6家 parks"))
    ['park', '区科', '协成', '园区', '家', '成立', '科协']
    """
    folded = _EMPTY_CHARACTERS.sub(" ", search_key(text))
    words: set[str] = set()
    for run in _HAN.findall(folded):
        words.update(run[i : i + 2] for i in range(len(run) - 1) or range(1))
    words.update(w.stem for w in split_words(text) if not w.stem[0].isdigit() and w.singular not in _EMPTY_WORDS)
    return frozenset(words)


def evidence_for(
    text: str, passages: Sequence[Passage], sources: Mapping[str, Source], languages: Languages
) -> tuple[Citation, ...]:
    """Return the sentences of ``passages`` that hold the words and figures of ``text``, best first in each passage.

    A passage that shares hardly a word with ``text`` was named in vain and is left out, unless all were.
    """
    wanted = content_words(text)
    groups = [_of_passage(text, passage, sources[passage.document_id], languages) for passage in passages]
    telling = [
        group
        for group in groups
        if len(wanted & content_words(" ".join(_worded(c, languages) for c in group))) >= _TELLING * len(wanted)
    ]
    return tuple(citation for group in telling or groups for citation in group)


def _of_passage(text: str, passage: Passage, source: Source, languages: Languages) -> list[Citation]:
    """Take the sentence that holds most, then those that add to it; each figure counts as much as all of the words."""
    wanted = content_words(text)
    words = {citation: wanted & content_words(_worded(citation, languages)) for citation in _sentences(passage, source)}
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


def _sentences(passage: Passage, source: Source) -> list[Citation]:
    return [
        Citation(source, passage.page, passage.start + start, passage.start + end, passage.text[start:end])
        for start, end in sentence_spans(passage.text)
    ]


def _worded(citation: Citation, languages: Languages) -> str:
    """Return a quote with its rendering and the names of what it names in the language of the claim."""
    rendering = languages.render(citation.source.id, citation.quote) or ""
    if citation.source.language == languages.claim:
        return citation.quote
    if languages.claim == "en":
        return f"{citation.quote} {rendering} {' '.join(languages.glossary.english_for(search_key(citation.quote)))}"
    return f"{citation.quote} {rendering} {' '.join(languages.glossary.chinese_for(citation.quote))}"


def holds(text: str, citations: Sequence[Citation], context: str, languages: Languages) -> bool:
    """Tell whether the words of a claim, its known names and its yes or no stand in ``citations``.

    ``context`` is what stands over the sentences (heading, title, publisher) and may name the subject for them.
    """
    if not citations:
        return False
    around = frozenset(content_words(context))
    wanted = content_words(text) - around
    worded = [_worded(citation, languages) for citation in citations]
    quotes = " ".join(worded)
    evidence = f"{context} {quotes}"
    if _unnamed(text, evidence, languages) or unknown_names(text, evidence) or turned_words(text, evidence):
        return False
    if not (_denied_alike(text, worded) and _counted_alike(text, citations, languages) and as_certain(text, quotes)):
        return False
    untranslated = all(
        citation.source.language != languages.claim and not languages.render(citation.source.id, citation.quote)
        for citation in citations
    )
    if untranslated:
        # Nobody has put the sentence into this language: names and figures are all that can be compared.
        return bool(_named(text, languages))
    words = content_words(quotes)
    shared = len(wanted & words) / len(wanted) if wanted else 1.0
    every = content_words(text)
    return shared >= MIN_SHARED or (shared >= _SOME and len(every & (words | around)) >= _MOST * len(every))


def _named(text: str, languages: Languages) -> frozenset[Term]:
    folded = search_key(text)
    tongues: tuple[Language, ...] = ("zh", "en")
    found = (match.term for tongue in tongues for match in languages.glossary.find(folded, language=tongue))
    return frozenset(term for term in found if term.kind in _NAMES)


def _unnamed(text: str, evidence: str, languages: Languages) -> list[Term]:
    """Return the known names of a text that stand in its evidence in no form, also not around a figure.

    "培训1000名企业一线工程师" has the name 培训企业一线工程师, and what a plan puts forward is a target.
    """
    missing = _named(text, languages) - _named(evidence, languages)
    words = content_words(_FIGURE.sub("", search_key(evidence)))
    plan = speaks_of_plans(evidence)
    return [t for t in missing if not (content_words(t.zh) <= words or (plan and search_key(t.zh) in _OF_PLANS))]


def _denied_alike(text: str, worded: Sequence[str]) -> bool:
    """Tell whether each clause says yes or no as the clause of the quotes does that it shares most words with."""
    clauses = [(content_words(clause), denies(clause)) for quote in worded for clause in _CLAUSE.split(quote)]
    if denies(text) and not any(denied for _, denied in clauses):
        return False
    for clause in _CLAUSE.split(text):
        words = content_words(clause)
        shared = max((len(words & known) for known, _ in clauses), default=0)
        if shared < _ENOUGH:
            continue
        nearest = {denied for known, denied in clauses if len(words & known) == shared}
        if denies(clause) not in nearest:
            return False
    return True


def _counted_alike(text: str, citations: Sequence[Citation], languages: Languages) -> bool:
    """Tell whether each figure counts what it counts in the quotes: “院士之家1个，园区科协10个” must not be swapped."""
    quoted = [clause for citation in citations for clause in _CLAUSE.split(_worded(citation, languages))]
    in_turn = any("分别" in citation.quote for citation in citations)
    for clause in _CLAUSE.split(text):
        names = _named(clause, languages)
        figures = find_figures(clause)
        # "金奖、银奖分别为20个、59个": what each counts does not stand in its clause.
        if len(figures) != 1 or not names or in_turn:
            continue
        there = [
            _named(other, languages)
            for other in quoted
            if any(f.value == figures[0].value for f in find_figures(other))
        ]
        # A clause without a name leans on the ones before it.
        if there and all(there) and not any(names & others for others in there):
            return False
    return True
