"""A Word file in, its headings, paragraphs, list items and table rows out, in the order in which they stand."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import UnreadableDocumentError
from assistant.ingestion.office_package import check_package
from assistant.ingestion.reading import Reading
from assistant.ingestion.table_rows import table_text
from assistant.ingestion.word_numbering import Numbering
from assistant.ingestion.word_text import FALLBACK, W, paragraph_text, table_cells, value_of

if TYPE_CHECKING:
    from docx.document import Document

_HEADING_STYLE = re.compile(r"^(?:heading|标题|標題)\s*(\d)$", re.IGNORECASE)
_TITLE_STYLE = re.compile(r"^(?:title|标题|標題)$", re.IGNORECASE)
_NOTES = ("/footnotes", "/endnotes")
_ORGANISATION = re.compile(
    r"(?:协会|科协|学会|研究会|委员会|委|局|部|厅|办公室|政府|大学|学院|研究院|中心|公司|集团|社|网|报|园区|联盟)$"
)


def read_word(path: Path, raw: bytes) -> Reading:
    """Read a .docx file; raises UnreadableDocumentError for a damaged, locked or oversized one."""
    check_package(path, raw, part="word/document.xml", newer=".docx")
    import docx

    try:
        document = docx.Document(BytesIO(raw))
        title, lines = _lines(document)
        properties = document.core_properties
        found = core_fields(title=properties.title, author=properties.author)
    except Exception as error:  # python-docx raises whatever a part that lies about its kind makes it stumble over
        raise UnreadableDocumentError(path, "the file is damaged; open it in Word and save it anew.") from error
    if title:
        found["title"] = title
    known = any(line.startswith("##") for line in lines)
    return Reading(pages=(tuple(lines),), found=found, headings_known=known)


def core_fields(*, title: str | None, author: str | None) -> dict[str, str]:
    """Return title and publisher as far as the properties of a file are worth believing.

    Not the dates: they tell when a file was copied or its template made, and not when its text was published.

    >>> core_fields(title="实施方案", author="陕西省科协"), core_fields(title="", author="Administrator")
    ({'title': '实施方案', 'publisher': '陕西省科协'}, {})
    """
    fields = {"title": (title or "").strip()}
    # Mostly the name of a person or of a computer: no publisher.
    if _ORGANISATION.search((author or "").strip()):
        fields["publisher"] = (author or "").strip()
    return {name: text for name, text in fields.items() if text}


def _lines(document: "Document") -> tuple[str, list[str]]:
    """Return the text of the paragraph in the style "Title", and all lines."""
    reader = _Reader(document)
    lines = [line for line in reader.blocks(document.element.body) if line.strip(" #")]
    return reader.title, [*lines, *(line for line in _notes(document) if line.strip())]


def _notes(document: "Document") -> Iterator[str]:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False)
    for relation in document.part.rels.values():
        if relation.reltype.endswith(_NOTES) and not relation.is_external:
            tree = etree.fromstring(relation.target_part.blob, parser)
            for paragraph in tree.iter(W + "p"):
                yield from paragraph_text(paragraph).split("\n")


class _Reader:
    """Walks through the body of one document and keeps count of its lists."""

    def __init__(self, document: "Document") -> None:
        self.title = ""
        self._numbering = Numbering.of(document)
        self._levels: dict[str, int | None] = {}
        self._numbers: dict[str, Any] = {}
        self._titles: set[str] = set()
        for style in document.styles.element.iter(W + "style"):
            self._learn(style)

    def _learn(self, style: Any) -> None:
        """Note whether a style makes headings, and of which level; a style takes after the one that it is based on."""
        name = style.get(W + "styleId") or ""
        shown = value_of(style.find(W + "name")) or ""
        base = value_of(style.find(W + "basedOn")) or ""
        outline = value_of(style.find(f"{W}pPr/{W}outlineLvl"))
        named = _HEADING_STYLE.match(shown)
        level = int(named.group(1)) if named else int(outline) + 1 if outline else self._levels.get(base)
        self._levels[name] = level if level is not None and level <= _BODY_LEVEL else None
        numbers = style.find(f"{W}pPr/{W}numPr")
        self._numbers[name] = numbers if numbers is not None else self._numbers.get(base)
        if _TITLE_STYLE.match(shown):
            self._titles.add(name)

    def blocks(self, parent: Any) -> Iterator[str]:
        """Yield the lines of paragraphs and tables below ``parent``, in content controls too."""
        for child in parent:
            if child.tag == W + "p":
                yield from self._paragraph(child)
            elif child.tag == W + "tbl":
                yield from self._table(child)
            elif child.tag == W + "sdt":
                content = child.find(W + "sdtContent")
                yield from self.blocks(content if content is not None else ())
            elif child.tag in (W + "ins", W + "customXml", W + "smartTag"):
                yield from self.blocks(child)

    def _paragraph(self, paragraph: Any) -> Iterator[str]:
        text = paragraph_text(paragraph).strip()
        if text:
            style = value_of(paragraph.find(f"{W}pPr/{W}pStyle")) or ""
            number = self._number(paragraph, style)
            if style in self._titles and not self.title:
                self.title = text.replace("\n", "")
                yield f"# {self.title}"
            elif level := self._level(paragraph, style):
                yield f"{'#' * min(level + 1, 6)} {number}{text}".replace("\n", "")
            else:
                yield from f"{number}{text}".split("\n")
        for box in paragraph.iter(W + "txbxContent"):
            if not any(parent.tag == FALLBACK for parent in box.iterancestors()):
                yield from self.blocks(box)

    def _level(self, paragraph: Any, style: str) -> int | None:
        outline = value_of(paragraph.find(f"{W}pPr/{W}outlineLvl"))
        level = int(outline) + 1 if outline else self._levels.get(style)
        return level if level is not None and level <= _BODY_LEVEL else None

    def _number(self, paragraph: Any, style: str) -> str:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        numbers = own if own is not None else self._numbers.get(style)
        if numbers is None:
            return ""
        inherited = self._numbers.get(style)
        list_id = value_of(numbers.find(W + "numId"))
        if list_id is None and inherited is not None:
            list_id = value_of(inherited.find(W + "numId"))
        return self._numbering.next_mark(list_id or "0", int(value_of(numbers.find(W + "ilvl")) or 0))

    def _table(self, table: Any) -> Iterator[str]:
        rows, merges = table_cells(table)
        if len(rows) == 1 or all(len(row) == 1 for row in rows):
            # A frame around text, not a table.
            for cell in table.iter(W + "tc"):
                if not any(parent.tag == W + "tc" for parent in cell.iterancestors()):
                    yield from self.blocks(cell)
            return
        text = table_text(rows, merges=merges)
        yield from (*text.captions, *text.lines)


_BODY_LEVEL = 9
"""Outline level of running text."""
