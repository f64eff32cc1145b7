"""Public reading-comprehension sets and news items in; paragraphs and the questions that were asked about them out.

The files are not shipped. Each set is one or two files in SQuAD shape; the news items are one JSON string a line.
"""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import TypeVar
from zlib import crc32

from assistant.errors import UsageError
from assistant.language.fold import search_key

_NEWS_FILE = "news_40k.jsonl.gz"
_NEWS_CHARS = 500
"""About as long as the paragraphs of the sets, so that length tells nothing."""

_ORIGINS = {
    "cmrc2018_dev.json.gz": "the dev file of github.com/ymcui/cmrc2018, packed with gzip",
    "DRCD_dev.json.gz": "the dev file of github.com/DRCKnowledgeTeam/DRCD, packed with gzip",
    "xquad.zh.json.gz": "xquad.zh.json of github.com/google-deepmind/xquad, packed with gzip",
    "xquad.en.json.gz": "xquad.en.json of github.com/google-deepmind/xquad, packed with gzip",
    _NEWS_FILE: "news items of github.com/IAAR-Shanghai/CRUD_RAG, one JSON string a line, packed with gzip",
}


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ReadingQuestion:
    """A question, the number of the paragraph that it was asked about, and the answers that people marked there."""

    text: str
    paragraph: int
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadingSet:
    """Distinct paragraphs and all questions on them, in the order of the file."""

    name: str
    paragraphs: tuple[str, ...]
    questions: tuple[ReadingQuestion, ...]


def read_set(folder: Path, name: str) -> ReadingSet:
    """Return a set by its name; UsageError when there is no such set or its file is missing or damaged."""
    if name not in _SETS:
        raise UsageError(f"There is no set {name!r}. Choose from {', '.join(_SETS)}.")
    return _SETS[name](folder)


def read_news(folder: Path, count: int) -> list[str]:
    """Return the beginnings of the first ``count`` news items."""
    if not count:
        return []
    news = [item[:_NEWS_CHARS] for item in _news_items(folder / _NEWS_FILE, count)]
    if len(news) < count:
        raise UsageError(
            f"{folder / _NEWS_FILE} holds {len(news)} news items, not {count}. Ask for fewer with --distractors."
        )
    return news


def read_all_news(folder: Path) -> list[str]:
    """Return every news item whole."""
    return _news_items(folder / _NEWS_FILE, None)


def _news_items(path: Path, count: int | None) -> list[str]:
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            return [str(json.loads(line)) for line in islice(file, count)]
    except (OSError, EOFError, ValueError) as error:
        raise _unreadable(path, error) from error


def is_held_out(paragraph: str) -> bool:
    """Tell whether a paragraph belongs to the half that nothing may be fitted on.

    By its text and not by its place, so that the halves are the same in every set and order.
    """
    return crc32(search_key(paragraph).encode()) % 2 == 1


def holds_any(text: str, answers: Sequence[str]) -> bool:
    """Tell whether one of the answers stands in ``text``, in whichever script and width.

    >>> holds_any("園區科協６家", ["6家"])
    True
    """
    return any(search_key(answer) in search_key(text) for answer in answers)


def spread(values: Sequence[T], count: int) -> list[T]:
    """Return at most ``count`` of the values, evenly spread.

    >>> spread("abcdef", 3)
    ['a', 'c', 'e']
    """
    count = min(count, len(values))
    return [values[number * len(values) // count] for number in range(count)]


@dataclass(frozen=True, slots=True)
class _Asked:
    id: str
    text: str
    context: str
    answers: tuple[str, ...]


def _monolingual(name: str, file: str) -> Callable[[Path], ReadingSet]:
    return lambda folder: _gather(name, _asked(folder / file))


def _english_to_chinese(folder: Path) -> ReadingSet:
    """Return the English questions of XQuAD on its Chinese paragraphs, with the Chinese answers."""
    english = {one.id: one.text for one in _asked(folder / "xquad.en.json.gz")}
    chinese = _asked(folder / "xquad.zh.json.gz")
    missing = next((one.id for one in chinese if one.id not in english), None)
    if missing is not None:
        raise _unreadable(folder / "xquad.en.json.gz", f"it lacks question {missing}")
    return _gather("xquad-en-zh", [replace(one, text=english[one.id]) for one in chinese])


_SETS: Mapping[str, Callable[[Path], ReadingSet]] = {
    "cmrc": _monolingual("cmrc", "cmrc2018_dev.json.gz"),
    "drcd": _monolingual("drcd", "DRCD_dev.json.gz"),
    "xquad-zh": _monolingual("xquad-zh", "xquad.zh.json.gz"),
    "xquad-en-zh": _english_to_chinese,
}
SET_NAMES = tuple(_SETS)


def _asked(path: Path) -> list[_Asked]:
    """Return the questions of a file in SQuAD shape."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") as file:
            articles = json.load(file)["data"]
        return [
            _Asked(q["id"], q["question"], paragraph["context"], tuple(dict.fromkeys(a["text"] for a in q["answers"])))
            for article in articles
            for paragraph in article["paragraphs"]
            for q in paragraph["qas"]
        ]
    except (OSError, EOFError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(path, error) from error


def _gather(name: str, asked: Sequence[_Asked]) -> ReadingSet:
    """Number the distinct paragraphs: either of two equal ones is the right one."""
    numbers: dict[str, int] = {}
    questions = [ReadingQuestion(one.text, numbers.setdefault(one.context, len(numbers)), one.answers) for one in asked]
    return ReadingSet(name, tuple(numbers), tuple(questions))


def _unreadable(path: Path, why: Exception | str) -> UsageError:
    what = "is missing" if isinstance(why, FileNotFoundError) else f"cannot be used ({why})"
    return UsageError(f"{path} {what}. It should be {_ORIGINS[path.name]}; --data names its folder.")
