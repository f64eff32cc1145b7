"""Good inputs and a source of chance in; one damaged input after another out, the same ones for the same seed."""

from collections.abc import Iterator, Sequence
from random import Random

LONGEST = 1 << 16
"""Bytes of an input; what only a larger one breaks is tested by itself (tests/test_bounds.py)."""
_MOST_CHANGES = 6
_FRESH = 0.1
"""Share of inputs that are made of words alone: they reach what no change of a good input does."""
_WORDS_OF_A_FRESH_ONE = 12

HOSTILE = (
    b"\0",
    b"\xff",
    b"\xed\xa0\x80",  # half of a character
    "\u202e\u2066".encode(),  # turns the direction of writing round
    "\u200b\u00ad\ufeff".encode(),
    "\U0001f468\u200d\U0001f469\u0301".encode(),
    "\ufffd\uffff\U0010ffff".encode(),
    "٣０②Ⅻ½一〇萬".encode(),
    "\u2028\x0b\x1c\x85".encode(),
    b"9" * 400,
    b"1e999",
    b"-0",
    b"%s{0}${x}",
    b"<!DOCTYPE a [<!ENTITY b 'c'>]>",
    b"[" * 200,
    b"(" * 50,
)
"""Pieces that programs stumble over, whatever they read."""


def damaged(seeds: Sequence[bytes], words: Sequence[bytes], chance: Random) -> Iterator[bytes]:
    """Yield inputs without end: now and then one of words alone, else a good one with a few changes."""
    pool = (*words, *HOSTILE)
    yield b""
    yield from seeds
    while True:
        if chance.random() < _FRESH:
            count = chance.randint(1, _WORDS_OF_A_FRESH_ONE)
            yield b"".join(chance.choice(pool) for _ in range(count))
            continue
        data = bytearray(chance.choice(seeds))
        for _ in range(chance.randint(1, _MOST_CHANGES)):
            change(data, seeds, pool, chance)
        yield bytes(data[:LONGEST])


def change(data: bytearray, seeds: Sequence[bytes], pool: Sequence[bytes], chance: Random) -> None:
    """Change ``data`` in one place."""
    at = chance.randint(0, len(data))
    end = min(len(data), at + 1 + int(chance.expovariate(0.1)))
    kind = chance.randrange(8)
    if kind == 0 and at < len(data):
        data[at] ^= 1 << chance.randrange(8)
    elif kind == 1 and at < len(data):
        data[at] = chance.randrange(256)
    elif kind == 2:
        del data[at:end]
    elif kind == 3:
        data[at:at] = data[at:end] * chance.choice((1, 2, 50))
    elif kind == 4:
        del data[at:]
    elif kind == 5:
        other = chance.choice(seeds)
        place = chance.randint(0, len(other))
        data[at:at] = other[place : place + 1 + int(chance.expovariate(0.02))]
    else:
        data[at : chance.choice((at, end))] = chance.choice(pool)
