"""Uploaded files and fetched pages in; what an index would hold of each, to be looked at and mended, out."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import mkdtemp
from weakref import finalize

from assistant.config import Config
from assistant.corpus import ADDED, Addition, plan_additions
from assistant.editing.kin import Known, alike, kin_of
from assistant.editing.uploads import MEGABYTE, SUFFIXES, Limits, Refusal, clean_name, contradiction, free_name
from assistant.errors import AssistantError, UnreadableDocumentError
from assistant.ingestion.clean import clean_text
from assistant.ingestion.corrections import FIELDS
from assistant.ingestion.metadata import find_language, is_low_reliability, iso_date
from assistant.language.fold import to_simplified
from assistant.network.download import Download, download
from assistant.schema import Document, LedgerRow, Passage, Source
from assistant.window.markup import safe_link
from assistant.wiring import read_as_indexed

LONGEST_FIELD = 300
"""Characters; a title that is longer is a paragraph."""
_LOG = logging.getLogger(__name__)

Fields = Mapping[str, str]


class WaitingFolder:
    """A folder for files that are not added yet; it is deleted when no batch holds it any more."""

    @cached_property
    def path(self) -> Path:
        """Where it lies, made when the first file comes."""
        path = Path(mkdtemp(prefix="adding-"))
        finalize(self, rmtree, path, ignore_errors=True)
        return path


@dataclass(frozen=True, slots=True)
class Draft:
    """A file that may be added, as it would be indexed; ``kin`` are (how, title) of documents with much the same text.

    ``document`` has the fields as mended, ``addition.document`` as read.
    """

    addition: Addition
    document: Document
    passages: tuple[Passage, ...]
    rows: tuple[LedgerRow, ...]
    kin: tuple[tuple[str, str], ...]

    @property
    def name(self) -> str:
        """The name under which the file will lie in the corpus."""
        return self.addition.target.name

    def fields(self) -> dict[str, str]:
        """Return what can be mended, as text."""
        return fields_of(self.document.source)

    def mended_addition(self) -> Addition:
        """Return the addition with what was mended."""
        read, now = fields_of(self.addition.document.source), self.fields()
        return replace(self.addition, corrections={name: now[name] for name in FIELDS if now[name] != read[name]})


@dataclass(frozen=True, slots=True)
class Batch:
    """What an editor has brought and not yet added; its files are deleted with it.

    ``refused`` are (name, why) of the files that were not taken.
    """

    folder: WaitingFolder = field(default_factory=WaitingFolder)
    drafts: tuple[Draft, ...] = ()
    refused: tuple[tuple[str, Refusal], ...] = ()

    def draft(self, name: str | None) -> Draft | None:
        """Return the draft of this name."""
        return next((draft for draft in self.drafts if draft.name == name), None)


def fields_of(source: Source) -> dict[str, str]:
    """Return what can be mended of a source, as text."""
    return {name: str(getattr(source, name) or "") for name in FIELDS}


def take_in(
    config: Config,
    batch: Batch,
    uploads: Iterable[Path],
    known: Known,
    *,
    limits: Limits,
    address: str = "",
    fetch: Callable[[str], Download] = download,
) -> Batch:
    """Read each upload, and the page at ``address``, and return the batch with what became of it."""
    drafts = list(batch.drafts)
    refused: list[tuple[str, Refusal]] = []
    brought: list[Path | str] = [*uploads, *filter(None, [address])]
    for upload in brought:
        name = clean_name(upload.name) if isinstance(upload, Path) else upload
        taken: Draft | Refusal | None = _crowd(drafts, limits)
        if taken is None and isinstance(upload, Path):
            taken = _refusal(upload, name, limits)
        if taken is None:
            taken = _read(config, batch.folder.path, upload, name, drafts, known, fetch)
        if isinstance(taken, Draft):
            drafts.append(taken)
        else:
            refused.append((name, taken))
    return replace(batch, drafts=tuple(drafts), refused=tuple(refused))


def _crowd(drafts: Sequence[Draft], limits: Limits) -> Refusal | None:
    return Refusal("too_many", {"limit": limits.files}) if len(drafts) >= limits.files else None


def _refusal(upload: Path, name: str, limits: Limits) -> Refusal | None:
    """Return what speaks against a file before it is read."""
    size, suffix = upload.stat().st_size, Path(name).suffix
    if not size:
        return Refusal("empty", {})
    if size > limits.megabytes * MEGABYTE:
        return Refusal("too_large", {"size": f"{size / MEGABYTE:.1f}", "limit": limits.megabytes})
    mistyped = contradiction(suffix, upload.read_bytes())
    if mistyped is None and suffix not in SUFFIXES:
        return Refusal("unknown_type", {"suffix": suffix or "?", "known": " ".join(SUFFIXES)})
    return mistyped


def _read(
    config: Config,
    folder: Path,
    upload: Path | str,
    name: str,
    drafts: Sequence[Draft],
    known: Known,
    fetch: Callable[[str], Download],
) -> Draft | Refusal:
    ids = {**known.paths(), **{draft.document.id: draft.name for draft in drafts}}
    source = str(upload)
    if isinstance(upload, Path):
        waiting = folder / ADDED
        waiting.mkdir(exist_ok=True)
        free = free_name(name, ids, config.corpus / ADDED)
        while (waiting / free).exists():
            free = free_name(name, {*ids, Path(free).stem}, config.corpus / ADDED)
        copyfile(upload, waiting / free)
        source = str(waiting / free)
    try:
        (one,) = plan_additions(config.corpus, [source], {}, waiting=folder, allow_network=True, fetch=fetch)
        return _draft(config, one, drafts, known, ids)
    except UnreadableDocumentError as error:
        return Refusal("unreadable", {"why": error.why})
    except AssistantError as error:
        return Refusal("unreadable", {"why": str(error).replace(f"{folder}/{ADDED}/", "")})
    except Exception:  # noqa: BLE001 - a reader that fails on a hostile file must not take the others with it
        _LOG.exception("A file could not be read")
        return Refusal("unreadable", {"why": "the file makes its reader fail; save it anew in another format."})


def _draft(
    config: Config, addition: Addition, drafts: Sequence[Draft], known: Known, ids: Mapping[str, str]
) -> Draft | Refusal:
    document = addition.document
    passages, rows = read_as_indexed(config, document)
    if not passages:
        return Refusal("unreadable", {"why": "there is no text in it"})
    waiting = next((draft for draft in drafts if draft.document.sha256 == document.sha256), None)
    if waiting is not None:
        return Refusal("twice", {"title": waiting.document.source.title})
    found = [] if addition.replaces else alike(document, known)
    held = next((other for other in found if other.sha256 == document.sha256), None)
    if held is not None:
        return Refusal("held", {"title": held.source.title, "id": held.id})
    if document.id in ids and not addition.replaces:  # Declared in the file: its name was chosen to be free.
        return Refusal("same_id", {"id": document.id, "path": ids[document.id]})
    return Draft(addition, document, tuple(passages), tuple(rows), kin_of(document, found))


def mend(config: Config, draft: Draft, fields: Fields) -> Draft | Refusal:
    """Return the draft with fields as an editor states them, or what is wrong with one."""
    stated = {name: clean_text(fields[name] or "").replace("\n", " ").strip() for name in FIELDS}
    wrong = _wrong(stated)
    if wrong is not None:
        return wrong
    source = replace(
        draft.addition.document.source,
        title=stated["title"],
        publisher=to_simplified(stated["publisher"]) or None,
        published=iso_date(stated["published"]),
        url=stated["url"] or None,
        kind="policy" if stated["kind"] == "policy" else "news",
        language=find_language("", declared=stated["language"]),
        reliability=stated["reliability"],
        low_reliability=is_low_reliability(stated["reliability"]),
    )
    document = replace(draft.addition.document, source=source)
    passages, rows = read_as_indexed(config, document)
    return replace(draft, document=document, passages=tuple(passages), rows=tuple(rows))


def _wrong(stated: Fields) -> Refusal | None:
    long = next((name for name in FIELDS if len(stated[name]) > LONGEST_FIELD), None)
    if long:
        return Refusal("field_long", {"limit": LONGEST_FIELD})
    if not stated["title"]:
        return Refusal("title_missing", {})
    if stated["published"] and iso_date(stated["published"]) is None:
        return Refusal("date_wrong", {"date": stated["published"]})
    if stated["url"] and safe_link(stated["url"]) is None:
        return Refusal("url_wrong", {"url": stated["url"]})
    return None
