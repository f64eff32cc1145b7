"""What a visitor does to what the page shows: asks the assistant, catches its errors, writes the fragments."""

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from math import ceil
from typing import Literal, Protocol, get_args

from assistant.answering.generate import Progress
from assistant.errors import AssistantError, UsageError
from assistant.ledger.export import csv_bytes, export_rows, xlsx_bytes
from assistant.people.pace import Pace
from assistant.records.values import new_id
from assistant.schema import Answer, Document, Language, Source, TargetTable, Turn
from assistant.window.actions import actions_html
from assistant.window.answer import answer_html
from assistant.window.conversation import Exchange, citation_key, history, messages, next_number
from assistant.window.evidence import ByHand, evidence_html
from assistant.window.explore import Explorable
from assistant.window.failures import failure_line
from assistant.window.labels import EXAMPLES, label
from assistant.window.reading import Readable
from assistant.window.shelf import Searching
from assistant.window.targets import report_dates, targets_html
from assistant.window.term import Explainer
from assistant.window.welcome import chips_html, notice_html, welcome_html

LONGEST_QUESTION = 500
"""Characters; a longer text is a document, not a question."""
CHIPS = 6
"""Question buttons: examples before the first question, suggestions after it."""
_TABLES = 64
"""Pages of the targets that are kept, 60 KB each."""
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_LOG = logging.getLogger(__name__)


class Browsable(Readable, Explorable, Searching, Protocol):
    """What the window needs of a library."""


class Answering(Protocol):
    """What the window needs of an assistant."""

    @property
    def library(self) -> Browsable:
        """Return what may be browsed without asking a question."""

    @property
    def writes(self) -> bool:
        """Tell whether a model writes the answers, which takes seconds and can be watched."""

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Literal["auto", "zh", "en"] = "auto",
        as_of: str | None = None,
    ) -> Answer:
        """Answer a question."""

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: Literal["auto", "zh", "en"] = "auto",
        as_of: str | None = None,
    ) -> Iterator[Progress | Answer]:
        """Yield what can be shown while a model writes, and the answer at last."""

    def targets(self, *, as_of: str | None = None) -> TargetTable:
        """Return the table of targets."""

    def sources(self) -> list[Source]:
        """Return what is indexed."""

    def document(self, document_id: str) -> Document:
        """Return the stored document."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Everything the page can ask for, as text and HTML; ``today`` gives the day that ages are counted from."""

    assistant: Answering
    longest_question: int = LONGEST_QUESTION
    today: Callable[[], date] = date.today
    rated: bool = False
    """Whether answers can be rated, which needs a place to keep that."""
    pace: Pace | None = None
    _written: dict[tuple[Language, str], tuple[TargetTable, str]] = field(default_factory=dict, compare=False)
    """The pages of the targets as last written, by language and date asked for."""

    def refusal(self, question: str, language: Language, username: str | None = None) -> str:
        """Return why a question is not even asked, as HTML; nothing when it may be, which then counts as asked.

        Without users there is nobody whom the one local user could slow down, so only names have a pace.
        """
        if len(question) > self.longest_question:
            return notice_html(label("too_long", language, length=len(question), limit=self.longest_question))
        if self.pace is None or username is None or (wait := self.pace.wait(username)) <= 0:
            return ""
        limit = self.pace.questions_per_minute
        return notice_html(label("too_fast", language, limit=limit, seconds=ceil(wait)))

    def pending(self, question: str, exchanges: Sequence[Exchange], language: Language) -> Exchange:
        """Return the exchange that is shown while the answer is awaited."""
        return Exchange(next_number(exchanges), question, notice=label("pending", language), key=new_id())

    def answer(self, pending: Exchange, exchanges: Sequence[Exchange], language: Language) -> Exchange:
        """Return the exchange with its answer, or with one calm line when that failed."""
        *_, last = self.answering(pending, exchanges, language)
        return last

    def answering(self, pending: Exchange, exchanges: Sequence[Exchange], language: Language) -> Iterator[Exchange]:
        """Yield the exchange as far as it can be shown while a model writes, and with its answer at last."""
        try:
            for event in self.assistant.stream(pending.question, history=history(exchanges)):
                if isinstance(event, Answer):
                    yield replace(pending, answer=event, notice="")
                else:
                    notice = label("checking" if event.begun or event.claims else "found", language)
                    yield replace(
                        pending, notice=notice, claims=event.claims, begun=event.begun, unverified=event.unverified
                    )
        except AssistantError as error:
            yield replace(pending, notice=failure_line(error, language))
        except Exception:  # noqa: BLE001 - the last line of defence: a visitor must never see a traceback
            _LOG.exception("A question could not be answered")
            yield replace(pending, notice=label("failed", language))

    def messages(self, exchanges: Sequence[Exchange]) -> list[dict[str, str]]:
        """Return the chat's messages."""
        today, glossary = self.today(), self.assistant.library.glossary

        def write(answer: Answer, number: int) -> str:
            return answer_html(answer, number, today=today, write=Explainer(glossary, answer.language))

        return messages(
            exchanges, write=write, offer=lambda exchange: actions_html(exchange, today=today, rated=self.rated)
        )

    def evidence(self, exchanges: Sequence[Exchange], language: Language) -> str:
        """Return the evidence panel."""
        return evidence_html(exchanges, language, read=self._read, by_hand=self._by_hand() if exchanges else {})

    def chips(self, exchanges: Sequence[Exchange], language: Language) -> tuple[str, ...]:
        """Return the questions to offer: examples at first, then what the newest answer suggests."""
        if not exchanges:
            return EXAMPLES[language][:CHIPS]
        newest = exchanges[-1].answer
        return tuple(newest.suggestions[:CHIPS]) if newest else ()

    def offered(self, exchanges: Sequence[Exchange], language: Language) -> str:
        """Write the questions that may be asked next as buttons."""
        return chips_html(self.chips(exchanges, language))

    def hint(self, exchanges: Sequence[Exchange], language: Language) -> str:
        """Return the line above the question buttons, nothing when there are none."""
        if not self.chips(exchanges, language):
            return ""
        return f'<p class="hint">{label("next" if exchanges else "try", language)}</p>'

    def welcome(self, language: Language) -> str:
        """Return the greeting."""
        return welcome_html(self.assistant.library.sources(), language, today=self.today())

    def prepare(self) -> None:
        """Write what the first visitor of the targets would otherwise wait for, in each language."""
        for language in get_args(Language):
            self.targets(None, language)

    def targets(self, as_of: str | None, language: Language) -> str:
        """Return chart and table, or one line when the date cannot be read."""
        wanted = (as_of or "").strip()
        if wanted and not _DATE.fullmatch(wanted):
            return notice_html(label("bad_date", language))
        try:
            table = self.assistant.targets(as_of=wanted or None)
        except AssistantError as error:
            return notice_html(str(error))
        # Written once for all pages that are opened; the ledger gives another table as soon as anything changes.
        known, html = self._written.get((language, wanted), (None, ""))
        if known is not table:
            html = targets_html(table, language, read=self._read, as_of=wanted)
            if len(self._written) > _TABLES:
                self._written.clear()
            self._written[language, wanted] = table, html
        return html

    def download(self, kind: Literal["csv", "xlsx"], as_of: str, language: Language) -> bytes:
        """Return every figure of the table with its citation as a file; UsageError for a date that cannot be read."""
        if as_of and not _DATE.fullmatch(as_of):
            raise UsageError(label("bad_date", language))
        rows = export_rows(self.assistant.targets(as_of=as_of or None), language)
        return csv_bytes(rows) if kind == "csv" else xlsx_bytes(rows)

    def dates(self, language: Language) -> list[tuple[str, str]]:
        """Return the dates to choose from, each with its label; the empty one means the newest."""
        newest = [(label("newest", language), "")]
        try:
            return newest + [(day, day) for day in report_dates(self.assistant.targets())]
        except AssistantError:
            return newest  # the table itself then says what is wrong

    def _by_hand(self) -> ByHand:
        try:
            indicators = self.assistant.targets().indicators
        except AssistantError:
            return {}
        rows = (
            row for status in indicators for row in (status.target, status.latest, *status.history, *status.related)
        )
        return {citation_key(row.citation): row.overridden for row in rows if row is not None and row.overridden}

    def _read(self, document_id: str) -> Document | None:
        try:
            return self.assistant.document(document_id)
        except (AssistantError, KeyError):
            return None  # removed since it was cited; the card then shows the quote alone
