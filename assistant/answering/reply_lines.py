"""Lines of a reply in markdown to lines that can be understood alone: rows of tables with their heads, no headings.

Marks stay where they are; ``reply`` reads them.
"""

import re
from collections.abc import Sequence

from assistant.language.figures import find_figures

_ROW = re.compile(r"^\s*(?:>\s*)*\|")
_RULE = re.compile(r"^\s*(?:>\s*)*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_ITEM = re.compile(r"^\s*(?:>\s*)*(?:[-*+•·–—]\s|\(?\d{1,2}[.)、．]|（\d{1,2}）|[①-⑳]|\|)")
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_SHORT = r"[^。！？!?，,；;：:\d\n]"
_HEADING = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s|\*\*[^*。！？!?\n]{1,60}\*\*\s*$"
    rf"|(?:{_NUMERAL}、|[（(]{_NUMERAL}[)）]){_SHORT}{{1,24}}$)"
)
_MAY_BE_HEADING = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}(?:\s|$)|\*\*[^*。！？!?\n]{0,60}\*{0,2}\s*$"
    rf"|{_NUMERAL}(?:、{_SHORT}{{0,24}})?$|[（(](?:{_NUMERAL}(?:[)）]{_SHORT}{{0,24}})?)?$)"
)
_LEADS_IN = re.compile(r"[:：][*_\s]*$")
_MOST_ITEMS = 12
_CITED = re.compile(r"[\[【［〖(（]\s*\^?\w{0,8}\s*\d|\^\d|[¹²³⁴-⁹]")
_UNIT_OF_COLUMN = re.compile(
    r"\s*[(（](?:单位[:：])?\s*((?:[百千]?[万亿])?[元家个项名人位所支件篇亩站]|%|"
    r"(?:rmb |cny )?(?:(?:hundred )?(?:million|billion|bn|mn|thousand) ?)?(?:yuan|cny|rmb)?)\s*[)）]\s*$",
    re.IGNORECASE,
)
_BARE_FIGURE = re.compile(r"(?P<figure>[*_]*[+约近超]?\d[\d,.]*\d|\d)(?P<rest>.*)$", re.DOTALL)
_SENTENCE_END = re.compile(
    r"[。！？!?]\s*(?:[\[【［〖][^\]】］〗]{0,40}[\]】］〗]\s*)*|\.(?:\s|\[)[^\]\w]*(?:\[?[\d, ]+\]\s*)*"
)
_MARK = re.compile(r"[\[【［〖]\s*\^?[Ff]?\d{1,3}(?:\s*[,，、]\s*[Ff]?\d{1,3})*\s*[\]】］〗]")
_ONLY_MARKS = re.compile(rf"(?:{_MARK.pattern}[\s,，、;；]*)+")
_OF_SOURCES = re.compile(
    r"(?:来源|资料来源|出处|依据|引用|段落|资料|sources?|refs?|references?|citations?|passages?|evidence)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"\s*[Ff]?\d{1,3}(?:\s*[,，、;；]\s*[Ff]?\d{1,3})*\s*")
_HAN = re.compile("[\u4e00-\u9fff]")


def told_lines(lines: Sequence[str], *, last: str | None = None) -> list[str]:
    """Return ``lines`` with each row of a table as a sentence, and without headings and what only leads in to more.

    ``last`` is the beginning of the line after them while a reply is still being written (None: the reply has ended):
    what may turn out to be the head of a table is held back.

    >>> told_lines(["目标如下：", "| 项目 | 目标 | 进展 |", "|---|---|---|", "| 园区科协 | 10个[1] | 6家[2] |"])
    ['园区科协：目标 10个[1]，进展 6家[2]']
    """
    told: list[str] = []
    left_out: list[str] = []
    head: list[str] = []
    marks = ""
    for number, line in enumerate(lines):
        after = next((later for later in lines[number + 1 :] if later.strip()), last)
        if _RULE.match(line) and head:
            continue
        if _ITEM.match(line) and marks and not _CITED.search(line):
            line = f"{line.rstrip()}{marks}"
        elif line.strip() and not _ITEM.match(line):
            marks = ""
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
        tail = _tail_of(line)
        bare = _MARK.sub("", line[tail:]).rstrip()
        # A figure over a list is said, and not only of how many the list is.
        leads_in = _LEADS_IN.search(bare) and not any(one.value > _MOST_ITEMS for one in find_figures(bare))
        listed = bool(leads_in and after is not None and _ITEM.match(after))
        if listed:
            # What stands over a list without marks of its own is the source of each item.
            marks = "".join(_MARK.findall(line[tail:]))
        if _HEADING.match(line) and not _CITED.search(line):
            left_out.append(line)
        elif not leads_in or (_CITED.search(line[tail:]) and not listed):
            told.append(line)
        elif line[:tail].strip():
            told.append(line[:tail])
        else:
            left_out.append(line)
    # Where a reply is nothing else, that is what it says: **NO ANSWER**
    return told if last is not None or any(map(str.strip, told)) else left_out


def _within(head: str) -> str:
    """Return a head of a table as it is written inside a sentence: "Multiple of 2022" is no name.

    >>> _within("Multiple of 2022"), _within("Xixian New Area")
    ('multiple of 2022', 'Xixian New Area')
    """
    words = head.split()
    plain = len(words) > 1 and words[0].istitle() and all(word.islower() or word.isdigit() for word in words[1:])
    return head[:1].lower() + head[1:] if plain else head


def _under(name: str, cell: str) -> str:
    """Return a cell behind its head; a unit that stands in the head, 成交额（亿元）, goes to the figure.

    >>> _under("成交额（亿元）", "2209.49[4]"), _under("Turnover (bn yuan)", "220.9")
    ('成交额 2209.49亿元[4]', 'Turnover 220.9 bn yuan')
    """
    unit = _UNIT_OF_COLUMN.search(name)
    figure = _BARE_FIGURE.match(cell)
    if not unit or not figure or not figure["rest"].lstrip().startswith(("", "[", "【", "*", "（", "(")):
        return f"{name} {cell}".strip()
    gap = "" if _HAN.search(unit[1]) or unit[1] == "%" else " "
    return f"{name[: unit.start()].rstrip()} {figure['figure']}{gap}{unit[1]}{figure['rest']}".strip()


def _tail_of(line: str) -> int:
    """Return where the last sentence of a line begins: what leads in to a list may stand behind others."""
    return max((match.end() for match in _SENTENCE_END.finditer(line)), default=0)


def may_be_heading(begun: str) -> bool:
    """Tell whether the beginning of a line may turn out to be a heading.

    >>> may_be_heading("**服务企"), may_be_heading("一、服务"), may_be_heading("服务企业180家")
    (True, True, False)
    """
    return bool(_MAY_BE_HEADING.match(begun))


def _may_be_rule(begun: str) -> bool:
    return not begun.strip(" |:->")


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip().lstrip("> ").strip("|").split("|")]


def _sentence(cells: Sequence[str], head: Sequence[str]) -> str:
    """Return a row as a sentence: what it is about, then each head with its cell."""
    chinese = any(_HAN.search(cell) for cell in (*cells, *head))
    colon, comma = ("：", "，") if chinese else (": ", ", ")
    named = [*head, *("" for _ in cells[len(head) :])]
    rest, marks = [], ""
    for name, cell in zip(named[1:], cells[1:], strict=False):
        if _OF_SOURCES.fullmatch(name) and _NUMBERS.fullmatch(cell):
            marks += "".join(f"[{number}]" for number in re.findall(r"[Ff]?\d+", cell))
        elif _ONLY_MARKS.fullmatch(cell):
            marks += "".join(_MARK.findall(cell))
        elif cell:
            rest.append(_under(_within(name), cell))
    return f"{cells[0]}{colon if cells[0] and rest else ''}{comma.join(rest)}{marks}"
