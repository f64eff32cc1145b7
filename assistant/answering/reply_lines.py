"""Lines of a reply in markdown to lines that can be understood alone: rows of tables with their heads, no headings.

Marks stay where they are; ``reply`` reads them.
"""

import re
from collections.abc import Sequence

_ROW = re.compile(r"^\s*(?:>\s*)*\|")
_RULE = re.compile(r"^\s*(?:>\s*)*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^\s*(?:>\s*)*(?:[-*+•·–—]\s|\(?\d{1,2}[.)、．]|（\d{1,2}）|[①-⑳]|\|)")
_LEADS_IN = re.compile(r"[:：][*_\s]*$")
_CITED = re.compile(r"[\[【［〖(（]\s*\^?\w{0,8}\s*\d|\^\d|[¹²³⁴-⁹]")
_HAN = re.compile("[\u4e00-\u9fff]")


def told_lines(lines: Sequence[str], *, last: str | None = None) -> list[str]:
    """Return ``lines`` with each row of a table as a sentence, and without what only leads in to a list or a table.

    ``last`` is the beginning of the line after them while a reply is still being written (None: the reply has ended):
    what may turn out to be the head of a table or to lead in to a list is held back.

    >>> told_lines(["目标如下：", "| 项目 | 目标 | 进展 |", "|---|---|---|", "| 园区科协 | 10个[1] | 6家[2] |"])
    ['园区科协：目标 10个[1]，进展 6家[2]']
    """
    told: list[str] = []
    head: list[str] = []
    for number, line in enumerate(lines):
        after = next((later for later in lines[number + 1 :] if later.strip()), last)
        if _RULE.match(line) and head:
            continue
        if _ROW.match(line):
            if not head:
                if after is not None and (_RULE.match(after) or (after is last and _may_be_rule(after))):
                    head = _cells(line)
                    continue
                told.append(line)
            else:
                told.append(_sentence(_cells(line), head))
            continue
        head = [] if line.strip() else head
        leads_in = _LEADS_IN.search(line) and not _CITED.search(line)
        if not (leads_in and after is not None and (_ITEM.match(after) or not after.strip())):
            told.append(line)
    return told


def _may_be_rule(begun: str) -> bool:
    return not begun.strip(" |:->")


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().lstrip("> ").strip("|").split("|")]


def _sentence(cells: Sequence[str], head: Sequence[str]) -> str:
    """Return a row as a sentence: what it is about, then each head with its cell."""
    chinese = any(_HAN.search(cell) for cell in (*cells, *head))
    colon, comma = ("：", "，") if chinese else (": ", ", ")
    named = [*head, *("" for _ in cells[len(head) :])]
    rest = [f"{name} {cell}".strip() for name, cell in zip(named[1:], cells[1:], strict=False) if cell]
    return f"{cells[0]}{colon if cells[0] and rest else ''}{comma.join(rest)}"
