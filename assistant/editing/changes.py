"""Documents to add, to take out or to bring back in; a corpus with a new build of its index out, or both as before.

The files are moved first, then noted in the journal, then indexed: whatever ends the process in between leaves a corpus
that the next build reads and a journal that can undo it. When the build fails, the files are moved back.
"""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assistant.corpus import Addition, keep, move, set_aside
from assistant.editing.journal import Change, edits_folder, note, read_journal, undoable
from assistant.editing.rebuild import Outcome, Rebuild, RebuildError, Watch, rebuild
from assistant.errors import AssistantError
from assistant.index.folders import writing
from assistant.ingestion.corrections import correction_file

Moves = list[tuple[str, str]]


class NothingToUndoError(AssistantError):
    """No change is left that could be undone."""


class PlaceTakenError(AssistantError):
    """A file cannot be put back, because another lies in its place."""


class Changes:
    """Changes one corpus, one change at a time: IndexBusyError when another editor or process is at it."""

    def __init__(self, corpus: Path, index: Path, *, build: Rebuild = rebuild) -> None:
        self.corpus = corpus
        self._index = index
        self._build = build

    def add(self, additions: Sequence[Addition], *, who: str, watch: Watch) -> Outcome:
        """Copy the files into the corpus and index them; raises RebuildError when one cannot be indexed."""
        with writing(edits_folder(self.corpus)):
            moves = self._place(additions)
            change = note(self.corpus, "added", who=who, titles=[_title(one) for one in additions], moves=moves)
            return self._index_or_revert(change, watch, wanted=[target for source, target in moves if not source])

    def _place(self, additions: Sequence[Addition]) -> Moves:
        """Copy the files to their places and return what was moved; all or none."""
        moves: Moves = []
        try:
            for one in additions:
                if one.target.exists() and one.target.resolve() != one.file.resolve():
                    moves.append((self._path(one.target), self._path(set_aside(self.corpus, one.target))))
                moves.append(("", self._path(one.target)))
                keep(one)
        except BaseException:
            self._revert(moves, added=_delete)
            raise
        return moves

    def remove(self, document_id: str, title: str, known: Mapping[str, str], *, who: str, watch: Watch) -> Outcome:
        """Set the file of a document aside and index what is left; ``known`` maps ids to paths in the corpus."""
        with writing(edits_folder(self.corpus)):
            path = known[document_id]
            aside = set_aside(self.corpus, self.corpus / path)
            change = note(self.corpus, "removed", who=who, titles=[title], moves=[(path, self._path(aside))])
            return self._index_or_revert(change, watch)

    def undo(self, *, who: str, watch: Watch) -> Change:
        """Undo the newest change that is not undone, and return it; what had been added lies aside then."""
        with writing(edits_folder(self.corpus)):
            change = undoable(read_journal(self.corpus))
            if change is None:
                raise NothingToUndoError("There is nothing to undo.")
            moves = self._revert(change.moves, added=lambda path: set_aside(self.corpus, path))
            undone = note(self.corpus, "undone", who=who, titles=change.titles, moves=moves, undoes=change.number)
            self._index_or_revert(undone, watch)
            return change

    def _index_or_revert(self, change: Change, watch: Watch, *, wanted: Sequence[str] = ()) -> Outcome:
        try:
            outcome = self._build(self.corpus, self._index, watch)
        except BaseException:
            self._take_back(change)
            raise
        unread = {path: why for path, why in outcome.failures.items() if path in wanted}
        if unread:
            self._take_back(change)
            self._build(self.corpus, self._index, watch)  # the others of this change are in the index by now
            raise RebuildError("; ".join(f"{path}: {why}" for path, why in unread.items()))
        return outcome

    def _take_back(self, change: Change) -> None:
        moves = self._revert(change.moves, added=_delete)
        note(self.corpus, "undone", who=change.who, titles=change.titles, moves=moves, undoes=change.number)

    def _revert(self, done: Sequence[tuple[str, str]], *, added: Callable[[Path], Path]) -> Moves:
        """Move files back, those that came from outside to where ``added`` puts them."""
        for source, target in done:
            if source and (self.corpus / target).exists() and (self.corpus / source).exists():
                incoming = any(not other and place == source for other, place in done)
                if not incoming:
                    raise PlaceTakenError(f"{source} exists with other content. Rename it, then try again.")
        moves: Moves = []
        for source, target in reversed(done):
            if source:
                move(self.corpus / target, self.corpus / source)
                moves.append((target, source))
            elif (self.corpus / target).exists():
                moves.append((target, self._path(added(self.corpus / target))))
        return moves

    def _path(self, path: Path) -> str:
        return path.relative_to(self.corpus).as_posix()


def _title(addition: Addition) -> str:
    return addition.corrections.get("title", addition.document.source.title)


def _delete(path: Path) -> Path:
    """Remove what was copied a moment ago; the file that it was copied from is still there."""
    correction_file(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)
    return path
