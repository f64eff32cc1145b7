"""Nothing in; small good files of each format out, from which damaged ones are made."""

import zipfile
from functools import cache
from io import BytesIO
from typing import Any

TEXT = (
    "园区科协成立\n来源：光明网 2022年4月8日\n\n一、目标\n到2023年，推动建立1个院士之家，成立园区科协10个；"
    "形成100项决策咨询建议、托举100名创新创业人才。\n（二）进展\n截至2022年4月，服务企业500余家，培训工程师1.5万名，"
    "完成率为60%。第三批共计一百二十三家，增长三成。\n"
)
ENGLISH = (
    "By April 2022, more than 500 enterprises had been served, 1,500 engineers trained (150%), and twenty-one parks "
    "opened; RMB 1.2 billion was invested between 2021 and March 2023, i.e. one third of the plan.\n"
)
FRONT = "---\nid: a\ntitle: 园区科协成立\npublisher: 光明网\npublished: 2022-04-08\nkind: news\nlanguage: zh\n---\n"
TABLE = [["指标", "目标（个）", "完成（个）", "统计时间"], ["园区科协", "10", "6", "2022年4月"]]
MARKDOWN = (
    FRONT + "# 园区科协成立\n\n## 目标\n\n" + TEXT + "\n| 指标 | 目标 |\n|---|---|\n| 园区科协 | 10个 |\n\n<p>a</p>\n"
)
PAGE = (
    '<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>园区科协_光明网</title>'
    '<meta name="publishdate" content="2022-04-08"><link rel="canonical" href="http://a.cn/1"></head><body><nav><a '
    f'href="/">首页</a></nav><article><h1>园区科协</h1><h2>目标</h2><p>{TEXT}</p><ul><li>一</li></ul><table><tr><th>'
    "指标</th><th>数</th></tr><tr><td>园区</td><td>6</td></tr></table><ruby>協<rt>xie</rt></ruby></article></body></html>"
)


@cache
def word_file() -> bytes:
    """Return a .docx file with headings, a list and a table."""
    import docx

    document = docx.Document()
    document.core_properties.title, document.core_properties.author = "实施方案", "省科协"
    document.add_heading("目标", 1)
    for line in TEXT.splitlines():
        document.add_paragraph(line)
    document.add_paragraph("成立园区科协", style="List Number")
    table = document.add_table(2, 4)
    for row, cells in enumerate(TABLE):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 2).merge(table.cell(1, 3))
    return _saved(document)


@cache
def workbook_file() -> bytes:
    """Return an .xlsx file with a table, merged cells, a date and a percentage."""
    from datetime import datetime

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "进展"
    rows: list[list[Any]] = [
        ["12621工程进展表"],
        [*TABLE[0]],
        ["园区科协", 10, 6, datetime(2022, 4, 1)],
        ["完成率", 0.6],
    ]
    for row in rows:
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet["B4"].number_format = "0.0%"
    return _saved(book)


@cache
def paper() -> bytes:
    """Return a PDF file of two pages."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    out = BytesIO()
    canvas = Canvas(out, invariant=1, pageCompression=0)
    canvas.setTitle("实施方案")
    for _ in range(2):
        canvas.setFont("STSong-Light", 11)
        for number, line in enumerate(TEXT.splitlines()):
            canvas.drawString(72, 780 - 20 * number, line[:40])
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def _saved(file: Any) -> bytes:
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def parts_of(package: bytes) -> tuple[bytes, ...]:
    """Return the XML parts of an Office file, each behind a line with its name."""
    with zipfile.ZipFile(BytesIO(package)) as archive:
        names = [name for name in archive.namelist() if name.endswith((".xml", ".rels"))]
        return tuple(name.encode() + b"\n" + archive.read(name) for name in names)


def with_part(package: bytes, named: bytes) -> bytes:
    """Return an Office file with one part replaced or added; ``named`` is a line with its name, then its content."""
    name, _, content = named.partition(b"\n")
    # A name ends at its first NUL.
    wanted = name.split(b"\0")[0].decode("ascii", "replace") or "x"
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as old, zipfile.ZipFile(out, "w") as new:
        for part in old.namelist():
            if part != wanted:
                new.writestr(part, old.read(part))
        new.writestr(wanted, content)
    return out.getvalue()
