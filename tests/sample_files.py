"""Small files of every format for the tests of reading; made when asked for, nothing is kept."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

TARGETS = (
    "到2023年，推动建立1个院士之家，10个院士专家工作站，成立10个园区科协；"
    "形成100项决策咨询建议、托举100名创新创业人才。"
)
PROGRESS = "截至目前，已推动建立院士之家1个、院士工作站2家，培训企业一线工程师1500名，服务企业500余家。"

GLOSSED_ARTICLE = f"""免费看_综合一区二区_中文字幕一区

園區科協(xié)助力創(chuàng)新驅動

2022-04-08 14:43:53  來源:光明網(wǎng)

[摘要]{TARGETS[:40]}...

  {TARGETS}

  搭建創(chuàng)新平臺

園區科協(xié)助力創(chuàng)新驅動

  {PROGRESS}園區科協(xié )服務創(chuàng)新。

編輯: 穆小蕊
分享到:

以上文章僅代表作者個人觀點,本網(wǎng)只是轉載,如涉及版權問題,請及時聯(lián)系我們。電話:029-12345678
各界新聞網(wǎng) 版權所有 Copyright(C) 2006-2020
"""
"""What a scraper makes of a page: search spam, glosses, a caption that repeats the headline, and a foot."""


def paper(story: Sequence[tuple[str, str]], *, info: dict[str, str] | None = None, head: str = "") -> bytes:
    """Return a PDF of ("heading" | "text" | "page" | "table", content) with a running head and page numbers.

    Cells of a table row are separated by "|", rows by a line end.
    """
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    font = "STSong-Light"
    registerFont(UnicodeCIDFont(font))
    text = ParagraphStyle("text", fontName=font, fontSize=11, leading=18, firstLineIndent=22, wordWrap="CJK")
    heading = ParagraphStyle("heading", fontName=font, fontSize=15, leading=22, wordWrap="CJK", spaceBefore=8)

    def furnish(canvas: Any, page: Any) -> None:
        canvas.setFont(font, 9)
        canvas.drawString(72, 805, head)
        canvas.drawCentredString(297, 30, f"第 {page.page} 页")

    flowables: list[Any] = []
    for kind, content in story:
        if kind == "page":
            flowables.append(PageBreak())
        elif kind == "table":
            rows = [row.split("|") for row in content.split("\n")]
            flowables.append(Table(rows, style=[("FONTNAME", (0, 0), (-1, -1), font)]))
        else:
            flowables.append(Paragraph(content, heading if kind == "heading" else text))
    made = BytesIO()
    SimpleDocTemplate(made, invariant=1).build(flowables, onFirstPage=furnish, onLaterPages=furnish)
    return rewritten(made.getvalue(), info=info or {})


def rewritten(
    data: bytes, *, info: dict[str, str] | None = None, password: str | None = None, algorithm: str = "RC4-128"
) -> bytes:
    """Return the PDF with another information dictionary, or locked with a password; "" locks it against changes."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=BytesIO(data))
    writer.metadata = dict(info or {})
    if password is not None:
        writer.encrypt(user_password=password, owner_password="owner", algorithm=algorithm)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def picture_paper() -> bytes:
    """Return a PDF whose only page is a picture, as a scanner makes it."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    made = BytesIO()
    canvas = Canvas(made)
    canvas.drawImage(ImageReader(Image.new("RGB", (40, 40), "white")), 72, 500)
    canvas.save()
    return made.getvalue()


SCANNED_PAGE = Path(__file__).parent / "data" / "scanned-page.png"
"""The first page of a plan as a scanner makes it: a heading, TARGETS and PROGRESS, a little turned and grey."""


def scanned_paper(*texts: str) -> bytes:
    """Return a PDF with a page of text for each of ``texts``, and the scanned page behind them."""
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    made = BytesIO()
    canvas = Canvas(made, pagesize=(595, 842))
    for text in texts:
        canvas.setFont("STSong-Light", 11)
        canvas.drawString(72, 700, text)
        canvas.showPage()
    canvas.drawImage(ImageReader(str(SCANNED_PAGE)), 0, 0, 595, 842)
    canvas.showPage()
    canvas.save()
    return made.getvalue()


def column_paper(title: str, columns: Sequence[str], *, by_rows: bool, chars: int = 22) -> bytes:
    """Return a page of columns side by side, printed one after the other or line by line across all of them."""
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfgen.canvas import Canvas

    registerFont(UnicodeCIDFont("STSong-Light"))
    made = BytesIO()
    canvas = Canvas(made)
    canvas.setFont("STSong-Light", 16)
    canvas.drawString(150, 760, title)
    canvas.setFont("STSong-Light", 10)
    pieces = [
        (72 + 240 * column, 730 - 16 * number, text[start : start + chars])
        for column, text in enumerate(columns)
        for number, start in enumerate(range(0, len(text), chars))
    ]
    for x, y, piece in sorted(pieces, key=lambda piece: -piece[1]) if by_rows else pieces:
        canvas.drawString(x, y, piece)
    canvas.save()
    return made.getvalue()


def huge_paper(content: bytes = b"0 0 m " * (90 << 20 >> 2)) -> bytes:
    """Return a small PDF whose only page unpacks to more than any real one."""
    from pypdf import PdfWriter
    from pypdf.generic import NameObject, StreamObject

    writer = PdfWriter()
    page = writer.add_blank_page(200, 200)
    stream = StreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def write(path: Path, content: bytes | str) -> Path:
    """Write a file and its folders, text as UTF-8, and return its path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path
