"""A transcript to the bytes of a PDF."""

import io
import re
from html import escape
from typing import TYPE_CHECKING, Any

from assistant.language.marks import quoted
from assistant.schema import Language
from assistant.window.export.transcript import Evidence, Exchanged, Statement, Transcript
from assistant.window.history_labels import label

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_CHINESE_FONT = "STSong-Light"
"""One of the fonts that every reader of PDF has or replaces for Chinese, so the file carries none: a few kilobytes."""
_LATIN_FONT = "Helvetica"
_LATIN = re.compile(r"[\x20-\x7e\xa0-\xff]+")
_OUTSIDE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\U00010000-\U0010ffff]")
"""What that font cannot write."""
_MARGIN_MM = 20


def to_pdf(transcript: Transcript) -> bytes:
    """Write a conversation."""
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.units import mm
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.platypus import SimpleDocTemplate

    registerFont(UnicodeCIDFont(_CHINESE_FONT))
    styles = _styles()
    written = io.BytesIO()
    margins = dict.fromkeys(("leftMargin", "rightMargin", "topMargin", "bottomMargin"), _MARGIN_MM * mm)
    page = SimpleDocTemplate(written, pagesize=A4, title=_readable(transcript.title), invariant=1, **margins)
    story = [_paragraph(transcript.title, styles["title"]), _paragraph(transcript.exported, styles["small"])]
    for exchanged in transcript.exchanges:
        story += _exchange(exchanged, styles, transcript.language)
    page.build(story, onFirstPage=_numbered, onLaterPages=_numbered)
    return written.getvalue()


def _numbered(canvas: Any, page: Any) -> None:
    canvas.setFont(_LATIN_FONT, 8)
    canvas.drawCentredString(page.pagesize[0] / 2, page.bottomMargin / 2, str(page.page))


def _styles() -> dict[str, Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.styles import ParagraphStyle

    def style(name: str, size: float, **more: Any) -> Any:
        look = {"fontName": _CHINESE_FONT, "fontSize": size, "leading": size * 1.6, "wordWrap": "CJK", "spaceAfter": 4}
        return ParagraphStyle(name, **{**look, **more})

    grey = {"textColor": HexColor("#4a5557")}
    return {
        "title": style("title", 17, spaceAfter=6),
        "heading": style("heading", 13, spaceBefore=14, keepWithNext=1, textColor=HexColor("#1f5a5f")),
        "text": style("text", 10.5),
        "doubtful": style("doubtful", 10.5, textColor=HexColor("#7a4206")),
        "small": style("small", 9, spaceAfter=6, **grey),
        "source": style("source", 9.5, spaceBefore=4, spaceAfter=1, keepWithNext=1),
        "quote": style("quote", 9.5, leftIndent=14, **grey),
    }


def _exchange(exchanged: Exchanged, styles: dict[str, Any], language: Language) -> "list[Flowable]":
    story = [
        _paragraph(exchanged.question, styles["heading"]),
        _paragraph(" · ".join(filter(None, [exchanged.asked, *exchanged.notes])), styles["small"]),
        *(_sentence(statement, styles, language) for statement in exchanged.statements),
        *(_paragraph(f"※ {warning.text}{warning.marks}", styles["doubtful"]) for warning in exchanged.warnings),
    ]
    if exchanged.evidence:
        story.append(_paragraph(label("evidence", language), styles["source"]))
    for one in exchanged.evidence:
        story += [_paragraph(_source(one), styles["source"]), _paragraph(quoted(one.quote, language), styles["quote"])]
    return story


def _source(one: Evidence) -> str:
    return "\n".join(filter(None, [f"[{one.number}] {one.title}", one.facts, one.url]))


def _sentence(statement: Statement, styles: dict[str, Any], language: Language) -> "Flowable":
    doubt = label("unverified", language) if statement.doubtful else ""
    style = styles["doubtful" if statement.doubtful else "text"]
    return _paragraph(f"{doubt}{statement.text}{statement.marks}", style)


def _paragraph(text: str, style: Any) -> "Flowable":
    from reportlab.platypus import Paragraph

    return Paragraph(_marked_up(_readable(text)), style)


def _marked_up(text: str) -> str:
    """Escape text, with Latin letters and digits in a font that has them in their own widths."""

    def latin(found: re.Match[str]) -> str:
        return f'<font name="{_LATIN_FONT}">{escape(found[0])}</font>'

    pieces, end = [], 0
    for found in _LATIN.finditer(text):
        pieces += [escape(text[end : found.start()]), latin(found)]
        end = found.end()
    return "".join([*pieces, escape(text[end:])]).replace("\n", "<br/>")


def _readable(text: str) -> str:
    return _OUTSIDE.sub("\ufffd", text)
