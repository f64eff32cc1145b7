"""A library over scripted documents: the real timeline, statements and reader over a search that only compares text."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.browsing.names import Statement, statements_naming
from assistant.browsing.timeline import Event, timeline
from assistant.config import ROOT
from assistant.index.full_text import HeldBy
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, Term, build_glossary, load_glossary
from assistant.ledger.indicators import Programme, load_programme
from assistant.schema import Citation, Document, Hit, Language, Passage, Source

TERMS = (
    Term("12621工程", "12621 programme", "term", definition_zh="一组任务。", definition_en="A package of tasks."),
    Term(
        "园区科协",
        "science-park association",
        "organisation",
        zh_synonyms=("园区科学技术协会",),
        definition_zh="设在园区里的科协组织。",
        definition_en="A branch of the association in a park.",
    ),
    Term("院士之家", "Academicians’ Home", "organisation", definition_zh="服务院士的<b>。", definition_en="A place."),
    Term("张三", "Zhang San", "person"),
    Term("路演", "roadshow", "event"),
)

SCRIPTED_IDS = {
    "academicians-home": "home",
    "park-associations": "parks",
    "talents-backed": "talents",
    "engineers-trained": "engineers",
    "enterprises-served": "enterprises",
    "workers-served": "workers",
}


class FakeLibrary:
    """What stands in the scripted documents; ``files`` are the originals of some of them."""

    def __init__(
        self, sources: Callable[[], list[Source]], document: Callable[[str], Document], glossary: Glossary | None = None
    ) -> None:
        self._sources = sources
        self._document = document
        self.glossary: Glossary = glossary or build_glossary(TERMS)
        self.programme = scripted_programme()
        self.build_id = "build-1"
        self.files: dict[str, Path] = {}
        self.renderings: dict[str, str] = {}

    def sources(self) -> tuple[Source, ...]:
        """Return the scripted sources, newest first."""
        return tuple(sorted(self._sources(), key=lambda source: source.published or "", reverse=True))

    def document(self, document_id: str) -> Document:
        """Return a scripted document."""
        return self._document(document_id)

    def original(self, document: Document) -> Path | None:
        """Return the file that a test gave for a document."""
        return self.files.get(document.id)

    def rendering(self, source: Source, sentence: str, language: Language) -> str:
        """Return the translation that a test gave for a sentence."""
        return self.renderings.get(sentence, "") if language == "en" else ""

    def holding(self, text: str, *, most_passages: int = 3, among: Collection[str] | None = None) -> tuple[HeldBy, ...]:
        """Return the documents whose lines hold all words."""
        words = search_key(text).split()
        found: dict[str, list[int]] = {}
        for row, passage in enumerate(self._passages()):
            if all(word in search_key(passage.text) for word in words):
                found.setdefault(passage.document_id, []).append(row)
        return tuple(
            HeldBy(one, tuple(rows[:most_passages]), len(rows))
            for one, rows in found.items()
            if among is None or one in among
        )

    def passages_at(self, rows: Sequence[int]) -> list[Passage]:
        """Return lines by their number."""
        passages = self._passages()
        return [passages[row] for row in rows]

    def similar(self, text: str) -> list[Hit]:
        """Return the first line, as near as any."""
        return [Hit(self._passages()[0], 0.5)]

    def statements(self, term: Term) -> tuple[Statement, ...]:
        """Return the sentences that name a term."""
        return tuple(statements_naming(self._passages(), term, self.glossary, cite=self._cite))

    def count_naming(self, term: Term) -> int:
        """Return how many documents name a term."""
        return len(self.holding(term.zh))

    def timeline(self) -> tuple[Event, ...]:
        """Return the dated sentences."""
        return tuple(timeline(self._passages(), self.glossary, self.programme, cite=self._cite))

    def _passages(self) -> list[Passage]:
        passages = []
        for source in self._sources():
            text, start = self._document(source.id).text, 0
            for line in text.splitlines(keepends=True):
                body = line.rstrip("\n")
                passages.append(Passage(f"{source.id}#{start}", source.id, 1, start, start + len(body), body))
                start += len(line)
        return passages

    def _cite(self, passage: Passage, start: int, end: int) -> Citation:
        source = self._document(passage.document_id).source
        first = passage.start + start
        return Citation(source, passage.page, first, first + end - start, passage.text[start:end])


def scripted_programme() -> Programme:
    """Return the shipped programme with its indicators called as the scripted table calls them."""
    shipped = load_programme(ROOT / "corpus" / "indicators.yaml")
    indicators = tuple(replace(one, id=SCRIPTED_IDS.get(one.id, one.id)) for one in shipped.indicators)
    return replace(shipped, indicators=indicators)


def shipped_glossary() -> Glossary:
    """Return the glossary of the shipped corpus."""
    return load_glossary(ROOT / "corpus" / "glossary.yaml")
