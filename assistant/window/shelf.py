"""The documents of a library and what a reader is looking for to one page of a list, with what it was found by."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from assistant.index.full_text import HeldBy
from assistant.language.fold import search_key
from assistant.schema import Hit, Language, Passage, Source
from assistant.window.labels import label
from assistant.window.markup import date_text

PAGE = 24
"""Documents on a page: what a reader looks over in a minute."""
SHOWN_PASSAGES = 3
LOOKED_AT_PASSAGES = 12
"""Passages of a document among which those are that say the words themselves, where its title says them too."""
MOST_PUBLISHERS = 200
"""Publishers to choose from, those with most documents; the search box finds the others by name."""
ANY = ""
UNDATED = "0000"


@dataclass(frozen=True, slots=True)
class Filters:
    """What a document must be like; "" admits all."""

    kind: str = ANY
    publisher: str = ANY
    year: str = ANY

    def admit(self, source: Source) -> bool:
        """Tell whether a source may be shown."""
        return (
            self.kind in (ANY, source.kind)
            and self.publisher in (ANY, source.publisher or label("unnamed", "zh"))
            and self.year in (ANY, year_of(source))
        )


@dataclass(frozen=True, slots=True)
class Found:
    """A document of a page with the passages that hold what was looked for, and how many there are of them."""

    source: Source
    passages: tuple[Passage, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class ShelfPage:
    """What one page of the list shows; ``first`` counts from 0, ``similar`` when no document holds the words."""

    found: tuple[Found, ...]
    total: int
    first: int
    everything: int
    similar: bool = False

    @property
    def more(self) -> bool:
        """Tell whether another page follows."""
        return self.first + len(self.found) < self.total


class Searching(Protocol):
    """What the list needs of a library."""

    @property
    def build_id(self) -> str:
        """The name of the current build."""

    def sources(self) -> tuple[Source, ...]:
        """Return the documents, newest first."""

    def holding(
        self, text: str, *, most_passages: int = SHOWN_PASSAGES, among: Collection[str] | None = None
    ) -> tuple[HeldBy, ...]:
        """Return every document with a passage that holds all words of ``text``."""

    def passages_at(self, rows: Sequence[int]) -> list[Passage]:
        """Return passages by their rows."""

    def similar(self, text: str) -> list[Hit]:
        """Return the passages nearest in meaning."""


@dataclass
class Shelf:
    """A library as a list that can be narrowed, searched and paged."""

    library: Searching
    _texts: dict[str, str] = field(default_factory=dict)
    _texts_of: str = ""

    def page(self, wanted: str, filters: Filters, number: int) -> ShelfPage:
        """Return one page; a number beyond the last one gives the last."""
        sources = self.library.sources()
        admitted = [source for source in sources if filters.admit(source)]
        wanted = wanted.strip()
        listed = self._searched(wanted, admitted) if wanted else [(source, None) for source in admitted]
        if wanted and not listed:
            return self._similar(wanted, admitted, len(sources))
        first = min(max(0, number), max(0, len(listed) - 1) // PAGE) * PAGE
        shown = tuple(self._found(*one, wanted) for one in listed[first : first + PAGE])
        return ShelfPage(shown, len(listed), first, len(sources))

    def kinds(self, language: Language) -> list[tuple[str, str]]:
        """Return the kinds to choose from, with their counts."""
        counts = Counter(source.kind for source in self.library.sources())
        return _choices([(label(kind, language), kind, count) for kind, count in counts.most_common()], language)

    def publishers(self, language: Language) -> list[tuple[str, str]]:
        """Return the publishers to choose from, those with most documents first."""
        unnamed = label("unnamed", "zh")
        counts = Counter(source.publisher or unnamed for source in self.library.sources())
        named = [
            (label("unnamed", language) if name == unnamed else name, name, count)
            for name, count in counts.most_common(MOST_PUBLISHERS)
        ]
        return _choices(named, language)

    def years(self, language: Language) -> list[tuple[str, str]]:
        """Return the years to choose from, the newest first."""
        counts = Counter(map(year_of, self.library.sources()))
        return _choices(
            [
                (label("undated", language) if year == UNDATED else year, year, counts[year])
                for year in sorted(counts, reverse=True)
            ],
            language,
        )

    def _searched(self, wanted: str, admitted: Sequence[Source]) -> list[tuple[Source, HeldBy | None]]:
        """Return the documents whose title or facts hold the words, then those whose text does."""
        words = search_key(wanted).split()
        texts = self._searchable()
        among = {source.id for source in admitted}
        held = {
            one.document_id: one for one in self.library.holding(wanted, most_passages=LOOKED_AT_PASSAGES, among=among)
        }
        named = [source for source in admitted if all(word in texts[source.id] for word in words)]
        told = {source.id for source in named}
        by_id = {source.id: source for source in admitted}
        rest = [by_id[one] for one in held if one not in told]
        return [(source, held.get(source.id)) for source in (*named, *rest)]

    def _searchable(self) -> dict[str, str]:
        build = self.library.build_id
        if self._texts_of != build:
            self._texts = {source.id: _facts(source) for source in self.library.sources()}
            self._texts_of = build
        return self._texts

    def _found(self, source: Source, held: HeldBy | None, wanted: str) -> Found:
        """Return a document with those of its passages that themselves hold the words, not just their title."""
        if held is None:
            return Found(source)
        words, title = search_key(wanted).split(), search_key(source.title)
        passages = self.library.passages_at(held.rows)
        if any(word in title for word in words):
            own = [one for one in passages if any(word in search_key(one.text) for word in words)]
            return Found(source, tuple(own[:SHOWN_PASSAGES]))
        return Found(source, tuple(passages[:SHOWN_PASSAGES]), held.count)

    def _similar(self, wanted: str, admitted: Sequence[Source], everything: int) -> ShelfPage:
        by_id = {source.id: source for source in admitted}
        passages: dict[str, list[Passage]] = {}
        for hit in self.library.similar(wanted):
            if hit.passage.document_id in by_id:
                passages.setdefault(hit.passage.document_id, []).append(hit.passage)
        found = tuple(Found(by_id[one], tuple(own[:SHOWN_PASSAGES]), 0) for one, own in passages.items())
        return ShelfPage(found[:PAGE], len(found[:PAGE]), 0, everything, similar=True)


def year_of(source: Source) -> str:
    """Return the year of publication, ``UNDATED`` without one."""
    year = (source.published or "")[:4]
    return year if len(year) == len(UNDATED) and year.isdigit() else UNDATED


def _choices(counted: Sequence[tuple[str, str, int]], language: Language) -> list[tuple[str, str]]:
    total = [(label("all", language), ANY)]
    return total + [(f"{name} ({count:,})", value) for name, value, count in counted]


def _facts(source: Source) -> str:
    kind = f"{label(source.kind, 'zh')} {label(source.kind, 'en')}"
    dates = f"{source.published or ''} {date_text(source.published, 'zh')}"
    return search_key(f"{source.title} {source.publisher or ''} {dates} {kind} {source.reliability} {source.id}")
