"""Hits to candidate sentences, each with how well it answers the question."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assistant.answering.concepts import Concept
from assistant.answering.understand import Understanding
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures, same_unit
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.language.sentences import sentence_spans
from assistant.schema import Hit, Passage, Source

_IN_HEADING = 0.7
_IN_PASSAGE = 0.45
"""What a concept counts that stands beside the sentence (heading or title; the rest of the passage)."""
_YEAR_OF_A_DAY = 0.8
"""“2022年2月21日公布的2021榜单” is about 2021; 2022 is only when it came out."""
_LIKE_THE_DEFINITION = 0.7
"""Where a term is to be explained, words of what it means tell more than how it is called."""
_NOTE_COSTS = 0.12
"""What is reported comes before what editors remark."""
_PROVINCE = re.compile(r"全省|陕西省?(?!省?科协)|我省|\bshaanxi\b|\bprovinc")
_PROVINCE_ONLY = re.compile(r"全省|陕西全省|陕西省?(?:的|有|技术|高新|综合|研发)")
_TELLING_WORD, _BARELY = 7.0, 0.3
_FACTS = frozenset(("who", "where", "contact", "definition"))
"""What only a report can answer, not an editor's remark."""
NEEDS_SUBJECT = frozenset(("who", "when", "where", "money", "contact", "reference"))
"""Questions of fact: their answer must be about the very thing and the very time that they name."""
_NAMES = frozenset(("organisation", "person", "place", "event", "document"))
_NAME_WEIGHT = 8.0
"""Lighter names (陕西, 秦创原) are what everything here is about."""
_QUOTED_TITLE = re.compile("《[^》]{6,}》")
_DEFINES = re.compile(r"是|指|为|即|定位|包括|分为|由.{1,30}组成")
_PARTIAL = 0.5
"""What a word counts of which only some pairs of characters stand in the sentence."""

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Render = Callable[[str, str], str | None]
"""Document id and sentence to its English rendering."""


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
    dated_otherwise: bool
    """True when the question names a year and this sentence, or its document, speaks of another."""


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

    def candidates(self, hits: Sequence[Hit], sources: Mapping[str, Source]) -> list[Candidate]:
        """Return the sentences of ``hits``, best first."""
        rows = [
            (hit, start, end, hit.passage.text[start:end])
            for hit in hits
            for start, end in sentence_spans(hit.passage.text)
        ]
        if not rows:
            return []
        texts = [search_key(text) for *_, text in rows]
        vectors = self.encode([search_key(self.asked.question), *texts])
        likeness = vectors[1:] @ vectors[0]
        top = max((hit.score for hit in hits), default=1.0) or 1.0
        found = [
            self._judge(hit, start, end, text, float(cosine), hit.score / top, sources[hit.passage.document_id])
            for (hit, start, end, text), cosine in zip(rows, likeness, strict=True)
        ]
        return sorted(found, key=lambda candidate: -candidate.score)

    def _judge(
        self, hit: Hit, start: int, end: int, text: str, cosine: float, hit_score: float, source: Source
    ) -> Candidate:
        passage = hit.passage
        rendering = self.render(source.id, text) if source.language != self.asked.language else None
        matched = self._matches(text, rendering, passage, source)
        total = sum(concept.weight for concept in self.concepts) or 1.0
        coverage = sum(c.weight * m for c, m in zip(self.concepts, matched, strict=True)) / total
        fits = self._fits(text) and not (passage.note and self.asked.wanted & _FACTS and not self._wants_remarks())
        fits = fits and self._about_the_subject(matched)
        other_year = self._other_year(text, passage, source)
        score = 0.6 * coverage + 0.15 * max(cosine, 0.0) + 0.2 * hit_score
        score += (0.12 if fits and self.asked.wanted else 0.0) - (0.25 if other_year else 0.0)
        score += self._form(text)
        score -= _NOTE_COSTS if passage.note and not self._wants_remarks() else 0.0
        score -= 0.15 if source.low_reliability else 0.0
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
            other_year,
        )

    def _wants_remarks(self) -> bool:
        """Tell whether an editor's remark is what the question asks for: what may be compared, added or believed."""
        return bool(
            self.asked.aspects & {"comparable", "belongs", "doubt", "not_met"} or "comparison" in self.asked.wanted
        )

    def _form(self, text: str) -> float:
        """Return a bonus for a sentence that defines when a definition, or counts when a result, is asked for."""
        folded = search_key(text)
        bonus = 0.0
        if "open" in self.asked.aspects:
            bonus += min(0.09, 0.03 * len(find_figures(text)))
        if self.definition:
            bonus += _LIKE_THE_DEFINITION * _share_of_pairs(search_key(self.definition), folded)
        if "definition" in self.asked.wanted and _DEFINES.search(folded):
            subjects = [name for concept in self.concepts for name in concept.names]
            bonus += 0.1 if any(folded.find(name) in range(8) for name in subjects) else 0.04
        if self.asked.aspects & {"open", "count"} and find_figures(text):
            bonus += 0.05
        return bonus

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
        years = _years(text, source)
        values = {f"{figure.value.normalize():f}" for figure in find_figures(text)}
        return tuple(
            years.get(concept.names[0], 0.0)
            if concept.kind == "year"
            else float(concept.names[0] in values)
            if concept.kind == "figure"
            else max(
                _named(concept, folded, words, spoken),
                _IN_HEADING * _named(concept, around, frozenset(), ""),
                _IN_PASSAGE * _named(concept, whole, frozenset(), ""),
            )
            for concept in self.concepts
        )

    def _fits(self, text: str) -> bool:
        wanted = self.asked.wanted - {"count"} if "percent" in self.asked.wanted else self.asked.wanted
        return all(_holds(kind, text, self) for kind in wanted)

    def _about_the_subject(self, matched: Sequence[float]) -> bool:
        """Tell whether every name that a question of fact mentions stands in the sentence or its surroundings.

        The day on which something else was unveiled is no answer to when the Academicians' Home was.
        """
        if not self.asked.wanted & NEEDS_SUBJECT:
            return True
        return all(
            match >= _IN_PASSAGE
            for concept, match in zip(self.concepts, matched, strict=True)
            if concept.kind in _NAMES and concept.weight >= _NAME_WEIGHT
        )

    def _other_year(self, text: str, passage: Passage, source: Source) -> bool:
        years = {iso[:4] for iso in self.asked.dates if not iso.startswith("-")}
        if not years:
            return False
        spoken = {mention.iso[:4] for mention in find_dates(text) if not mention.iso.startswith("-")}
        if not spoken:
            spoken = {m.iso[:4] for m in find_dates(f"{passage.heading} {source.title}") if not m.iso.startswith("-")}
        spoken = spoken or ({source.published[:4]} if source.published else set())
        return bool(spoken) and not years & spoken

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


def _years(text: str, source: Source) -> dict[str, float]:
    """Return how fully a sentence is about each year: one given as such, one of a full date, that of publication."""
    found: dict[str, float] = {}
    for mention in find_dates(text):
        year = mention.iso[:4]
        found[year] = max(found.get(year, 0.0), 1.0 if len(mention.iso) == len("2022") else _YEAR_OF_A_DAY)
    return found or {(source.published or "")[:4]: _YEAR_OF_A_DAY}


def unknown_concepts(
    concepts: Sequence[Concept], texts: Sequence[str], stems: Callable[[str], frozenset[str]]
) -> tuple[Concept, ...]:
    """Return the telling words of a question that stand in none of ``texts`` (folded), in no form and no language."""
    folded = [(text, stems(text)) for text in texts]
    return tuple(
        concept
        for concept in concepts
        if concept.kind not in ("year", "figure", "batch", "attribute", "definition")
        and concept.weight >= _TELLING_WORD
        and max((concept_in(concept, text, known) for text, known in folded), default=0.0) < _BARELY
    )


def concept_in(concept: Concept, folded: str, stems: frozenset[str]) -> float:
    """Return how fully a folded text names a concept; figures and years count when they stand in it as numbers."""
    if concept.kind in ("year", "figure"):
        return float(bool(re.search(rf"(?<![\d.]){re.escape(concept.names[0])}(?![\d])", folded)))
    return _named(concept, folded, stems, folded)


def _named(concept: Concept, folded: str, words: frozenset[str], spoken: str) -> float:
    """Return 1 when a name of the concept stands in the text, less when only pieces of it do."""
    if any(name in folded for name in concept.names):
        return 1.0
    if words and any((name in words) or (" " in name and name in spoken) for name in concept.english):
        return 1.0
    # Pairs of letters say nothing; pairs of Chinese characters are half words.
    return max((_share_of_pairs(name, folded) for name in concept.names if not name.isascii()), default=0.0) * _PARTIAL


def _share_of_pairs(name: str, folded: str) -> float:
    pairs = [name[i : i + 2] for i in range(len(name) - 1)]
    return sum(pair in folded for pair in pairs) / len(pairs) if len(pairs) > 1 else 0.0


_PERSON = re.compile(
    r"(?<![\u4e00-\u9fff])[王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文][\u4e00-\u9fff]{1,2}(?=[、，。（出主当致讲说任为宣受获担])"
)
_ACTING = re.compile(
    r"主办|承办|协办|牵头|共建|制定|认定|印发|负责|组织|设立|推荐|揭牌|联合|申请单位|申报|管理|运营|来自|建设"
)
_ASKS_WHO_ACTED = re.compile(
    r"主办|承办|协办|牵头|共建|制定|认定|印发|负责|组织|设立|建立|成立|发起|推荐|管理|运营|颁发|评选|出台|申报|申请|哪家|哪些单位|单位"
    r"|\b(?:host|organi[sz]|held|hold|run|ran|runs|set up|found|establish|launch|issue|recogni[sz]"
    r"|certif|manage|own|build|built|behind|draft|wrote|adopt|appl)"
)
_MONEY = re.compile(r"\d\s?(?:余|多)?(?:万|亿|百万|千万|万亿)?(?:美)?元|\b(?:yuan|cny|rmb|dollars?)\b")
_REFERENCE = re.compile(r"〔\d{4}〕|第\s?\d+\s?[期号]|\d+号")
_CONTACT = re.compile(r"\d{3,4}-\d{6,8}|1\d{10}|@|www\.|https?://|微信号|邮箱|电话")
_PLACE = re.compile(
    r"在[^，。；]{1,18}(?:举行|召开|开幕|启动|揭牌|落户|设立|举办|办|开|成立|收官|落幕|签约|启用|运行|首演|进行)|位于|坐落|地址|落户|设在|走进|会场|地点"
    r"|\b(?:in|at|located)\b"
)


def _holds(wanted: str, text: str, judge: Judge) -> bool:
    """Tell whether a sentence holds the kind of thing that is asked for."""
    if wanted == "who":
        people = any(match.term.kind == "person" for match in judge.glossary.find(search_key(text), language="zh"))
        # "由谁主办" is answered by an organisation, "书记是谁" only by a person.
        acting = _ACTING.search(text) and _ASKS_WHO_ACTED.search(judge.asked.folded)
        return people or bool(_PERSON.search(text) or acting)
    if wanted == "when":
        # A date that only repeats the year of the question does not say when.
        return any(mention.iso not in judge.asked.dates for mention in find_dates(text))
    if wanted == "money":
        return bool(_MONEY.search(search_key(text)))
    if wanted == "contact":
        return bool(_CONTACT.search(text))
    if wanted == "where":
        return bool(_PLACE.search(text))
    if wanted == "reference":
        return bool(_REFERENCE.search(search_key(text)))
    if wanted == "percent":
        return any(figure.unit in ("%", "百分点", "分", "倍") for figure in find_figures(text))
    if wanted == "count":
        units = _units_asked(judge.asked.folded)
        counted = [figure for figure in find_figures(text) if figure.unit != "%"]
        return any(not units or any(same_unit(f.unit, unit) for unit in units) for f in counted)
    return True


def _units_asked(folded: str) -> tuple[str, ...]:
    return tuple(
        re.findall(r"(?:多少|几)(人次|场次|个|家|名|人|位|项|条|份|支|件|所|批|场|次|期|届|天|年|亩|篇|倍)", folded)
    )
