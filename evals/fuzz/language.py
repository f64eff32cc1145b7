"""Bytes to what is understood of a text: figures, dates, numerals, and the reply of a model with its verdicts."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.answering.generate import Progress
from assistant.answering.reply import read_begun, read_statements
from assistant.answering.verify import unsupported, verify_claim
from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key, to_simplified
from assistant.language.numerals import parse_chinese, parse_english
from assistant.language.sentences import sentence_spans
from assistant.schema import Answer, Citation, Claim, Source
from assistant.streamed import json_objects, text_pieces
from evals.fuzz.campaign import Run
from evals.fuzz.seeds import ENGLISH, TEXT

_SOURCE = Source("a", "园区科协", "光明网", "2022-04-08", None, "news", "zh", "a.md")


def text_of(data: bytes) -> str:
    """Return bytes as text; what is no UTF-8 becomes lone halves of characters, as JSON can bring them."""
    return data.decode("utf-8", "surrogateescape")


def figures(_: Path) -> Run:
    """Find figures; each must lie in the text."""

    def run(data: bytes) -> None:
        text = text_of(data)
        for figure in find_figures(text):
            assert 0 <= figure.start < figure.end <= len(text)

    return run


def dates(_: Path) -> Run:
    """Find dates, and cut the text into sentences."""

    def run(data: bytes) -> None:
        text = text_of(data)
        find_dates(text)
        for start, end in sentence_spans(text):
            assert 0 <= start < end <= len(text)

    return run


def numerals(_: Path) -> Run:
    """Read numbers in words, and fold scripts and widths."""

    def run(data: bytes) -> None:
        text = text_of(data)
        parse_chinese(text)
        parse_english(text)
        assert len(search_key(text)) == len(text) == len(to_simplified(text))

    return run


def reply(_: Path) -> Run:
    """Read a reply of a model, whole and as it begins."""

    def run(data: bytes) -> None:
        text = text_of(data)
        for statement in read_statements(text, passage_count=3, fact_count=2):
            assert set(statement.numbers) <= {1, 2, 3} and set(statement.facts) <= {1, 2}
        read_begun(text, passage_count=3, fact_count=2)

    return run


def verdict(_: Path) -> Run:
    """Verify an input as a claim on a good quote, and a good claim on the input as a quote."""

    def run(data: bytes) -> None:
        text = text_of(data)
        for claimed, stored in ((text, TEXT), (TEXT, text), (text, ENGLISH)):
            cited = Citation(_SOURCE, 1, 0, len(stored), stored)
            verify_claim(Claim(claimed, (cited,)), lambda _, stored=stored: stored)  # type: ignore[misc]
        unsupported(text, [Citation(_SOURCE, 1, 0, len(text), text)])

    return run


def streamed(_: Path) -> Run:
    """Show a reply as it is written, sign by sign in a few steps."""

    def run(data: bytes) -> None:
        text = text_of(data)
        cited = Citation(_SOURCE, 1, 0, len(TEXT), TEXT)
        events: list[Progress | Answer] = []
        for share in (1, 2, 3):
            statements, begun = read_begun(text[: len(text) * share // 3], passage_count=3)
            events.append(Progress(tuple(Claim(one.text, (cited,)) for one in statements), begun))
        answer = Answer("问", "问", "zh", "model", text, tuple(event for one in events[-1:] for event in one.claims))
        for last in (answer, replace(answer, unverified=answer.claims, claims=())):
            "".join(text_pieces([*events, last], today=date(2026, 1, 1)))
            list(json_objects([*events, last]))

    return run
