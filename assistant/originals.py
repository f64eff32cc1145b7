"""corpus/sources.yaml in; the originals of the digests, as far as they can be had, in corpus/_originals/ out.

An original says what its digest says, and both in the index would count every figure twice. So originals lie in a
folder that starts with "_": they are there to be read and compared, but they are no documents. Whoever prefers an
original removes the digest and adds the file: ``remove ID``, then ``add corpus/_originals/ID.html``.
"""

import time
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.errors import AssistantError, UsageError
from assistant.ingestion.metadata import document_id
from assistant.ingestion.provenance import with_address
from assistant.network.address import NoNetworkError
from assistant.network.download import Download, download

ORIGINALS = "_originals"
PAUSE_SECONDS = 2.0
"""Between two pages: most sources are small sites, and nobody waits for this."""

_ENOUGH_SILENCE = 3
"""After so many sources out of reach, and none that answered, it is the network."""


@dataclass(frozen=True, slots=True)
class Original:
    """A source of the list; ``addresses`` are tried in order."""

    id: str
    title: str
    addresses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fetched:
    """What became of one source."""

    id: str
    ok: bool
    detail: str


def read_sources(file: Path) -> tuple[Original, ...]:
    """Return the sources of the list; raises UsageError when it cannot be read."""
    import yaml

    try:
        rows = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        return tuple(_original(row) for row in rows)
    except FileNotFoundError as error:
        raise UsageError(f"There is no list of sources {file}. Name a corpus that has one with --corpus.") from error
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, AttributeError) as error:
        raise UsageError(f"{file} is not a list of sources with id, title and url ({error}). Put it right.") from error


def _original(row: dict[str, object]) -> Original:
    mirrors = row.get("mirrors") or []
    every = [row.get("url"), *(mirrors if isinstance(mirrors, list) else [mirrors])]
    addresses = tuple(str(url) for url in every if url and url != "null")
    return Original(document_id(str(row["id"])), str(row["title"]), addresses)


def choose(originals: Sequence[Original], ids: Collection[str]) -> list[Original]:
    """Return those with these ids, all without any; UsageError for an id that is not in the list."""
    unknown = sorted(set(ids) - {one.id for one in originals})
    if unknown:
        raise UsageError(
            f"sources.yaml has no source {', '.join(unknown)}. `python -m assistant sources` lists the ids."
        )
    return [one for one in originals if not ids or one.id in ids]


def fetch_originals(
    corpus: Path,
    originals: Sequence[Original],
    *,
    fetch: Callable[[str], Download] = download,
    pause: Callable[[], None] = lambda: time.sleep(PAUSE_SECONDS),
) -> Iterator[Fetched]:
    """Fetch what is not there yet and yield what became of each; raises NoNetworkError when nothing can be reached."""
    folder = corpus / ORIGINALS
    wanted = [one for one in originals if one.addresses and not _held(folder, one)]
    silent: list[Fetched] = []  # Told only when some other source answers: else one line says it all.
    answered = False
    for one in originals:
        held = _held(folder, one)
        if one not in wanted:
            yield Fetched(one.id, True, f"is there already: {ORIGINALS}/{held}" if held else "has no address")
            continue
        if one is not wanted[0]:
            pause()
        try:
            result = _fetch(folder, one, fetch)
            answered = True
        except NoNetworkError as error:
            silent.append(Fetched(one.id, False, str(error)))
            if not answered and len(silent) >= min(_ENOUGH_SILENCE, len(wanted)):
                raise NoNetworkError(f"Nothing can be reached: {error} Check the network, then try again.") from error
            if answered:
                yield silent.pop()
            continue
        except AssistantError as error:
            answered = True
            result = Fetched(one.id, False, str(error))
        yield from silent
        silent.clear()
        yield result


def _held(folder: Path, original: Original) -> str | None:
    return next((path.name for path in sorted(folder.glob(f"{original.id}.*")) if path.stem == original.id), None)


def _fetch(folder: Path, original: Original, fetch: Callable[[str], Download]) -> Fetched:
    """Save the first address that gives a page; the error of the last one when none does."""
    failure: AssistantError = NoNetworkError("There is no address.")
    for address in original.addresses:
        try:
            page = fetch(address)
            content, suffix = with_address(page.content, page.suffix, url=page.url, charset=page.charset)
        except AssistantError as error:
            failure = error
            continue
        folder.mkdir(parents=True, exist_ok=True)
        fresh = folder / f"{original.id}.new{suffix}"
        fresh.write_bytes(content)
        fresh.replace(folder / f"{original.id}{suffix}")
        return Fetched(original.id, True, f"{ORIGINALS}/{original.id}{suffix}, {len(content) // 1024 + 1} kB")
    raise failure
