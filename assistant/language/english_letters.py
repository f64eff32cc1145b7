"""English words to how many letters tell them apart, and to how often they stand in running text."""

from collections.abc import Callable
from functools import cache


def letters_wrong(one: str, other: str, most: int) -> int:
    """Return how many letters are wrong, missing, too many or exchanged with a neighbour; ``most`` + 1 if more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        earlier, before = before, row
        row = [i]
        for j, b in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (a != b)))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > most:
            return most + 1
    return row[-1]


def one_letter_off(word: str) -> set[str]:
    """Return what ``word`` may be with one letter other, missing, too many or exchanged; the first letter stays."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    cuts = [(word[:at], word[at:]) for at in range(1, len(word) + 1)]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    return (
        {a + b[1:] for a, b in cuts if b}
        | swapped
        | {a + letter + b[1:] for a, b in cuts if b for letter in letters}
        | {a + letter + b for a, b in cuts for letter in letters}
    ) - {word}


def english_frequency(word: str) -> int:
    """Return how often an English word stands in running text, 0 for what is no word."""
    return _dictionary()(word)


@cache
def _dictionary() -> Callable[[str], int]:
    # Reading the dictionary takes 0.2 s; only a word that no known name has needs it.
    from spellchecker import SpellChecker

    known = SpellChecker(distance=1).word_frequency
    return lambda word: int(known[word])
