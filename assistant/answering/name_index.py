"""Known names to what they may have been mistyped as.

By form a character is another one, missing, doubled or moved; by sound the syllables are the same, as an input method
mixes characters up.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from assistant.language.sounds import blur_alike, blurred, readings, sound_alike, spoken_runs

Evidence = Literal["sound", "doubled", "moved", "blurred", "missing", "other", "word"]

SHORTEST, _LONGEST = 3, 12
_COUNTING = frozenset("几多少哪每各某两半一二三四五六七八九十百千万第")
"""几条措施 asks; it is no misspelt 十条措施."""
NEVER_A_SLIP = _COUNTING | frozenset(
    "是有的了和与及在要能会上下中内外里前后为被把将已从对以由于其之该此这那项条个家名位支所件场次批年月日甚"
)
"""Words of one character that stand between others; a wrong character is one of them only by its sound."""


class Candidate(NamedTuple):
    """A name that may be meant at ``start:end`` of a question, and why."""

    start: int
    end: int
    meant: str
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Known names by form and by sound; make one with ``index_names``."""

    names: frozenset[str]
    proper: frozenset[str]
    """Names of people, places and organisations: one with another character may well be another one."""
    known: Mapping[str, tuple[str, ...]]
    """First character → the known wordings of two characters and more, longest first; they are right as they stand."""
    shortened: Mapping[str, tuple[tuple[str, int], ...]]
    """Name without one of its characters → name, and which."""
    spoken: Mapping[str, tuple[str, ...]]
    beginnings: frozenset[str]
    """What the letters of some name begin with, so that reading aloud can stop early."""


def index_names(names: Sequence[str], *, proper: Sequence[str], known: Sequence[str]) -> NameIndex:
    """Index folded names; ``known`` are wordings that are never slips themselves."""
    fit = [name for name in dict.fromkeys(names) if SHORTEST <= len(name) <= _LONGEST and is_han(name)]
    shortened: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    spoken: defaultdict[str, list[str]] = defaultdict(list)
    wordings: defaultdict[str, list[str]] = defaultdict(list)
    for name in fit:
        for at in range(len(name)):
            shortened[name[:at] + name[at + 1 :]].append((name, at))
        spoken["".join(blurred(said[0]) if (said := readings(c)) else c for c in name)].append(name)
    for word in sorted({word for word in (*names, *known) if len(word) > 1}, key=len, reverse=True):
        wordings[word[0]].append(word)
    return NameIndex(
        frozenset(fit),
        frozenset(proper),
        {first: tuple(words) for first, words in wordings.items()},
        {short: tuple(found) for short, found in shortened.items()},
        {letters: tuple(found) for letters, found in spoken.items()},
        frozenset(letters[:end] for letters in spoken for end in range(len(letters) + 1)),
    )


def candidates(folded: str, index: NameIndex, known: Sequence[range]) -> Iterator[Candidate]:
    """Yield the names that may be meant somewhere in a folded question, whose ``known`` wordings are right."""
    yield from _by_form(folded, index, known)
    yield from _by_sound(folded, index, known)


def _by_form(folded: str, index: NameIndex, known: Sequence[range]) -> Iterator[Candidate]:
    for start in range(len(folded)):
        for end in range(start + SHORTEST - 1, min(len(folded), start + _LONGEST + 1) + 1):
            typed = folded[start:end]
            if not is_han(typed):
                break
            for name, at in index.shortened.get(typed, ()):
                # At either end a character is left out on purpose: 院士专家工作 begins 院士专家工作站.
                if len(typed) >= SHORTEST and 0 < at < len(typed) and not inside(start + at - 1, start + at, known):
                    yield Candidate(start, end, name, "missing")
            yield from _with_one_wrong(typed, start, index, known)


def _with_one_wrong(typed: str, start: int, index: NameIndex, known: Sequence[range]) -> Iterator[Candidate]:
    for at, character in enumerate(typed):
        place = start + at
        rest = typed[:at] + typed[at + 1 :]
        if rest in index.names and at and typed[at - 1] == character:
            yield Candidate(start, start + len(typed), rest, "doubled")
        if character in NEVER_A_SLIP:
            continue
        for name, other in index.shortened.get(rest, ()):
            if len(typed) < SHORTEST or name == typed:
                continue
            if other != at and name[other] == character and not inside(start, start + len(typed) - 1, known):
                yield Candidate(start, start + len(typed), name, "moved")
            elif (
                other == at
                and name[at] not in _COUNTING
                and not inside(place, place, known)
                and not _all_known(start, rest, at, known)
            ):
                yield Candidate(start, start + len(typed), name, _kind_of(character, name[at]))


def _all_known(start: int, rest: str, wrong: int, known: Sequence[range]) -> bool:
    """Tell whether all other characters belong to known wordings: 专家服务团要 is no 专家服务团队."""
    places = (start + at + (at >= wrong) for at in range(len(rest)))
    return all(inside(place, place, known) for place in places)


def _kind_of(typed: str, meant: str) -> Evidence:
    if sound_alike(typed, meant):
        return "sound"
    return "blurred" if blur_alike(typed, meant) else "other"


def _by_sound(folded: str, index: NameIndex, known: Sequence[range]) -> Iterator[Candidate]:
    """Find names whose letters are those of what was typed: 专家服务图案 is read as 专家服务团 is."""
    for start in range(len(folded)):
        for length, letters in spoken_runs(folded[start:], most=_LONGEST + 1, beginnings=index.beginnings):
            typed = folded[start : start + length]
            for name in index.spoken.get(letters, ()):
                pairs = list(zip(typed, name, strict=False))
                if name == typed or not 0 <= length - len(name) <= 1 or inside(start, start + length - 1, known):
                    continue
                never = _COUNTING if len(name) > SHORTEST else NEVER_A_SLIP
                small = any(a != b and {a, b} & never for a, b in pairs)
                if small or (len(name) == SHORTEST and not any(a == b for a, b in pairs)):
                    continue
                exact = len(typed) != len(name) or all(a == b or sound_alike(a, b) for a, b in pairs)
                yield Candidate(start, start + length, name, "sound" if exact else "blurred")


def known_spans(folded: str, index: NameIndex) -> list[range]:
    """Return the places of known wordings: the 目 of 专家服务团目标 makes it no 专家服务团队."""
    spans = []
    for start, character in enumerate(folded):
        for word in index.known.get(character, ()):
            if folded.startswith(word, start):
                spans.append(range(start, start + len(word)))
                break
    return spans


def inside(first: int, last: int, spans: Sequence[range]) -> bool:
    """Tell whether one known wording holds both places."""
    return any(first in span and last in span for span in spans)


def is_han(text: str) -> bool:
    """Tell whether a text is nothing but Han characters."""
    return all("\u4e00" <= character <= "\u9fff" for character in text)
