"""A kept conversation to the neutral form that every file format is written from."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.answering.render import first_of_source, spoken_remark
from assistant.records.values import Conversation, KeptTurn
from assistant.schema import Answer, Citation, Language, Verdict
from assistant.window.conversation import citation_key, cited
from assistant.window.history_labels import label
from assistant.window.markup import date_text, safe_link


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence with the numbers of its evidence; ``doubtful`` when not all of it stands there."""

    text: str
    numbers: tuple[int, ...] = ()
    doubtful: bool = False

    @property
    def marks(self) -> str:
        """The numbers as they stand behind the sentence."""
        return "".join(f"[{number}]" for number in self.numbers)


@dataclass(frozen=True, slots=True)
class Evidence:
    """A quotation with everything that is known of where it stands."""

    number: int
    title: str
    facts: str
    url: str
    quote: str


@dataclass(frozen=True, slots=True)
class Exchanged:
    """A question, its answer and the evidence; ``warnings`` is what sources disagree on."""

    question: str
    asked: str
    notes: tuple[str, ...]
    statements: tuple[Statement, ...]
    warnings: tuple[Statement, ...]
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A conversation as it is taken away."""

    title: str
    exported: str
    language: Language
    exchanges: tuple[Exchanged, ...]


def transcript_of(conversation: Conversation, language: Language, *, now: datetime) -> Transcript:
    """Return the conversation with its evidence; fixed words are in ``language``, answers in their own."""
    return Transcript(
        conversation.title,
        f"{label('made_with', language)} · {label('exported', language, date=_moment(now, language))}",
        language,
        tuple(_exchanged(turn, language) for turn in conversation.turns),
    )


def answered(answer: Answer, language: Language, *, asked: str = "") -> Exchanged:
    """Return one answer with its evidence; what failed is no part of it, nor is what only that rested on."""
    answer = replace(answer, unverified=())
    evidence = cited(answer)
    numbers = {citation_key(citation): place for place, citation in enumerate(evidence, start=1)}

    def places(citations: Iterable[Citation]) -> tuple[int, ...]:
        return tuple(sorted({numbers[citation_key(citation)] for citation in citations}))

    claims = [
        Statement(claim.text, places(claim.citations), claim.verdict is not Verdict.VERIFIED) for claim in answer.claims
    ]
    told = [Statement(answer.lead), *claims, Statement(answer.closing)] if claims else [Statement(answer.text)]
    colon = "：" if language == "zh" else ": "
    warnings = tuple(
        Statement(f"{label(conflict.kind, language)}{colon}{conflict.text}", places(conflict.citations))
        for conflict in answer.conflicts
    )
    return Exchanged(
        answer.question,
        asked,
        tuple(_notes(answer, language)),
        tuple(statement for statement in told if statement.text),
        warnings,
        tuple(
            _evidence(place, citation, language, remarks=first)
            for place, (citation, first) in enumerate(zip(evidence, first_of_source(evidence), strict=True), start=1)
        ),
    )


def _exchanged(turn: KeptTurn, language: Language) -> Exchanged:
    asked = _moment(turn.asked_at, language)
    if turn.answer is None:
        told = Statement(label("old_answer", language, text=turn.text), doubtful=True)
        return Exchanged(turn.question, asked, (), (told,), (), ())
    return answered(turn.answer, language, asked=asked)


def _notes(answer: Answer, language: Language) -> Iterable[str]:
    if answer.standalone.strip() != answer.question.strip():
        yield label("understood", language, text=answer.standalone)
    if answer.as_of:
        yield label("as_of", language, date=date_text(answer.as_of, language))
    if not cited(answer):
        yield label("without_evidence", language)


def _evidence(number: int, citation: Citation, language: Language, *, remarks: bool) -> Evidence:
    source = citation.source
    facts = (
        source.publisher,
        date_text(source.published, language),
        label("page", language, page=citation.page) if _paged(citation) else "",
        label("low", language) if source.low_reliability else "",
        spoken_remark(source, language) if remarks else "",
    )
    separator = "；" if language == "zh" else "; "
    return Evidence(number, source.title, separator.join(filter(None, facts)), _address(source.url), citation.quote)


def _paged(citation: Citation) -> bool:
    """Return whether the page says anything: other documents are one long page."""
    return citation.page > 1 or citation.source.path.lower().endswith(".pdf")


def _address(url: str | None) -> str:
    """Return what a reader may follow, "" for what is no web address."""
    return (url or "").strip() if safe_link(url) else ""


def _moment(at: datetime, language: Language) -> str:
    local = at.astimezone()
    return f"{date_text(local.date().isoformat(), language)} {local:%H:%M}"
