"""Hits to candidate sentences, each with how well it answers the question."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

import numpy as np
from numpy.typing import NDArray

from assistant.answering import explaining
from assistant.answering.bearers import NOBODY, Bearers
from assistant.answering.certainty import speaks_of_plans
from assistant.answering.concepts import Concept
from assistant.answering.matching import named_in, share_of_pairs
from assistant.answering.near_misses import tells_of_another
from assistant.answering.needs import counting_figures, holds
from assistant.answering.ranks import asks_for_a_rank, tells_a_rank, years_ranked
from assistant.answering.rivals import counts_a_rival
from assistant.answering.subject import counted_noun
from assistant.answering.understand import Understanding, Wanted
from assistant.answering.years_told import years_told
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.language.orders import gives_orders
from assistant.language.sentences import sentence_spans
from assistant.schema import Hit, Passage, Source

_COVERAGE, _COSINE, _HIT, _SHARE = 0.6, 0.15, 0.2, 0.1
"""What counts of a sentence: the named things of the question, its vector, its passage, its chance in the passage."""
_ROOT = 0.25
"""Odds fall steeply from hit to hit, but a passage that is a tenth as likely is not a tenth as good a witness."""
_EDGE = 1e-6
_IN_HEADING = 0.7
_IN_PASSAGE = 0.45
"""What a concept counts that stands beside the sentence (heading or title; the rest of the passage)."""
_LIKE_THE_DEFINITION = 0.7
"""Where a term is to be explained, words of what it means tell more than how it is called."""
_NOTE_COSTS = 0.2
"""What is reported comes before what editors remark."""
_BESIDE_ITS_NOUN = 0.06
"""A figure beside the name of what is counted counts that, and nothing else of the sentence."""
_GIVES_A_REASON = 0.1
_CORRECTS = 0.05
"""A doubtful date is corrected by another one, a doubtful place by where it was."""
_SETS_A_GOAL = 0.08
"""What is aimed at is no business of what has been reached."""
_WEIGHED = frozenset(("progress", "comparable", "doubt", "belongs", "premise", "not_met", "difference", "status"))
_BY_A_YEAR = re.compile(r"到\d{4}年|\d{4}年(?:底)?(?:前|以前|之前)|\bby (?:the end of )?\d{4}\b|\bbefore \d{4}\b")
_OF_THE_BATCH = 0.12
"""A figure beside the batch that is asked for is that of the batch, and no total of all."""
_COUNTS_EACH = 0.2
_SEVERAL = 2
_EACH = re.compile(
    r"(?:各|分别)(?:自|都|是|有|为|占)*(?:多少|几)|\bhow many (?:of|in) each\b|\beach (?:class|kind|type|category)\b"
)
_LISTED = re.compile(r"\d[\d.余多万亿]*[个家名位项支人条件所]?[^\d，。；]{0,10}、(?=[^\d，。；]{1,12}\d)")
"""先导技术7项、新锐企业2家: what each of several is counted as."""
_QUOTED_TERM = 0.15
"""What stands in quotation marks in a question is the very wording that is to be explained."""
_PROVINCE = re.compile(r"全省|省级|陕西省?(?!省?科协)|我省|\bshaanxi\b|\bprovinc")
_PROVINCE_ONLY = re.compile(r"全省|陕西全省|陕西省?(?:的|有|技术|高新|综合|研发)")
_FACTS = frozenset(("who", "names", "where", "contact", "definition", "count", "percent", "size", "money"))
"""What only a report can answer, not an editor's remark."""
FACTS_OF_THEIR_OWN = frozenset(("who", "when", "where", "money", "count"))
"""Kinds of facts that a question may ask for together: when and where, how many and by whom."""
_NUMBERS = frozenset(("count", "percent", "size"))
_BEARING = "event"
"""What a number is of: how many prizes another contest gave is no answer. What a document says is of other things."""
NEEDS_SUBJECT = frozenset(("who", "when", "where", "money", "contact", "reference", "procedure"))
"""Questions of fact: their answer must be about the very thing and the very time that they name."""
_NAMES = frozenset(("organisation", "person", "place", "event", "document"))
_ALMOST = 0.35
"""院士工作站 and 院士专家工作站 share three of four pairs."""
_CLEARLY = 0.5
"""The measure asked for must stand in the sentence or over it: 输出技术成交额 is not any 技术合同成交额."""
_NAME_WEIGHT = 8.0
"""Lighter names (陕西, 秦创原) are what everything here is about."""
_QUOTED_TITLE = re.compile("《[^》]{6,}》")
_DONE = "[\u4e00-\u9fff]{1,3}了"  # 课题批了多少个 asks what 课题有多少个 asks.
_DEFINES = re.compile(r"是|指|为|即|定位|包括|分为|由.{1,30}组成")

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Render = Callable[[str, str], str | None]
"""Document id and sentence to its English rendering."""
Shares = Callable[[str, Sequence[Sequence[str]]], Sequence[Sequence[float]]]
"""A question and the sentences of a passage, all folded, to how probable it is that each holds the answer."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a hit; ``matched`` holds for each concept how fully it is named, 0 to 1."""

    passage: Passage
    source: Source
    start: int
    end: int
    text: str
    rendering: str | None
    """The sentence in the language of the question, when it is in the other and somebody has translated it."""
    score: float
    matched: tuple[float, ...]
    fits: bool
    """True when it holds the kind of thing that is asked for: a person, a date, an amount of money …"""
    facets: frozenset[str]
    """Which of several such kinds it holds."""
    dated_otherwise: bool
    """True when the question names a year and this sentence, or its document, speaks of another."""
    borne_elsewhere: bool
    """True when the question asks for the figure of a place or body and this sentence is not about it."""


@dataclass(frozen=True, slots=True)
class Judge:
    """What is needed to judge sentences against one question."""

    asked: Understanding
    concepts: tuple[Concept, ...]
    glossary: Glossary
    encode: Encode
    render: Render
    stem_words: Callable[[str], frozenset[str]]
    parts: tuple[str, ...]
    """Names of the cities and parks below the province, folded."""
    definition: str = ""
    """What the glossary says of the term that is asked about; a sentence that explains it resembles it."""
    shares: Shares = lambda _, passages: [[0.0] * len(sentences) for sentences in passages]
    bearers: Bearers = NOBODY
    """Whose figure is asked for."""
    programme: tuple[str, ...] = ()
    """Folded names of the programme: a question of fact about it is not answered by anything else."""
    each: tuple[Understanding, ...] = ()
    """The parts of a question for several things, as the answer to each may stand in a sentence of its own."""

    def candidates(self, hits: Sequence[Hit], sources: Mapping[str, Source]) -> list[Candidate]:
        """Return the sentences of ``hits``, best first."""
        spans = [(hit, start, end) for hit in hits for start, end in sentence_spans(hit.passage.text)]
        folded = [search_key(hit.passage.text[start:end]) for hit, start, end in spans]
        # A sentence that orders what to answer must not be quoted as one.
        rows = [row for row, text in zip(spans, folded, strict=True) if not gives_orders(text)]
        texts = [text for text in folded if not gives_orders(text)]
        if not rows:
            return []
        vectors = self.encode([search_key(self.asked.question), *texts])
        likeness = vectors[1:] @ vectors[0]
        shares = self._shares(rows, texts, sources)
        top = max(map(_odds, hits))
        newest = max((source.published or "" for source in sources.values()), default="")[:4]
        found = [
            self._judge(
                hit.passage,
                (start, end),
                sources[hit.passage.document_id],
                _COSINE * max(float(cosine), 0.0) + (_odds(hit) / top) ** _ROOT * (_HIT + _SHARE * share),
                newest,
            )
            for (hit, start, end), cosine, share in zip(rows, likeness, shares, strict=True)
        ]
        return sorted(found, key=lambda candidate: -candidate.score)

    def _shares(
        self, rows: Sequence[tuple[Hit, int, int]], texts: Sequence[str], sources: Mapping[str, Source]
    ) -> list[float]:
        """Return for each sentence how probable it is that it, of all in its passage, holds the answer."""
        groups = [
            (passage, [text for _, text in group])
            for passage, group in groupby(zip(rows, texts, strict=True), key=lambda row: row[0][0].passage)
        ]
        alike = [sources[passage.document_id].language == self.asked.language == "zh" for passage, _ in groups]
        judged = [sentences for (_, sentences), own in zip(groups, alike, strict=True) if own]
        told = iter(self.shares(search_key(self.asked.question), judged))
        shares: list[float] = []
        for (_, sentences), own in zip(groups, alike, strict=True):
            shares += next(told) if own else [0.0] * len(sentences)
        return shares

    def _judge(
        self, passage: Passage, span: tuple[int, int], source: Source, likeness: float, newest: str
    ) -> Candidate:
        """Judge the sentence at ``span`` of a passage; ``likeness`` is what the search knows of it."""
        start, end = span
        text = passage.text[start:end]
        rendering = self.render(source.id, text) if source.language != self.asked.language else None
        matched = self._matches(text, rendering, passage, source)
        total = sum(concept.weight for concept in self.concepts) or 1.0
        coverage = sum(c.weight * m for c, m in zip(self.concepts, matched, strict=True)) / total
        # Chinese units (490家) are looked for in the Chinese of an English sentence.
        told = rendering if rendering and source.language == "en" else text
        facets = frozenset(kind for one in (self.asked, *self.each) for kind in self._facets(told, one))
        fits = self._fits(told) and not (passage.note and self.asked.wanted & _FACTS and not self._wants_remarks())
        fits = fits and self._about_the_subject(matched, text)
        year = max(years_told(text, source))
        fits = fits and not tells_of_another(self.asked, text, rendering or "", year=year, newest=newest)
        other_year = self._other_year(text, passage, source)
        score = _COVERAGE * coverage + likeness
        score += (0.12 if fits and self.asked.wanted else 0.0) - (0.25 if other_year else 0.0)
        score += self._form(text)
        if explaining.WHY.search(self.asked.folded) and explaining.REASON.search(search_key(text)) and not passage.note:
            score += _GIVES_A_REASON
        score -= _NOTE_COSTS if passage.note and not self._wants_remarks() else 0.0
        score -= 0.15 if source.low_reliability and not explaining.TRUST.search(self.asked.folded) else 0.0
        score -= 0.2 if self._other_batch(text) or self._other_level(text, source) else 0.0
        return Candidate(
            passage,
            source,
            passage.start + start,
            passage.start + end,
            text,
            rendering,
            score,
            matched,
            fits,
            facets,
            other_year,
            self.bearers.borne_elsewhere(text, rendering or "", passage.text[:start], passage, source),
        )

    def _wants_remarks(self) -> bool:
        """Tell whether an editor's remark is what the question asks for: what may be compared, added or believed."""
        return bool(self.asked.aspects & {"comparable", "belongs", "doubt", "not_met"})

    def _form(self, text: str) -> float:
        """Return a bonus for a sentence that defines when a definition, or counts when a result, is asked for."""
        folded = search_key(text)
        bonus = 0.0
        if "open" in self.asked.aspects:
            bonus += min(0.09, 0.03 * len(find_figures(text)))
        if self.definition:
            bonus += _LIKE_THE_DEFINITION * share_of_pairs(search_key(self.definition), folded)
        quoted = explaining.QUOTED.search(self.asked.question)
        unknown = quoted and not any(search_key(quoted[1]) in concept.names for concept in self.concepts)
        if "definition" in self.asked.wanted and quoted and unknown and search_key(quoted[1]) in folded:
            bonus += _QUOTED_TERM
        if "definition" in self.asked.wanted and _DEFINES.search(folded):
            subjects = [name for concept in self.concepts for name in concept.names]
            bonus += 0.1 if any(folded.find(name) in range(8) for name in subjects) else 0.04
        if "when" in self.asked.wanted and "周年" in folded and "周年" not in self.asked.folded:
            bonus -= 0.05  # The date of an anniversary is not that of what it recalls.
        if self.asked.aspects & {"open", "count"} and find_figures(text):
            bonus += 0.05
        if "doubt" in self.asked.aspects and find_dates(self.asked.question) and find_dates(text):
            bonus += _CORRECTS
        if "doubt" in self.asked.aspects and self.asked.places and not explaining.WHY.search(self.asked.folded):
            bonus += _CORRECTS if holds("where", text, asked=self.asked, glossary=self.glossary) else 0.0
        if self.asked.batch and self.asked.batch in folded and self.asked.wanted & _NUMBERS and counting_figures(text):
            bonus += _OF_THE_BATCH
        if _EACH.search(self.asked.folded) and len(_LISTED.findall(folded)) >= _SEVERAL:
            bonus += _COUNTS_EACH
        bonus += _SETS_A_GOAL if self._asks_for_a_goal() and speaks_of_plans(folded) else 0.0
        bonus += _BESIDE_ITS_NOUN if self._counted_beside(folded) else 0.0
        return bonus

    def _asks_for_a_goal(self) -> bool:
        """Tell whether a question is for the number that somebody aimed at, and for no number reached."""
        aspects = self.asked.aspects
        return bool("target" in aspects and self.asked.wanted & _NUMBERS and not aspects & _WEIGHED)

    def _counted_beside(self, folded: str) -> bool:
        """Tell whether a figure stands beside the Chinese name of what an English question counts: 院士60人."""
        noun = counted_noun(self.asked)
        stems = self.stem_words(noun)
        return any(
            re.search(
                rf"{re.escape(name)}(?:[为有达约近超共了到]|数量|总数)*\d|\d[余多万]*[个家名位项支人件]?{re.escape(name)}",
                folded,
            )
            for concept in self.concepts
            if noun and any(english in stems or english in noun for english in concept.english)
            for name in concept.names
            if not name.isascii()
        )

    def _matches(self, text: str, rendering: str | None, passage: Passage, source: Source) -> tuple[float, ...]:
        # A title that is quoted says no more than the title above the text: names in it count like those in a heading.
        folded = _QUOTED_TITLE.sub("", search_key(text))
        around = search_key(f"{passage.heading} {source.title} {' '.join(_QUOTED_TITLE.findall(text))}")
        whole = search_key(passage.text)
        english = text if source.language == "en" else (rendering or "") if self.asked.language == "en" else ""
        words = self.stem_words(english)
        spoken = search_key(english)
        if source.language == "en":
            folded = f"{folded} {search_key(rendering or '')}"
        years = years_told(text, source)
        values = {f"{figure.value.normalize():f}" for figure in find_figures(text)}
        return tuple(
            years.get(concept.names[0], 0.0)
            if concept.kind == "year"
            else float(concept.names[0] in values)
            if concept.kind == "figure"
            else max(
                named_in(concept, folded, words, spoken),
                0.0 if counts_a_rival(concept, folded, self.glossary) else _named_beside(concept, around, whole),
            )
            for concept in self.concepts
        )

    def _facets(self, text: str, asked: Understanding) -> frozenset[str]:
        return frozenset(kind for kind in asked.wanted if holds(kind, text, asked=asked, glossary=self.glossary))

    def _fits(self, text: str) -> bool:
        """Tell whether a sentence holds what is asked for, or what a part of the question asks for."""
        # "And by whom" asks for one who acted by the verb of the clause before it.
        several = (*self.each, self.asked)
        if asks_for_a_rank(self.asked) and not (tells_a_rank(text) or self.each):
            return False
        return any(_holds_enough(one.wanted, self._facets(text, one)) for one in several)

    def _about_the_subject(self, matched: Sequence[float], text: str) -> bool:
        """Tell whether every name that a question of fact mentions stands in the sentence or its surroundings.

        The day on which something else was unveiled is no answer to when the Academicians' Home was.
        """
        if (self.asked.wanted or "doubt" in self.asked.aspects) and "comparable" not in self.asked.aspects:
            # How many the third batch had says nothing about the first.
            if self._other_batch(text):
                return False
            batches = [m for concept, m in zip(self.concepts, matched, strict=True) if concept.kind == "batch"]
            if any(match < _ALMOST for match in batches):
                return False
        if self.asked.wanted and self.asked.wanted <= _NUMBERS and "doubt" not in self.asked.aspects:
            heavy = [one for one in zip(self.concepts, matched, strict=True) if one[0].weight >= _NAME_WEIGHT]
            # Of several things that are asked, one sentence need not name the measure of another.
            measured = [match >= _CLEARLY for concept, match in heavy if self._is_measured(concept) and not self.each]
            borne = all(match >= _ALMOST for concept, match in heavy if concept.kind == _BEARING)
            return borne and (not measured or any(measured))
        if not self.asked.wanted & NEEDS_SUBJECT:
            return True
        named = [
            match >= _ALMOST
            for concept, match in zip(self.concepts, matched, strict=True)
            if (concept.kind in _NAMES and "doubt" not in self.asked.aspects and concept.weight >= _NAME_WEIGHT)
            or concept.names[0] in self.programme
        ]
        # Of several things that are asked, one sentence need not name what only another is about.
        return any(named) or not named if self.each else all(named)

    def _is_measured(self, concept: Concept) -> bool:
        """Tell whether a concept is the very measure that is asked for: the 产值 of 高新技术企业的产值是多少."""
        return concept.kind == "measure" and any(
            re.search(rf"{re.escape(name)}(?:是|为|有|达到?|一共|共|{_DONE})*(?:多少|几)", self.asked.folded)
            for name in concept.names
        )

    def _other_year(self, text: str, passage: Passage, source: Source) -> bool:
        years = {iso[:4] for iso in self.asked.dates if not iso.startswith("-")}
        if not years:
            return False
        if asks_for_a_rank(self.asked):
            return not years & years_ranked(text, source)
        spoken = {mention.iso[:4] for mention in find_dates(text) if not mention.iso.startswith("-")}
        if not spoken:
            spoken = {m.iso[:4] for m in find_dates(f"{passage.heading} {source.title}") if not m.iso.startswith("-")}
        # A goal to be reached by a year is of the year that it was set in, too.
        set_then = self._asks_for_a_goal() and _BY_A_YEAR.search(search_key(text))
        if source.published and (not spoken or set_then):
            spoken = spoken | {source.published[:4]}
        if not spoken:
            return bool(self.asked.wanted & _NUMBERS)  # Nobody knows of which year an undated number is.
        return not years & spoken

    def _other_level(self, text: str, source: Source) -> bool:
        """Tell whether the question is about the province and the sentence about a city or park of it."""
        if self.asked.places or not _PROVINCE.search(self.asked.folded):
            return False
        folded = search_key(f"{text} {source.title}")
        return any(part in folded for part in self.parts) and not _PROVINCE_ONLY.search(search_key(text))

    def _other_batch(self, text: str) -> bool:
        batch = self.asked.batch
        if batch is None or not batch.startswith("第"):
            return False
        named = re.findall(r"第[一二三四五六七八九十\d]+批", text)
        return bool(named) and batch not in named


def _holds_enough(wanted: frozenset[Wanted], facets: frozenset[str]) -> bool:
    """Tell whether ``facets`` are what is asked for; of several facts one will do, others stand elsewhere."""
    # "How much was the intensity" asks for no money.
    wanted = wanted - {"count", "money"} if "percent" in wanted else wanted
    # 收多少 asks for money alone: a count of something else is no part of the answer.
    several = wanted & FACTS_OF_THEIR_OWN - ({"count"} if "money" in wanted else set())
    if len(several) > 1:
        return bool(facets & several) and wanted - several <= facets
    return wanted <= facets


@lru_cache(maxsize=1_024)
def _named_beside(concept: Concept, around: str, whole: str) -> float:
    """Return what a concept counts by the heading and the passage, which all sentences of a passage have in common."""
    nothing: frozenset[str] = frozenset()
    heading, passage = named_in(concept, around, nothing, ""), named_in(concept, whole, nothing, "")
    return max(_IN_HEADING * heading, _IN_PASSAGE * passage)


def _odds(hit: Hit) -> float:
    score = min(max(hit.score, _EDGE), 1 - _EDGE)
    return score / (1 - score)
