"""The values that the stages hand to each other; nothing in here acts.

Offsets are always counted in characters of ``Document.text``, the cleaned text that the index stores, so that a
citation can be found again: ``document.text[citation.start : citation.end] == citation.quote``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Kind = Literal["policy", "news"]
Language = Literal["zh", "en"]
Qualifier = Literal["exact", "more_than", "at_least", "about", "nearly", "at_most"]


RECOGNISED = "文字识别（OCR）"
"""Stands in the remark on a document whose text, or part of it, was read from pictures."""


@dataclass(frozen=True, slots=True)
class Remark:
    """What a reader should know before trusting a field of a source or its text; ``about`` names the field.

    Fields that a file states twice and differently are kept with the one that was chosen, never silently decided.
    """

    about: Literal["title", "publisher", "published", "url", "kind", "text"]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Mirror:
    """Another file of the corpus that holds the same text as a source; ``id`` is what ``show`` takes."""

    id: str
    path: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """What is known about a document apart from its text.

    ``published`` is an ISO date that may stop at the month or the year ("2022-04-08", "2022-04", "2022") or None.
    ``reliability`` is a short remark of whoever added the document, empty when there is none; ``low`` is True when
    the document must not be used without a second source.
    """

    id: str
    title: str
    publisher: str | None
    published: str | None
    url: str | None
    kind: Kind
    language: Language
    reliability: str = ""
    low_reliability: bool = False
    path: str = ""
    """Where the file lies, relative to the corpus folder."""
    republished: str | None = None
    """When this copy appeared, where it states that besides the first publication."""
    also_at: tuple[str, ...] = ()
    """Further addresses of the same text that the file itself names."""
    remarks: tuple[Remark, ...] = ()
    mirrors: tuple[Mirror, ...] = ()
    """Other files with the same text; they are neither searched nor counted."""
    mirror_of: str = ""
    """The id of the document that stands for this file, "" when it stands for itself."""
    superseded_by: str = ""
    """The id of the newest version of this document, "" when it is the newest."""

    @property
    def recognised(self) -> bool:
        """True when text of the document was recognised in pictures."""
        return RECOGNISED in self.reliability

    @property
    def set_aside(self) -> bool:
        """True for a document that can be read but is neither searched nor counted, because another stands for it."""
        return bool(self.mirror_of or self.superseded_by)

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address at which the text is known to stand, its own first."""
        known = (self.url, *self.also_at, *(mirror.url for mirror in self.mirrors))
        return tuple(dict.fromkeys(address for address in known if address))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a document as a half-open range of its text; documents without pages have a single page 1."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """A source file after reading and cleaning; ``sha256`` is of the raw bytes."""

    source: Source
    sha256: str
    text: str
    pages: tuple[Page, ...]

    @property
    def id(self) -> str:
        """The identifier that citations use."""
        return self.source.id


@dataclass(frozen=True, slots=True)
class Passage:
    """A retrievable piece of one document that ends at a sentence: ``document.text[start:end] == text``.

    ``heading`` is the nearest heading above it ("" when there is none); it is not part of ``text``. ``note`` marks
    an editor's remark: it may be quoted, but no figure in it counts as reported.
    """

    id: str
    document_id: str
    page: int
    start: int
    end: int
    text: str
    heading: str = ""
    note: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage and how well it matched; higher is better. ``parts`` names what the score was made of."""

    passage: Passage
    score: float
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that counts something, with its unit, at ``text[start:end]`` of the text it was read from."""

    value: Decimal
    unit: str
    qualifier: Qualifier
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """An exact span of a stored document: ``document.text[start:end] == quote``."""

    source: Source
    page: int
    start: int
    end: int
    quote: str


class Verdict(StrEnum):
    """Whether everything that a claim states stands in what it cites."""

    VERIFIED = "verified"
    UNVERIFIED = "unverified"


DoubtKind = Literal[
    "uncited",
    "misquoted",
    "figure",
    "exchanged",
    "language",
    "name",
    "quotation",
    "turned",
    "denied",
    "planned",
    "order",
    "unlike",
]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a claim could not be verified; ``words`` are those of the claim that its evidence does not have."""

    kind: DoubtKind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """One statement of an answer with the evidence for it."""

    text: str
    citations: tuple[Citation, ...]
    verdict: Verdict = Verdict.UNVERIFIED
    doubts: tuple[Doubt, ...] = ()
    """Why it is unverified, as far as the sentence of a model was looked into."""


class Reason(StrEnum):
    """Why an answer was declined."""

    NOT_IN_CORPUS = "not_in_corpus"
    NOT_REPORTED = "not_reported"
    OUT_OF_SCOPE = "out_of_scope"
    UNSAFE = "unsafe"


Mode = Literal["extractive", "ledger", "model"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One message of the conversation so far."""

    role: Literal["user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """Sources that disagree, in words and with the evidence of each side."""

    text: str
    citations: tuple[Citation, ...]
    kind: Literal["disagree", "distinguish"] = "disagree"
    """``distinguish``: both sides may be right; they speak of different measures, dates or levels."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What an answer took of a chat model: requests, replies known from before, tokens read and written.

    ``estimated`` is True when the provider did not count all of them; ``cost`` is None when no price was set.
    """

    requests: int
    cached: int
    tokens_in: int
    tokens_out: int
    estimated: bool
    cost: Decimal | None
    currency: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a question got: claims with evidence, or a reason why there is none.

    ``text`` is the plain answer (the claims, or a polite refusal). ``as_of`` is the ISO date of the newest evidence
    that is cited, None without evidence. ``timings_ms`` has the keys condense, retrieve, generate, verify, total.
    """

    question: str
    standalone: str
    language: Language
    mode: Mode
    text: str
    claims: tuple[Claim, ...] = ()
    hits: tuple[Hit, ...] = ()
    declined: bool = False
    reason: Reason | None = None
    as_of: str | None = None
    conflicts: tuple[Conflict, ...] = ()
    suggestions: tuple[str, ...] = ()
    timings_ms: Mapping[str, float] = field(default_factory=dict)
    lead: str = ""
    """The sentence of ``text`` before the claims, such as the correction of a false premise."""
    closing: str = ""
    """The sentence of ``text`` after the claims."""
    build_id: str = ""
    """The build of the index that it was made from, so that it can be replayed; "" for none."""
    unverified: tuple[Claim, ...] = ()
    """Sentences that may be shown with a mark and a reason, and never count: neither in ``text`` nor in ``claims``."""
    confidence: float | None = None
    """How probable it is that the sources answer the question, None where nobody estimated it."""
    signs: Mapping[str, float] = field(default_factory=dict)
    """What the confidence was weighed from."""
    usage: Usage | None = None
    """None when no model was asked."""


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One figure that a source gives for an indicator.

    ``date`` is the ISO date that the figure holds for: the deadline of a target, the as-of date of progress (stated in
    the text, else the publication date). ``same_measure`` is False for figures that people confuse with the
    indicator; ``label`` then says what was really counted.
    """

    indicator: str
    role: Literal["target", "progress"]
    figure: Figure
    date: str | None
    same_measure: bool
    label: str
    citation: Citation
    close: bool = False
    """True for another measure of the same kind of thing, which answers "how many" although it cannot be compared."""
    overridden: str = ""
    """Why an evaluator corrected or added the row by hand, and who: "reason (name)"; empty for rows as read."""


@dataclass(frozen=True, slots=True)
class IndicatorStatus:
    """Target, newest comparable progress and everything else that is reported about one indicator."""

    id: str
    name_zh: str
    name_en: str
    unit: str
    target: LedgerRow | None
    latest: LedgerRow | None
    related: tuple[LedgerRow, ...]
    history: tuple[LedgerRow, ...]
    conflicts: tuple[Conflict, ...] = ()
    labels_en: Mapping[str, str] = field(default_factory=dict)
    """English names of the labels of ``related``."""

    def label_of(self, row: LedgerRow, language: Language) -> str:
        """Return what a related row counted, in Chinese where there is no English name."""
        return row.label if language == "zh" else self.labels_en.get(row.label, row.label)

    @property
    def ratio(self) -> Decimal | None:
        """Latest comparable progress divided by the target, None when either is missing."""
        if self.target is None or self.latest is None or not self.target.figure.value:
            return None
        return self.latest.figure.value / self.target.figure.value

    @property
    def status(self) -> Literal["met", "partly", "not_reported"]:
        """``met`` when the newest comparable figure reaches the target."""
        ratio = self.ratio
        if ratio is None:
            return "not_reported"
        return "met" if ratio >= 1 else "partly"


@dataclass(frozen=True, slots=True)
class TargetTable:
    """All indicators at one moment; ``as_of`` is the date asked for, or the newest date in the table."""

    as_of: str | None
    indicators: tuple[IndicatorStatus, ...]
