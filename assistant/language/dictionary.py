"""An English question to the Chinese words that each of its words may stand for, from a file sorted by key.

The file is mapped and searched by halves, so that opening it costs nothing and a question reads a few pages of it. A
line is a key (stems of one to four words), a tab, and its translations.
"""

import mmap
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

from assistant.errors import AssistantError
from assistant.language.words import Word, split_words

BUNDLED_DICTIONARY = Path(__file__).resolve().parents[1] / "dictionary" / "cedict.tsv"

FUNCTION_WORDS = frozenset(
    word.stem
    for word in split_words(
        "a about also an and any are as at be been by can could did do does for from had has have he her him his how i "
        "if in into is it its many me much no not of on one or other she so some such tell than that the their them "
        "then there these they this to was we were what when where which who whom whose why will with would you your"
    )
)
"""Stems of words that carry no meaning of their own in a question."""

_IRREGULAR = dict(
    pair.split(":")
    for pair in (
        "arose:arise arisen:arise ate:eat eaten:eat became:become began:begin begun:begin bore:bear born:bear "
        "borne:bear bought:buy bound:bind bred:breed broke:break broken:break brought:bring built:build "
        "businessmen:businessman came:come caught:catch children:child chose:choose chosen:choose dealt:deal "
        "drawn:draw drew:draw driven:drive drove:drive dug:dig fallen:fall fed:feed feet:foot fell:fall felt:feel "
        "fled:flee flew:fly flown:fly forgot:forget forgotten:forget fought:fight found:find froze:freeze "
        "frozen:freeze gave:give given:give gone:go got:get grew:grow grown:grow heard:hear held:hold hid:hide "
        "hidden:hide hung:hang kept:keep knew:know known:know laid:lay led:lead left:leave lent:lend lit:light "
        "lost:lose made:make meant:mean men:man met:meet mice:mouse overthrew:overthrow overthrown:overthrow "
        "paid:pay people:person ran:run rode:ride rose:rise risen:rise said:say sang:sing sank:sink saw:see "
        "seen:see sent:send shaken:shake shook:shake shot:shoot shown:show slept:sleep sold:sell sought:seek "
        "spent:spend spoke:speak spoken:speak sprang:spring stole:steal stolen:steal stood:stand struck:strike "
        "stuck:stick sung:sing sunk:sink swam:swim swept:sweep sworn:swear taken:take taught:teach teeth:tooth "
        "thought:think threw:throw thrown:throw told:tell took:take tore:tear torn:tear understood:understand "
        "withdrawn:withdraw withdrew:withdraw woke:wake women:woman won:win worn:wear written:write wrote:write"
    ).split()
)
"""Forms that no stemmer brings together with the word that a dictionary lists."""
_ENDINGS = (("iest", "y"), ("ier", "y"), ("est", ""), ("est", "e"), ("ern", ""), ("er", ""), ("er", "e"), ("ly", ""))
"""Endings, and what stands in their place in a word that a dictionary is more likely to list: oldest, southern."""
_SHORTEST_ROOT = 3
_LONGEST_KEY = 4
_WORD_OF_PHRASE = 0.5
"""What a single word of a phrase weighs: gas station is 加油站, but a text may say only 加油."""


class DictionaryError(AssistantError):
    """The bundled dictionary cannot be read."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"The dictionary {path} cannot be read ({why}). Copy it again from the release.")


class Translated(NamedTuple):
    """What stands at ``text[start:end]``, its Chinese words, likeliest first, and how much it weighs."""

    start: int
    end: int
    chinese: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Dictionary:
    """English stems to Chinese words; nothing is read before the first look-up."""

    path: Path

    def look_up(self, key: Sequence[str]) -> tuple[str, ...]:
        """Return the Chinese words for the stems of a word or phrase, none when it is not listed."""
        return _look_up(self.path, " ".join(key))

    def meanings(self, word: str) -> tuple[str, ...]:
        """Return the Chinese words for an English word as it is written, none when it is not listed."""
        return self.look_up([found.stem for found in split_words(word)])

    def settlements(self) -> frozenset[str]:
        """Return the cities and counties that are listed with and without what they are: 韩城 beside 韩城市."""
        return _settlements(self.path)

    def translate(self, text: str) -> list[Translated]:
        """Return each content word and each listed phrase of an English text; unknown words have no translation."""
        return list(self._translated(split_words(text)))

    def _translated(self, words: Sequence[Word]) -> Iterator[Translated]:
        stems = [_stem_of(word) for word in words]
        at = 0
        while at < len(words):
            end, chinese = self._phrase(words, stems, at)
            if chinese:
                yield Translated(words[at].start, words[end - 1].end, chinese, 1.0)
            for place in range(at, end):
                if stems[place] not in FUNCTION_WORDS:
                    weight = _WORD_OF_PHRASE if chinese else 1.0
                    found = self.look_up([stems[place]]) or self._without_ending(words[place].singular)
                    yield Translated(words[place].start, words[place].end, found, weight)
            at = end

    def _phrase(self, words: Sequence[Word], stems: Sequence[str], at: int) -> tuple[int, tuple[str, ...]]:
        """Return where the longest listed phrase from ``at`` ends, and its translations; else the next word's end."""
        for end in range(min(at + _LONGEST_KEY, len(words)), at + 1, -1):
            together = all(word.joined for word in words[at + 1 : end])
            telling = not FUNCTION_WORDS.issuperset(stems[at:end])
            if together and telling and (chinese := self.look_up(stems[at:end])):
                return end, chinese
        return at + 1, ()

    def _without_ending(self, word: str) -> tuple[str, ...]:
        return next((found for root in roots_of(word) if (found := self.look_up(root))), ())


def key_of(english: str) -> tuple[str, ...]:
    """Return the stems that an English word or phrase is listed by.

    >>> key_of("Filling stations")
    ('fill', 'station')
    """
    return tuple(map(_stem_of, split_words(english)))


def roots_of(word: str) -> list[tuple[str, ...]]:
    """Return the keys of the words that ``word`` may be derived from, the likeliest first.

    >>> roots_of("oldest")
    [('old',)]
    """
    cut = [(word.removesuffix(ending), instead) for ending, instead in _ENDINGS if word.endswith(ending)]
    return list(dict.fromkeys(key_of(root + instead) for root, instead in cut if len(root) >= _SHORTEST_ROOT))


def _stem_of(word: Word) -> str:
    base = _IRREGULAR.get(word.singular)
    return word.stem if base is None else split_words(base)[0].stem


@cache
def _mapped(path: Path) -> mmap.mmap:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise DictionaryError(path, str(error)) from error


_SETTLEMENT = re.compile("[\t ]([\u4e00-\u9fff]{2,4}) (?:[^\n]* )?\\1[市县](?=[ \n])")


@cache
def _settlements(path: Path) -> frozenset[str]:
    # One pass of 0.07 s over the whole file, when a question first asks for a figure.
    return frozenset(match[1] for match in _SETTLEMENT.finditer(_mapped(path)[:].decode()))


@lru_cache(maxsize=8_192)
def _look_up(path: Path, key: str) -> tuple[str, ...]:
    lines, wanted = _mapped(path), key.encode() + b"\t"
    low, high = 0, len(lines)
    while low < high:
        start = lines.rfind(b"\n", 0, (low + high) // 2) + 1
        end = lines.find(b"\n", start)
        line = lines[start:end]
        if line.startswith(wanted):
            return tuple(line[len(wanted) :].decode().split(" "))
        if line < wanted:
            low = end + 1
        else:
            high = start
    return ()
