"""Markdown originals with front matter in, the PDF papers of ``corpus/policy/`` out.

Run it after editing an original (``pip install reportlab``); the PDFs are kept beside, so neither the assistant nor its
tests need it. The font is WenQuanYi Micro Hei (Apache 2.0), Debian's ``fonts-wqy-microhei``:

    python corpus/policy/_source/make_pdf.py --font wqy-microhei.ttc [ID ...]

An original holds YAML front matter, then ``## headings``, paragraphs separated by blank lines, and where a new page
should start a line ``<!-- new page -->``. Equal input gives equal bytes.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

FONT = "Paper"
SOURCE_FOLDER = Path(__file__).resolve().parent
NEW_PAGE = "<!-- new page -->"
MARGIN_POINTS = 80.0
BODY_POINTS = 12.5
HEADING_POINTS = 15.0
TITLE_POINTS = 20.0
SMALL_POINTS = 9.5
INK = "#1f2933"
ACCENT = "#8c2f1b"
FAINT = "#66717d"

INFO_KEYS = {
    "title": "/Title",
    "publisher": "/Publisher",
    "published": "/Published",
    "url": "/SourceURL",
    "kind": "/Kind",
    "reliability": "/Reliability",
    "id": "/Id",
    "language": "/Lang",
    "mirrors": "/Mirrors",
    "digest": "/Digest",
}
"""Front matter key to key of the PDF's information dictionary."""

# A number is not cut, and a mark stays with its word, for no line may start with a closing mark. Nothing longer is held
# together: a line that ends far before the margin reads like the end of a paragraph.
_UNBREAKABLE = re.compile(
    r"[“‘（《「『]*(?:[\x21-\x7e]+|.)[，。；：、！？”’）》」』…]*",
    re.DOTALL,
)
_LONGEST_WORD = 20


@dataclass(frozen=True, slots=True)
class Original:
    """One Markdown original: its front matter and its blocks in order."""

    front: dict[str, Any]
    blocks: tuple[str, ...]


def read_original(path: Path) -> Original:
    """Read front matter and blocks; a block is a heading, a paragraph or the new-page mark."""
    import yaml

    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    values: dict[str, Any] = yaml.safe_load(front)
    missing = [key for key in ("id", "title", "publisher", "kind") if key not in values]
    if missing:
        raise SystemExit(f"{path.name}: front matter lacks {', '.join(missing)}.")
    blocks = (" ".join(block.split()) for block in re.split(r"\n\s*\n", body))
    return Original(values, tuple(block for block in blocks if block and not block.startswith("# ")))


def break_lines(text: str, *, points: float, width: float, indent: float = 0.0) -> list[str]:
    """Break ``text`` into lines of at most ``width`` points without cutting a number."""
    from reportlab.pdfbase.pdfmetrics import stringWidth

    lines = [""]
    room = width - indent
    for piece in _pieces(text):
        if lines[-1] and stringWidth(lines[-1] + piece.rstrip(), FONT, points) > room:
            lines.append("")
            room = width
        lines[-1] += piece if lines[-1] else piece.lstrip()
    return lines


def _pieces(text: str) -> Iterator[str]:
    """Yield what a line end must not cut; web addresses go letter by letter."""
    for piece in _UNBREAKABLE.findall(text):
        yield from piece if len(piece) > _LONGEST_WORD else (piece,)


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    base = ParagraphStyle("body", fontName=FONT, fontSize=BODY_POINTS, leading=BODY_POINTS * 1.8, textColor=INK)
    return {
        "body": ParagraphStyle("text", base, firstLineIndent=2 * BODY_POINTS, spaceAfter=9),
        "heading": ParagraphStyle(
            "heading", base, fontSize=HEADING_POINTS, leading=24, textColor=ACCENT, spaceBefore=12, spaceAfter=6
        ),
        "title": ParagraphStyle("title", base, fontSize=TITLE_POINTS, leading=31, spaceAfter=10),
        "small": ParagraphStyle("small", base, fontSize=SMALL_POINTS, leading=15, textColor=FAINT),
    }


def _paragraph(text: str, style: Any, *, width: float) -> Any:
    from reportlab.platypus import Paragraph

    lines = break_lines(text, points=style.fontSize, width=width, indent=style.firstLineIndent)
    return Paragraph("<br/>".join(escape(line.rstrip()) for line in lines), style)


def _story(original: Original, *, width: float) -> list[Any]:
    """Return the flowables; a paragraph is never cut by a page end, so each sentence stands on one page."""
    from reportlab.platypus import CondPageBreak, HRFlowable, KeepTogether, PageBreak, Spacer

    style, front = _styles(), original.front
    story = [_paragraph(str(front["title"]), style["title"], width=width)]
    for label, name in (("发布单位", "publisher"), ("发布日期", "published"), ("原文网址", "url")):
        story.append(_paragraph(f"{label}：{front.get(name) or '不详'}", style["small"], width=width))
    story += [Spacer(0, 6), HRFlowable(width="100%", thickness=0.7, color=ACCENT), Spacer(0, 10)]
    for block in original.blocks:
        if block == NEW_PAGE:
            story.append(PageBreak())
        elif block.startswith("## "):
            story.append(CondPageBreak(120))
            story.append(_paragraph(block[3:], style["heading"], width=width))
        else:
            story.append(KeepTogether([_paragraph(block, style["body"], width=width)]))
    return story


def _draw_foot(canvas: Any, paper: Any) -> None:
    canvas.saveState()
    canvas.setFont(FONT, SMALL_POINTS)
    canvas.setFillColor(FAINT)
    canvas.drawCentredString(paper.pagesize[0] / 2, MARGIN_POINTS / 2, f"— {canvas.getPageNumber()} —")
    canvas.restoreState()


def _with_info(data: bytes, front: dict[str, Any]) -> bytes:
    """Return the PDF with the front matter in its information dictionary."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=io.BytesIO(data))
    info = {key: _info_text(front.get(name)) for name, key in INFO_KEYS.items()}
    info |= {"/Author": str(front["publisher"]), "/Lang": _info_text(front.get("language")) or "zh-CN"}
    info |= {"/Creator": "make_pdf.py", "/Subject": "Digest of the original in our own words"}
    writer.add_metadata({key: text for key, text in info.items() if text})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _info_text(value: Any) -> str:
    if isinstance(value, list):
        return " ".join(map(str, value))
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def make_pdf(original: Original) -> bytes:
    """Return the A4 paper of ``original``; the font must be registered."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate

    data = io.BytesIO()
    width, height = A4[0] - 2 * MARGIN_POINTS, A4[1] - 2 * MARGIN_POINTS
    frame = Frame(MARGIN_POINTS, MARGIN_POINTS, width, height, leftPadding=0, rightPadding=0)
    # invariant: fixed dates and ids, so that an unchanged original leaves its PDF unchanged.
    paper = BaseDocTemplate(data, pagesize=A4, invariant=1)
    # The foot is drawn when the page ends, so that it also stands last in the extracted text.
    paper.addPageTemplates(PageTemplate("page", frames=[frame], onPageEnd=_draw_foot))
    paper.build(_story(original, width=width))
    return _with_info(data.getvalue(), original.front)


def main() -> None:
    """Make all papers, or those whose ids are named."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("ids", nargs="*", help="ids to make; all when none is named")
    parser.add_argument(
        "--font", type=Path, required=True, help="a free TrueType font with Chinese and Latin letters; embedded"
    )
    parser.add_argument("--out", type=Path, default=SOURCE_FOLDER.parent, help="folder of the PDFs")
    options = parser.parse_args()
    from reportlab.pdfbase.pdfmetrics import registerFont
    from reportlab.pdfbase.ttfonts import TTFont

    registerFont(TTFont(FONT, str(options.font)))
    for path in [SOURCE_FOLDER / f"{name}.md" for name in options.ids] or sorted(SOURCE_FOLDER.glob("*.md")):
        target = options.out / f"{path.stem}.pdf"
        data = make_pdf(read_original(path))
        changed = not target.exists() or target.read_bytes() != data
        if changed:
            target.write_bytes(data)
        sys.stdout.write(f"{target.name}: {'written' if changed else 'unchanged'}\n")


if __name__ == "__main__":
    main()
