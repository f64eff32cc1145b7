"""Lines of a document in; the publisher, the dates and the address that its credit lines print out.

A date inside a sentence is the event's, not the publication's, and so is that of a line that says when something takes
place.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.ingestion.furniture import is_credit_line
from assistant.language.dates import find_dates
from assistant.language.fold import han_share, search_key, to_simplified

_ORIGINAL = re.compile(
    r"(?:首发媒体|首发|原载媒体|原载|原刊|First published(?: by| in)?)\s*[:：]\s*([^\n|｜，,;；(（]{2,60})",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"(?:信息来源|文章来源|来源|稿源|发布单位|发布机构|Source|Publisher)\s*[:：]\s*([^\n|｜，,;；(（]{2,60})",
    re.IGNORECASE,
)
_ISSUER = re.compile(
    r"(?<![\u3400-\u9fff])(?:发布|发文机关|发文单位|印发单位|供稿单位|发文机构)\s*[:：]\s*([^\n|｜，,;；(（]{2,60})"
    r"|\b(?:Issued|Published) by\s*[:：]?\s*([^\n|｜，,;；(（]{2,60})"
    r"|(?<![\u3400-\u9fff])(?:来源|稿源)\s+([^\s\d|｜，,;；(（:：]{2,30})(?=\s|$)",
    re.IGNORECASE,
)
"""Labels that come after the others: what follows them can be a web editor, or the words have other uses."""
_NOBODY = frozenset("管理员 系统管理员 小编 本站 网站管理员 佚名 原创 admin administrator editor".split())
_LABEL = re.compile(
    r"(?P<first>首发|首次发布|原载|原刊|first published)|(?P<repost>转载(?!自|从)|转发|更新|收录|reposted|updated)"
    r"|(?P<named>来源|稿源|发布|发表|转载自|刊发|印发|发文|公布|成文|source|published|publication|issued|posted|released?)",
    re.IGNORECASE,
)
_SOLID = re.compile(r"(?<!\d)(?:19|20)\d{6}(?!\d)")
_ADDRESS = re.compile(r"(?:原文网址|原文链接|原文地址|网址|URL)\s*[:：]\s*(https?://[^\s|｜，。）)]+)", re.IGNORECASE)
_ISSUING = (
    "报|网|社|协会|学会|联合会|研究会|基金会|委员会|管委会|常委会|理事会|科协|科学技术协会|办公室|办公厅|人民政府|政府|党组|部|厅|局|"
    "院|大学|集团|中心|杂志|电视台|广播电台|融媒体|客户端"
)
_BODY = rf"[\u3400-\u9fff·（）()、 ]{{1,40}}?(?:{_ISSUING})"
_SIGNED = re.compile(rf"(?P<before>《?{_BODY}》?)?\W*DATE\W*(?P<after>《?{_BODY}》?)?\W*(?:印发|发布|讯)?\W*")
"""A line of an issuing body and a date: "陕西日报 2022-04-08", or how an official paper ends."""
_HOUR_OR_PAGE = re.compile(r"\d{1,2}:\d{2}(?::\d{2})?|第\s*\d+\s*版|(?:星期|周)[一二三四五六日天]")
_BODY_ALONE = re.compile(rf"{_BODY}")
_PLACE = re.compile(
    r"^\W*(?:(?:会议|活动)?(?:地点|地址)|参加|参会|主题|内容|对象|venue|place|location|where)[^:：]{0,6}[:：]",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(r"^\W*(?:时间|日期|date|time)\s*[:：]", re.IGNORECASE)
_HEAD_LINES = 12
_FOOT_LINES = 4
_CHINESE_SHARE = 0.3


@dataclass(frozen=True, slots=True)
class PrintedDates:
    """When a page says that its text appeared first, and when it was taken over; None where it does not say."""

    published: str | None = None
    republished: str | None = None


def printed_dates(lines: Sequence[str]) -> PrintedDates:
    """Return the dates of the credit lines at head or foot, told apart by the label before each.

    >>> printed_dates(["标题", "转载：某网 2023-05-01", "首发：光明网 2022-04-08"])
    PrintedDates(published='2022-04-08', republished='2023-05-01')
    """
    found: dict[str, list[str]] = {"first": [], "named": [], "repost": [], "": []}
    for number in _edges(lines):
        line = lines[number]
        if not (is_credit_line(line) or _signed(line)) or _tells_when_to_come(lines, number):
            continue
        folded = search_key(line)
        done = 0
        for start, end, day in _dates(folded):
            labels = list(_LABEL.finditer(folded, done, start))
            found[(labels[-1].lastgroup or "") if labels else ""].append(day)
            done = end
    first = [*found["first"], *found["named"], *found[""], *found["repost"]]
    if not first:
        return PrintedDates()
    others = [*found["repost"], *([*found["named"], *found[""]] if found["first"] else [])]
    return PrintedDates(first[0], next((one for one in others if not first[0].startswith(one[: len(first[0])])), None))


def _dates(folded: str) -> Iterator[tuple[int, int, str]]:
    """Yield where the dates of a line begin and end, and the dates from the month on."""
    for mention in find_dates(folded):
        if len(mention.iso) > len("2022") and not mention.iso.startswith("-"):
            yield mention.start, mention.end, mention.iso
    for solid in _SOLID.finditer(folded):
        day = solid.group()
        for mention in find_dates(f"{day[:4]}-{day[4:6]}-{day[6:]}"):
            if len(mention.iso) == len("2022-04-08"):
                yield solid.start(), solid.end(), mention.iso


def _tells_when_to_come(lines: Sequence[str], number: int) -> bool:
    """Tell whether "时间：…" is that of an event: the place stands beside it."""
    near = lines[max(0, number - 2) : number + 3]
    return _BARE_LABEL.match(lines[number]) is not None and any(map(_PLACE.match, near))


def _signed(line: str) -> re.Match[str] | None:
    """Return the body and the date of a line that holds nothing else, None for another line."""
    folded = search_key(line)
    found = [one for one in _dates(folded) if len(one[2]) == len("2022-04-08")]
    if len(found) != 1:
        return None
    (start, end, _) = found[0]
    match = _SIGNED.fullmatch(_HOUR_OR_PAGE.sub("", f"{folded[:start]}DATE{folded[end:]}"))
    return match if match and (match["before"] or match["after"]) else None


def find_address(lines: Sequence[str]) -> str | None:
    """Return the address of the original that a page prints.

    >>> find_address(["标题", "来源：光明网 原文链接：http://example.cn/a.html"])
    'http://example.cn/a.html'
    """
    for line in (lines[number] for number in _edges(lines)):
        match = _ADDRESS.search(line)
        if match and is_credit_line(line):
            return match.group(1)
    return None


def _edges(lines: Sequence[str]) -> list[int]:
    """Return the places of the lines at head and foot, where a page says where it comes from."""
    head = range(min(_HEAD_LINES, len(lines)))
    return [*head, *range(max(len(head), len(lines) - _FOOT_LINES), len(lines))]


def find_publisher(lines: Sequence[str]) -> str | None:
    """Return the first publisher named at head or foot, in simplified characters so that equal ones compare equal.

    >>> find_publisher(["標題", "2022-04-08 來源：光明網 作者：谷豆豆"])
    '光明网'
    """
    edges = _edges(lines)
    credit_lines = [to_simplified(lines[number]) for number in edges if is_credit_line(lines[number])]
    for label in (_ORIGINAL, _PUBLISHER, _ISSUER):
        for line in credit_lines:
            match = label.search(line)
            name = _publisher_name(next(filter(None, match.groups()))) if match else None
            if name and name.lower() not in _NOBODY:
                return name
    signed = (_signed(lines[number]) for number in edges)
    return next((_name_of(match) for match in signed if match), None) or _signature(lines)


def _name_of(signed: re.Match[str]) -> str:
    return (signed["before"] or signed["after"] or "").strip(" 《》()（）")


def _signature(lines: Sequence[str]) -> str | None:
    """Return the body that signs a paper: alone on the line before the date at its foot."""
    foot = [to_simplified(line).strip() for line in lines[max(1, len(lines) - _FOOT_LINES - 1) :]]
    for body, day in pairwise(foot):
        dates = list(_dates(search_key(day)))
        if _BODY_ALONE.fullmatch(body) and len(dates) == 1 and is_credit_line(day):
            return body.replace(" ", "")
    return None


def _publisher_name(text: str) -> str | None:
    """Return a publisher's name without what follows it on its line, in simplified characters."""
    name = re.split(r"(?<!\d)(?:19|20)\d{2}\s*[-/.年]|(?<!\d)(?:19|20)\d{6}(?!\d)", to_simplified(text))[0].strip()
    if not name:
        return None
    if han_share(name) > _CHINESE_SHARE:
        return name.split()[0]
    return re.split(r"\s{2,}|\s(?=\d)", name)[0].strip()
