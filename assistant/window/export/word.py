"""A transcript to the bytes of a Word document."""

import io
import re
from typing import TYPE_CHECKING, Any

from assistant.schema import Language
from assistant.window.export.transcript import Exchanged, Statement, Transcript
from assistant.window.history_labels import label

if TYPE_CHECKING:
    from docx.document import Document

_LATIN_FONT, _CHINESE_FONT = "Calibri", "宋体"
"""Both come with every Word; other programs put their own in the place."""
_NOT_IN_XML = re.compile(r"[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_word(transcript: Transcript) -> bytes:
    """Write a conversation."""
    import docx

    document = docx.Document()
    _set_fonts(document)
    document.core_properties.title = xml_text(transcript.title)[:255]
    document.core_properties.author = label("made_with", transcript.language)
    document.add_heading(xml_text(transcript.title), level=0)
    document.add_paragraph(xml_text(transcript.exported))
    for exchanged in transcript.exchanges:
        _write(document, exchanged, transcript.language)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


def _set_fonts(document: "Document") -> None:
    from docx.oxml.ns import qn

    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Quote"):
        style: Any = document.styles[name]
        style.font.name = _LATIN_FONT
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        fonts.set(qn("w:eastAsia"), _CHINESE_FONT)
        for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(theme), None)
    # Else Chinese counts as English, for proofing and for those who have it read aloud.
    for spoken in document.styles.element.iter(qn("w:lang")):
        spoken.set(qn("w:eastAsia"), "zh-CN")


def _write(document: "Document", exchanged: Exchanged, language: Language) -> None:
    document.add_heading(xml_text(exchanged.question), level=1)
    document.add_paragraph(xml_text(" · ".join(filter(None, [exchanged.asked, *exchanged.notes]))))
    for statement in exchanged.statements:
        _sentence(document, statement, language)
    for warning in exchanged.warnings:
        document.add_paragraph(xml_text(f"⚠ {warning.text}{warning.marks}"))
    if exchanged.evidence:
        document.add_heading(label("evidence", language), level=2)
    for one in exchanged.evidence:
        entry = document.add_paragraph(f"[{one.number}] ")
        entry.add_run(xml_text(one.title)).bold = True
        entry.add_run(xml_text("".join(f"\n{line}" for line in (one.facts, one.url) if line)))
        document.add_paragraph(xml_text(one.quote), style="Quote")


def _sentence(document: "Document", statement: Statement, language: Language) -> None:
    paragraph = document.add_paragraph()
    if statement.doubtful:
        paragraph.add_run(label("unverified", language)).bold = True
    paragraph.add_run(xml_text(statement.text)).italic = statement.doubtful or None
    if statement.marks:
        paragraph.add_run(statement.marks).font.superscript = True


def xml_text(text: str) -> str:
    """Return text without the characters that no XML file may hold."""
    return _NOT_IN_XML.sub("\ufffd", text)
