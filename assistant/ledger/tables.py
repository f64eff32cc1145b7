"""The lines of a text to its table rows as sentences, so that a figure in a cell keeps what its column is called.

"园区科协 | 10家 | 12家" below "指标 | 目标 | 完成" is read as 园区科协目标10家，园区科协完成12家。
"""

import re
from collections.abc import Sequence

from assistant.language.dates import find_dates
from assistant.language.figures import find_figures
from assistant.language.fold import search_key

_CELL = re.compile(r"\s*[|｜\t]\s*")
_HEADER = re.compile(
    r"目标|指标|任务|计划|完成|实际|进展|进度|现状|数量|数值|个数|时间|日期|截至|项目|名称|单位|类别"
    r"|\b(?:indicator|target|goal|done|actual|progress|date|number|count|achieved|item)"
)
_DATE = re.compile(r"时间|日期|截至|\b(?:date|as of|when)\b")
_NUMBERING = re.compile(r"^(?:序号|编号|no\.?|#)$")
_NO_COUNT = re.compile(r"率|比例|占比|排名|序号|编号|备注|说明|%|\b(?:rate|rank|note|remark|share|no\.)")
"""Columns whose numbers are no counts of the row."""
_UNIT = re.compile(r"(?:计量|计数)?单位|unit")
_NUMBER = re.compile(r"\d|[一二三四五六七八九十百千万两]+[个家名人位项条支份件]")
_BARE = re.compile(r"\d[\d,.]*")
_RULE = re.compile(r"[\s|:｜-]*-[\s|:｜-]*")
"""The line below the head of a Markdown table."""
_FEWEST = 2


def spoken_rows(text: str, *, names: Sequence[str] = ()) -> dict[int, str]:
    r"""Return a sentence for each row below a header, by the offset of the row; ``names`` (folded) may head columns.

    >>> spoken_rows("指标 | 目标 | 完成\n园区科协 | 10家 | 12家")
    {13: '园区科协目标10家，园区科协完成12家。'}
    """
    spoken: dict[int, str] = {}
    header: list[str] | None = None
    start = 0
    for line in text.split("\n"):
        cells = [cell.strip() for cell in _CELL.split(line.strip().strip("|｜"))]
        if _RULE.fullmatch(line):
            start += len(line) + 1
            continue
        if len(cells) < _FEWEST or _CELL.search(line) is None:
            header = None
        elif header is None or len(cells) != len(header):
            header = cells if _is_header(cells, names) else None
        else:
            spoken[start] = _sentence(header, cells, names)
        start += len(line) + 1
    return spoken


_ROW_AS_SENTENCE = re.compile(r"[^：:，。]{2,30}[：:](?:[^，,。；;：:]{0,12}\d[\d,.]*(?:[，,；;。]|$)\s*)+$")


def is_spoken_row(sentence: str) -> bool:
    """Tell whether a sentence was made from the row of a table (园区科协：目标10，完成6) by the reader of its file."""
    return _ROW_AS_SENTENCE.fullmatch(sentence) is not None


def _is_header(cells: Sequence[str], names: Sequence[str]) -> bool:
    if any(figure.unit for cell in cells[1:] for figure in find_figures(cell)):
        return False
    folded = [search_key(cell) for cell in cells]
    return any(_HEADER.search(cell) or any(name in cell for name in names) for cell in folded)


def _sentence(header: Sequence[str], cells: Sequence[str], names: Sequence[str]) -> str:
    """Say one row, each cell with the name of the row; a date holds for what was done, not for the target."""
    rows = [(name, cell) for name, cell in zip(header, cells, strict=True) if cell]
    day = next((cell for name, cell in rows if _DATE.search(search_key(name)) or _is_date(cell)), "")
    unit = next((cell for name, cell in rows if _UNIT.fullmatch(search_key(name))), "")
    headed = any(name in search_key(title) for title in header for name in names)
    named = (cell for name, cell in rows if not _NUMBERING.search(search_key(name)) and cell != day)
    subject = next((cell for cell in named if not (headed and _NUMBER.search(cell))), "")
    counted = [
        (name, cell)
        for name, cell in rows
        if cell not in (day, subject, unit) and _NUMBER.search(cell) and not _NO_COUNT.search(search_key(name))
    ]
    chinese = any("\u4e00" <= character <= "\u9fff" for character in f"{subject}{''.join(header)}")
    say = _say_chinese if chinese else _say_english
    said = [say(subject, name, cell + (unit if _BARE.fullmatch(cell) else ""), day) for name, cell in counted]
    return f"{'，'.join(said)}。" if chinese else f"{'; '.join(said)}."


def _say_chinese(subject: str, name: str, cell: str, day: str) -> str:
    when = name if _is_date(name) else day
    return f"{f'截至{when}' if when and not _aims(name) else ''}{subject}{'' if _is_date(name) else name}{cell}"


def _say_english(subject: str, name: str, cell: str, day: str) -> str:
    when = name if _is_date(name) else day
    return (
        f"{f'By {when} ' if when and not _aims(name) else ''}{subject}: {'' if _is_date(name) else name.lower()} {cell}"
    )


def _aims(name: str) -> bool:
    return bool(re.search(r"目标|计划|任务|指标|target|goal", search_key(name)))


def _is_date(cell: str) -> bool:
    return any(mention.end - mention.start >= len(cell.strip()) - 1 for mention in find_dates(cell))
