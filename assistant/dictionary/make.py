"""A file of CC-CEDICT in; ``cedict.tsv``, from English words to Chinese ones, out.

CC-CEDICT lists what a Chinese word means in English; here each meaning of one to four words becomes a key. Its file is
published as https://www.mdbg.net/chinese/dictionary?page=cc-cedict and lies, plain or gzipped, in several packages.

    python -m assistant.dictionary.make cedict_ts.u8
"""

import gzip
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path

import typer

from assistant.command import says_what_is_wrong
from assistant.errors import UsageError
from assistant.language.dictionary import BUNDLED_DICTIONARY, FUNCTION_WORDS, key_of, roots_of
from assistant.language.fold import search_key

_ENTRY = re.compile(r"\S+ (?P<simplified>\S+) \[[^\]]*\] /(?P<meanings>.*)/\s*")
_BRACKETED = re.compile(r"\([^()]*\)|\[[^\]]*\]")
_NO_MEANING = re.compile(
    r"(?:old |erhua |archaic |japanese )?variant|see |abbr\. |cl:|surname|also (?:written|pr)|used in|taiwan pr"
    r"|classifier|particle|same as",
    re.IGNORECASE,
)
"""Remarks on a word instead of what it means."""
_LEADING = re.compile(r"^(?:(?:to be|to|a|an|the|be|very|sb|sth) )+", re.IGNORECASE)
_DIVISION = re.compile(
    r"(?<=\w) (?:(?:autonomous|(?:county|prefecture)[ -]level|sub-?provincial) )?"
    r"(?:province|(?:city|county|district|prefecture|region|township)(?= in | of ))\b.*$",
    re.IGNORECASE,
)
"""What a place is, after its name: Danfeng County in Shangluo."""
_SUFFIX_OF_PLACE = re.compile(r"(?<=..)[市县区省州]$")
"""The same in Chinese, which texts leave out as often as not: 安康市."""
_HAN = re.compile(r"[\u3400-\u9fff]")

_LONGEST = 4
"""Words of a key; longer meanings are explanations, which no question repeats."""
_LATER_MEANING = 0.15
"""How much less a meaning counts for each one before it: the first says best what a word is used for."""
_MOST = 40
"""Translations of a key; a hundred words can mean “to take”, and the rarest would only add noise."""
_MOST_BY_PHRASE = 12
"""Translations of a word that no entry gives alone (southern), from phrases that it stands in (southern part)."""
_USUAL = 2
"""Characters of most Chinese words; single ones and long explanations come after them."""

Table = dict[tuple[str, ...], dict[str, float]]


def read_meanings(lines: Iterable[str]) -> Iterator[tuple[str, str, float]]:
    """Yield (Chinese, English, weight) for each meaning of each entry.

    >>> list(read_meanings(["華沙 华沙 [Hua2 sha1] /Warsaw, capital of Poland/"]))
    [('华沙', 'Warsaw', 1.0)]
    """
    for line in lines:
        entry = _ENTRY.fullmatch(line)
        if entry is None or not _HAN.search(entry["simplified"]):
            continue
        chinese = search_key(entry["simplified"])
        told = [said for part in re.split("[/;]", entry["meanings"]) if (said := _heads(part))]
        for rank, heads in enumerate(told):
            for head in heads:
                yield chinese, head, 1 / (1 + _LATER_MEANING * rank)
                short = _SUFFIX_OF_PLACE.sub("", chinese)
                if short != chinese and head[:1].isupper():
                    yield short, head, 1 / (1 + _LATER_MEANING * rank)


def _heads(meaning: str) -> list[str]:
    """Return what a meaning says without remarks: all of “big, large”, but of “Warsaw, capital of Poland” the name."""
    meaning = " ".join(_BRACKETED.sub(" ", meaning).split())
    if _NO_MEANING.match(meaning):
        return []
    pieces = [piece.strip() for piece in meaning.split(",")]
    if pieces[0][:1].isupper():
        pieces = [_DIVISION.sub("", pieces[0])]
    return [head for piece in pieces if (head := _LEADING.sub("", piece))]


def make_table(meanings: Iterable[tuple[str, str, float]]) -> dict[str, list[str]]:
    """Return the Chinese words of each key, those that mean it first of all in front."""
    table: defaultdict[tuple[str, ...], dict[str, float]] = defaultdict(dict)
    for chinese, english, weight in meanings:
        key = key_of(english)
        if 1 <= len(key) <= _LONGEST:
            table[key][chinese] = max(weight, table[key].get(chinese, 0.0))
    ranked = {" ".join(key): _best(words, _MOST) for key, words in table.items()}
    return _by_phrase(table) | ranked


def _by_phrase(table: Table) -> dict[str, list[str]]:
    found: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for key, words in table.items():
        for stem in set(key) - FUNCTION_WORDS:
            if (stem,) not in table and not any(root in table for root in roots_of(stem)):
                for chinese, weight in words.items():
                    found[stem][chinese] = max(weight / len(key), found[stem].get(chinese, 0.0))
    return {stem: _best(words, _MOST_BY_PHRASE) for stem, words in found.items()}


def _best(words: dict[str, float], most: int) -> list[str]:
    return sorted(words, key=lambda chinese: (-words[chinese], abs(len(chinese) - _USUAL), chinese))[:most]


def _lines_of(path: Path) -> Iterator[str]:
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as file:
        yield from file


app = typer.Typer(add_completion=False)


@app.command()
@says_what_is_wrong
def make(source: Path, out: Path = BUNDLED_DICTIONARY) -> None:
    """Write the dictionary that English questions are translated with."""
    table = make_table(read_meanings(_lines_of(source)))
    if not table:
        raise UsageError(f"{source} holds no entry of CC-CEDICT. Name its file, such as cedict_ts.u8.")
    # In the order of bytes, which the search by halves relies on.
    lines = sorted(f"{key}\t{' '.join(words)}\n".encode() for key, words in table.items())
    out.write_bytes(b"".join(lines))
    typer.echo(f"{out}: {len(lines)} keys, {sum(map(len, table.values()))} translations.")


if __name__ == "__main__":
    app()
