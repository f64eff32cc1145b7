"""What every reader hands over: the metadata a file carries and its lines, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as its reader saw it, before cleaning.

    ``declared`` is what someone wrote on purpose for this corpus (front matter, our PDF keys): a mistake in it is an
    error. ``corrected`` is what an editor states instead; an empty text says that there is none. ``found`` was picked
    up on the way (meta tags, a page's headline): a mistake in it is passed over.
    ``pages`` holds one tuple of lines per page, one paragraph a line; headings start with ``"## "`` where the format
    tells them apart (``headings_known``).
    """

    pages: tuple[tuple[str, ...], ...]
    declared: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, str] = field(default_factory=dict)
    headings_known: bool = True
    corrected: Mapping[str, str] = field(default_factory=dict)


def join_lines(first: str, second: str, *, chinese: bool) -> str:
    """Join a line that was broken by a printer, without leaving a trace of the break.

    >>> join_lines("持续推", "进秦创原建设", chinese=True)
    '持续推进秦创原建设'
    >>> join_lines("an innova-", "tion driven", chinese=False)
    'an innovation driven'
    """
    if not first or not second:
        return first + second
    left, right = first[-1], second[0]
    if len(first) > 1 and left == "-" and first[-2].isalpha() and first[-2].isascii() and right.islower():
        return first[:-1] + second
    # A page of Chinese text breaks its lines anywhere, inside a number too.
    tight = not (left.isascii() and right.isascii()) or (chinese and left.isdigit() and right.isdigit())
    return first + ("" if tight else " ") + second
