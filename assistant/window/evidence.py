"""An answer's citations to the HTML of the evidence panel: source, neighbourhood with the quote marked, full text."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from assistant.answering.render import spoken_remark
from assistant.ledger.overrides import overridden_text
from assistant.schema import Answer, Citation, Document, Language, Source
from assistant.window.conversation import Exchange, citation_key, cited
from assistant.window.labels import label
from assistant.window.links import opens_citation
from assistant.window.markup import date_text, escape, outside_link, paragraphs, running, safe_link

REACH = 110
"""Characters shown on either side of a quote before snapping to a sentence: enough to judge it."""
EARLIER_ANSWERS = 3
"""Answers before the newest whose evidence stays reachable by their marks."""
_HEADING = re.compile(r"^#{1,6} +(.+)$", re.MULTILINE)
"""Stored texts keep the marks of their headings; readers see bold lines instead."""
_SENTENCE_ENDS = "。！？；\n"

ReadDocument = Callable[[str], Document | None]
"""Returns the stored document, None when it is no longer there."""
ByHand = Mapping[tuple[str, int, int], str]
"""Citations, by their key, of which a figure was corrected by hand, with reason and name."""
NOTHING_BY_HAND: ByHand = {}


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands before and after a quote; ``cut_before`` and ``cut_after`` say that more text lies beyond."""

    before: str
    after: str
    cut_before: bool
    cut_after: bool


def surroundings(text: str, start: int, end: int, *, reach: int = REACH) -> Surroundings:
    """Return the neighbourhood of ``text[start:end]``, from one sentence start to one sentence end where possible."""
    left, right = max(0, start - reach), min(len(text), end + reach)
    if left:
        ends = [text.find(sign, left, start) for sign in _SENTENCE_ENDS]
        left = min((place + 1 for place in ends if place >= 0), default=left)
    if right < len(text):
        right = max((text.rfind(sign, end, right) + 1 for sign in _SENTENCE_ENDS), default=0) or right
    before, after = text[left:start].lstrip(), text[end:right].rstrip()
    return Surroundings(before, after, left > 0, right < len(text))


def evidence_html(
    exchanges: Sequence[Exchange], language: Language, *, read: ReadDocument, by_hand: ByHand = NOTHING_BY_HAND
) -> str:
    """Write the panel: the newest answer's evidence open, that of earlier answers folded.

    The newest is written in its answer's language; ``language`` is that of an empty panel. ``by_hand`` tells of which
    citations a figure was corrected.
    """
    answered = [exchange for exchange in exchanges if exchange.answer is not None]
    if not answered:
        return _panel(f'<p class="empty">{label("no_evidence", language)}</p>', language)
    newest, *older = answered[: -EARLIER_ANSWERS - 2 : -1]
    assert newest.answer is not None
    cards = _cards(newest.answer, newest.number, read, by_hand)
    empty = f'<p class="empty">{label("declined_evidence", newest.answer.language)}</p>'
    folded = "".join(
        _folded(exchange, exchange.answer, read, by_hand) for exchange in older if exchange.answer is not None
    )
    return _panel((cards or empty) + folded, newest.answer.language)


def _panel(inside: str, language: Language) -> str:
    return f'<section class="panel" lang="{language}"><h2>{label("evidence", language)}</h2>{inside}</section>'


def _folded(exchange: Exchange, answer: Answer, read: ReadDocument, by_hand: ByHand) -> str:
    cards = _cards(answer, exchange.number, read, by_hand)
    if not cards:
        return ""
    heading = escape(label("earlier", answer.language, question=exchange.question))
    return f'<details class="earlier"><summary>{heading}</summary>{cards}</details>'


def _cards(answer: Answer, exchange: int, read: ReadDocument, by_hand: ByHand) -> str:
    cards: list[str] = []
    known: set[str] = set()
    for place, citation in enumerate(cited(answer), start=1):
        anchor, first = f"e{exchange}-{place}", citation.source.id not in known
        card = citation_card(
            citation,
            answer.language,
            read=read,
            number=place,
            anchor=anchor,
            remark=first,
            note=by_hand.get(citation_key(citation), ""),
        )
        cards.append(card)
        known.add(citation.source.id)
    return "".join(cards)


def citation_card(
    citation: Citation,
    language: Language,
    *,
    read: ReadDocument,
    number: int | None = None,
    anchor: str = "",
    whole: bool = True,
    remark: bool = True,
    note: str = "",
) -> str:
    """Write one piece of evidence.

    ``whole`` adds the link to the full text, ``remark`` what is said of the source, and ``note`` who corrected a
    figure of it by hand, and why.
    """
    document = read(citation.source.id)
    sound = document is not None and document.text[citation.start : citation.end] == citation.quote
    paged = document is not None and len(document.pages) > 1
    text = document.text if document is not None and sound else None
    place = f'<span class="number">[{number}]</span> ' if number else ""
    name = f' id="{anchor}" tabindex="-1"' if anchor else ""
    return (
        f'<article class="card"{name}><h3>{place}{escape(citation.source.title)}</h3>'
        f"{source_facts(citation.source, language, page=citation.page if paged else None, remark=remark)}"
        f"{by_hand_html(note, language)}{_quote(citation, text, language)}"
        f'<p class="origin">{original_link(citation.source, language)}</p>'
        f"{_whole(citation, language) if whole and document is not None else ''}</article>"
    )


def by_hand_html(note: str, language: Language) -> str:
    """Write that a figure was corrected by hand, from its "reason (name)"; nothing when it was not."""
    return f'<p class="by-hand">✎ {escape(overridden_text(note, language))}</p>' if note else ""


def disagreement(inside: str, language: Language, *, kind: Literal["disagree", "distinguish"] = "disagree") -> str:
    """Frame what sources disagree on, or what must not be confused; ``inside`` is HTML."""
    sign = "⚠" if kind == "disagree" else "≠"
    return (
        f'<aside class="conflict {kind}"><p><strong>{sign} {label(kind, language)}</strong></p><p>{inside}</p></aside>'
    )


def source_facts(source: Source, language: Language, *, page: int | None = None, remark: bool = True) -> str:
    """Write publisher, date, kind, page and reliability of a source."""
    facts = [
        source.publisher or label("unnamed", language),
        date_text(source.published, language) or label("undated", language),
        label(source.kind, language),
        label("page", language, page=page) if page else "",
    ]
    line = " · ".join(escape(fact) for fact in facts if fact)
    low = f'<p class="low">⚠ {label("low", language)}</p>' if source.low_reliability else ""
    told = ""
    if remark and source.reliability:
        said = f"{label('reliability', language)}{'：' if language == 'zh' else ': '}{spoken_remark(source, language)}"
        told = f'<p class="remark">{escape(said)}</p>'
    return f'<p class="facts">{line}</p>{low}{told}{_notes(source, language) if remark else ""}'


def _notes(source: Source, language: Language) -> str:
    """Write what there is to know of a source besides: a repost, other addresses, a newer version, fields in doubt."""
    notes = [label("superseded", language, by=source.superseded_by)] if source.superseded_by else []
    if source.republished:
        notes.append(label("republished", language, day=date_text(source.republished, language)))
    notes += [remark.zh if language == "zh" else remark.en for remark in source.remarks]
    said = "".join(f'<p class="remark">※ {escape(note)}</p>' for note in notes)
    others = [address for address in source.addresses if address != source.url]
    links = " · ".join(outside_link(address, address) for address in others)
    return said + (f'<p class="remark">{label("also_at", language)} {links}</p>' if links else "")


def original_link(source: Source, language: Language) -> str:
    """Write the link to the original on the web, or that there is none."""
    if safe_link(source.url) is None:
        return f"<span>{label('no_link', language)}</span>"
    return outside_link(source.url, label("original", language))


def _quote(citation: Citation, text: str | None, language: Language) -> str:
    """Show the quote in its neighbourhood, or alone when the stored text is not what was cited."""
    foreign = language == "en" and citation.source.language == "zh"
    tag = f'<span class="tag">{label("chinese_original", language)}</span>' if foreign else ""
    marked = f"<mark>{paragraphs(citation.quote)}</mark>"
    if text is None:
        note = f'<p class="remark">{label("text_gone", language)}</p>'
        return f'{tag}<blockquote lang="{citation.source.language}">{marked}</blockquote>{note}'
    near = surroundings(text, citation.start, citation.end)
    before = ("…" if near.cut_before else "") + inline(near.before)
    after = inline(near.after) + ("…" if near.cut_after else "")
    return f'{tag}<blockquote lang="{citation.source.language}">{before}{marked}{after}</blockquote>'


def _whole(citation: Citation, language: Language) -> str:
    """Write the link that opens the full text at the quote."""
    return f'<p class="whole">{opens_citation(citation, language, label("full_text", language), css="full")}</p>'


def inline(text: str) -> str:
    """Escape text that continues before or after other text: breaks stay, nothing is trimmed."""
    return _HEADING.sub(r"<strong>\1</strong>", running(text)).replace("\n", "<br>")
