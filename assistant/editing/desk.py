"""What an editor does to what the page shows: brings files, mends fields, adds, removes, takes back."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import Queue
from threading import Thread
from typing import Protocol, TypeVar

from assistant.config import Config
from assistant.corpus import is_address
from assistant.editing.changes import Changes, NothingToUndoError
from assistant.editing.drafts import Batch, Draft, mend, take_in
from assistant.editing.journal import read_journal
from assistant.editing.kin import Known
from assistant.editing.labels import label
from assistant.editing.page import draft_html, journal_html, progress_html, refusal_text, told_html
from assistant.editing.reasons import reason_text
from assistant.editing.rebuild import Rebuild, RebuildError, Watch, rebuild
from assistant.editing.uploads import Limits, Refusal
from assistant.errors import AssistantError, IndexBusyError
from assistant.language.fold import search_key
from assistant.language.marks import titled
from assistant.ledger.indicators import Programme
from assistant.network.download import Download, download
from assistant.schema import Document, Hit, Language, Source

MayEdit = Callable[[str | None], bool]
"""Tells whether a user may edit; None is whoever uses a window without sign-in."""

T = TypeVar("T")
MOST_LISTED = 200
"""Documents to choose from at once; the search box narrows them down."""
_LOG = logging.getLogger(__name__)


class Indexed(Protocol):
    """What the desk needs of an assistant."""

    def sources(self) -> list[Source]:
        """Return what is indexed."""

    def document(self, document_id: str) -> Document:
        """Return the stored document."""

    def find(self, question: str) -> Sequence[Hit]:
        """Return the passages that an answer would be looked for in."""


class EditingDesk:
    """Everything that the page for editors can ask for, as text and HTML."""

    def __init__(
        self,
        config: Config,
        indexed: Indexed,
        programme: Programme,
        *,
        may_edit: MayEdit,
        limits: Limits | None = None,
        build: Rebuild = rebuild,
        fetch: Callable[[str], Download] = download,
    ) -> None:
        self.may_edit = may_edit
        self.limits = limits or Limits()
        self.fetches_pages = config.allow_network
        self._config = config
        self._indexed = indexed
        self._programme = programme
        self._changes = Changes(config.corpus, config.index, build=build)
        self._fetch = fetch

    def bring(self, batch: Batch, uploads: Iterable[str]) -> Batch:
        """Read uploaded files and return what became of them; the uploads themselves are deleted."""
        paths = [Path(upload) for upload in uploads]
        try:
            return take_in(self._config, batch, paths, self._known(), limits=self.limits)
        finally:
            for path in paths:
                path.unlink(missing_ok=True)
                with suppress(OSError):  # Gradio gives each upload a folder of its own.
                    path.parent.rmdir()

    def bring_page(self, batch: Batch, address: str) -> Batch:
        """Fetch a page and return what became of it."""
        address = address.strip()
        if not is_address(address) or not self.fetches_pages:
            return Batch(batch.folder, batch.drafts, ((address[:100], Refusal("address_wrong", {})),))
        known = self._known()
        return take_in(self._config, batch, [], known, limits=self.limits, address=address, fetch=self._fetch)

    def mend(self, batch: Batch, name: str | None, fields: Mapping[str, str], language: Language) -> tuple[Batch, str]:
        """Return the batch with one draft mended, or as it was with what is wrong."""
        draft = batch.draft(name)
        if draft is None or draft.fields() == fields:
            return batch, ""
        mended = mend(self._config, draft, fields)
        if isinstance(mended, Refusal):
            return batch, refusal_text(mended, language)
        drafts = tuple(mended if one is draft else one for one in batch.drafts)
        return Batch(batch.folder, drafts, batch.refused), ""

    def look(self, draft: Draft, language: Language) -> str:
        """Write what was read of a draft."""
        return draft_html(draft, self._programme, language)

    def add(self, batch: Batch, who: str | None, language: Language) -> Iterator[str | Batch]:
        """Add the drafts; yield the state of the build, and at last the empty batch and a line that says so.

        When it fails, the batch is not yielded: it is as it was.
        """
        if not batch.drafts:
            yield told_html(label("nothing", language), warns=True)
            return
        titles = titled([draft.document.source.title for draft in batch.drafts], language)

        def act(watch: Watch) -> int:
            # Of the batch itself: its files are deleted when nobody holds it, and the page may be closed by now.
            additions = [draft.mended_addition() for draft in batch.drafts]
            return self._changes.add(additions, who=who or "", watch=watch).documents

        for state in _watched(act, language, "not_added"):
            if isinstance(state, int):
                yield Batch()
                yield told_html(label("added", language, titles=titles, count=state))
            else:
                yield state

    def remove(self, document_id: str | None, who: str | None, language: Language) -> Iterator[str]:
        """Take a document out; yield the state of the build and what came of it."""
        known = self._known()
        title = next((source.title for source in known.sources if source.id == document_id), None)
        if document_id is None or title is None:
            return

        def act(watch: Watch) -> str:
            self._changes.remove(document_id, title, known.paths(), who=who or "", watch=watch)
            return title

        yield from self._told(act, "removed", language)

    def undo(self, who: str | None, language: Language) -> Iterator[str]:
        """Undo the newest change; yield the state of the build and what came of it."""

        def act(watch: Watch) -> str:
            return titled(self._changes.undo(who=who or "", watch=watch).titles, language)

        yield from self._told(act, "undone", language)

    def documents(self, wanted: str = "") -> list[tuple[str, str]]:
        """Return the newest documents that can be removed and whose title, publisher or id hold the words.

        Each is a pair of title and id; a browser cannot show a menu of ten thousand.
        """
        words = search_key(wanted).split()
        dated = sorted(self._indexed.sources(), key=lambda source: (source.published or "", source.id), reverse=True)
        held = (one for one in dated if all(word in _facts(one) for word in words))
        return [(f"{one.title} · {one.id}", one.id) for one in islice(held, MOST_LISTED)]

    def journal(self, language: Language) -> str:
        """Write the latest changes."""
        return journal_html(read_journal(self._config.corpus), language, nobody=label("local", language))

    def _told(self, act: Callable[[Watch], str], key: str, language: Language) -> Iterator[str]:
        for state in _watched(lambda watch: (act(watch),), language, "not_changed"):
            yield told_html(label(key, language, titles=state[0])) if isinstance(state, tuple) else state

    def _known(self) -> Known:
        return Known(self._indexed.sources(), self._indexed.document, self._indexed.find)


def _facts(source: Source) -> str:
    return search_key(f"{source.title} {source.publisher or ''} {source.id}")


def _watched(act: Callable[[Watch], T], language: Language, failed: str) -> Iterator[str | T]:
    """Run a change to its end, whether or not the page is still open; yield its states and what it returned."""
    states: Queue[str | tuple[T] | None] = Queue()

    def run() -> None:
        try:
            states.put((act(lambda step, done, total: states.put(progress_html(step, done, total, language))),))
        except IndexBusyError:
            states.put(told_html(label("busy", language), warns=True))
        except NothingToUndoError:
            states.put(told_html(label("nothing_to_undo", language), warns=True))
        except AssistantError as error:
            busy = isinstance(error, RebuildError) and error.busy
            why = reason_text(str(error), language)
            said = label("busy", language) if busy else label(failed, language, why=why)
            states.put(told_html(said, warns=True))
        except Exception:  # noqa: BLE001 - an editor must be told, whatever it was
            _LOG.exception("The documents could not be changed")
            states.put(told_html(label("failed", language), warns=True))
        finally:
            states.put(None)

    # Not a daemon: a window that is being closed ends when the documents and their index are whole again.
    Thread(target=run, daemon=False).start()
    yield progress_html("Starting", 0, 0, language)
    while (state := states.get()) is not None:
        # Only the newest state is worth drawing.
        while isinstance(state, str) and not states.empty() and isinstance(states.queue[0], str):
            state = states.get()
        assert state is not None
        yield state if isinstance(state, str) else state[0]
