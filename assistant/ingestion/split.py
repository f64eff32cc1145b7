"""A Document in, passages of bounded size out: whole sentences, never across a page or a heading."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.language.fold import to_simplified
from assistant.language.sentences import sentence_spans
from assistant.schema import Document, Passage

_HEADING = re.compile(r"^#{1,6} +")
_NUMBER = re.compile(r"^(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]\s*)")
_NOTE = re.compile(r"^(?:编者注|编者按|口径说明|editor[’']s note)", re.IGNORECASE)
_NOTE_LINE = re.compile(r"^[（(【\[]?(?:编者注|编者按|口径说明|editor[’']s note)[】\]]?\s*[:：]", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[；;，,、：:]|\s")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Section:
    """The sentences that stand under one heading on one page."""

    page: int
    heading: str
    note: bool
    sentences: tuple[Span, ...]


def split_document(document: Document, *, max_chars: int, overlap: int) -> list[Passage]:
    """Split into passages of at most ``max_chars``; ``document.text[start:end] == text`` for each.

    A sentence longer than that is cut at clauses. Each passage begins with the last whole sentences of the one before
    it in the same section, as far as they fit into ``overlap`` characters.
    """
    passages: list[Passage] = []
    for section in _sections(document):
        pieces = [piece for span in section.sentences for piece in _cut(document.text, span, max_chars)]
        for start, end in _windows(pieces, max_chars=max_chars, overlap=overlap):
            passages.append(
                Passage(
                    id=f"{document.id}#{len(passages) + 1}",
                    document_id=document.id,
                    page=section.page,
                    start=start,
                    end=end,
                    text=document.text[start:end],
                    heading=section.heading,
                    note=section.note,
                )
            )
    return passages


def _sections(document: Document) -> Iterator[_Section]:
    """Yield the sections in order; a heading stays in force over page ends until the next."""
    heading = ""
    for page in document.pages:
        sentences: list[Span] = []
        in_note = is_note_heading(heading)
        for start, end in sentence_spans(document.text[page.start : page.end]):
            span = (page.start + start, page.start + end)
            text = document.text[span[0] : span[1]]
            mark = _HEADING.match(text)
            # A line "编者注：…" is a note to its end, whatever heading it stands under.
            note = (
                in_note if not _starts_line(document.text, span[0]) else is_note_heading(heading) or _is_note_line(text)
            )
            if mark or note != in_note:
                yield from _section(page.number, heading, in_note, sentences)
                sentences = []
            if mark:
                heading = text[mark.end() :].strip()
                in_note = is_note_heading(heading)
            else:
                in_note = note
                sentences.append(span)
        yield from _section(page.number, heading, in_note, sentences)


def _section(page: int, heading: str, note: bool, sentences: Sequence[Span]) -> Iterator[_Section]:
    if sentences:
        yield _Section(page, heading, note, tuple(sentences))


def is_note_heading(heading: str) -> bool:
    """Tell whether what stands under a heading are an editor's remarks.

    >>> is_note_heading("四、口径说明"), is_note_heading("Editor's note"), is_note_heading("目标")
    (True, True, False)
    """
    return _NOTE.match(_NUMBER.sub("", to_simplified(heading))) is not None


def _is_note_line(text: str) -> bool:
    return _NOTE_LINE.match(to_simplified(text)) is not None


def _starts_line(text: str, start: int) -> bool:
    # Back over blanks alone: a line may be as long as a book.
    while start and text[start - 1] != "\n" and text[start - 1].isspace():
        start -= 1
    return not start or text[start - 1] == "\n"


def _cut(text: str, span: Span, max_chars: int) -> Iterator[Span]:
    """Yield a sentence whole, or in pieces that end at a clause, at worst anywhere."""
    start, end = span
    while end - start > max_chars:
        clauses = [match.end() for match in _CLAUSE_END.finditer(text, start + max_chars // 2, start + max_chars)]
        cut = clauses[-1] if clauses else start + max_chars
        yield start, cut
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if start < end:
        yield start, end


def _windows(pieces: Sequence[Span], *, max_chars: int, overlap: int) -> Iterator[Span]:
    """Yield spans of as many pieces as fit, each beginning with the last of the one before."""
    first = 0
    while first < len(pieces):
        last = first
        while last + 1 < len(pieces) and pieces[last + 1][1] - pieces[first][0] <= max_chars:
            last += 1
        yield pieces[first][0], pieces[last][1]
        if last + 1 == len(pieces):
            return
        following = last + 1
        # Step back over whole pieces while they fit, and never so far that the next window adds nothing.
        while (
            following - 1 > first
            and pieces[last][1] - pieces[following - 1][0] <= overlap
            and pieces[last + 1][1] - pieces[following - 1][0] <= max_chars
        ):
            following -= 1
        first = following
