"""Word files, workbooks and broken ones for the tests of reading; made when asked for, nothing is kept."""

import zipfile
from collections.abc import Sequence
from io import BytesIO
from typing import Any

Rows = Sequence[Sequence[Any]]


def word_file(story: Sequence[tuple[str, Any]], *, title: str = "", author: str = "") -> bytes:
    """Return a .docx file of (style, text) and ("table", rows)."""
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = title, author
    for style, content in story:
        if style == "table":
            table = document.add_table(len(content), len(content[0]))
            for row, cells in enumerate(content):
                for column, text in enumerate(cells):
                    table.cell(row, column).text = text
        else:
            document.add_paragraph(content, style=style)
    return saved(document)


def workbook_file(sheets: dict[str, Rows], *, title: str = "", formats: dict[str, str] | None = None) -> bytes:
    """Return an .xlsx file; ``formats`` maps cells of the first sheet to their number formats."""
    import openpyxl

    book = openpyxl.Workbook()
    book.properties.title = title
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    for cell, number_format in (formats or {}).items():
        book.worksheets[0][cell].number_format = number_format
    return saved(book)


def saved(file: Any) -> bytes:
    """Return what a document or a workbook saves."""
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def with_part(package: bytes, name: str, content: bytes) -> bytes:
    """Return the package with one of its parts replaced or added."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return out.getvalue()


def part_of(package: bytes, name: str) -> bytes:
    """Return one part of a package."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return archive.read(name)


OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
"""How files of Word and Excel 2003 begin."""

LOCKED_OFFICE = OLD_OFFICE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512
"""How a .docx or .xlsx file with a password begins: an envelope of the old kind."""


def empty_package(part: str) -> bytes:
    """Return a zip archive with one empty part, which is what tells the types of Office apart."""
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as package:
        package.writestr(part, "")
    return content.getvalue()
