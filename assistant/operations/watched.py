"""An assistant in; the same out, with every answer counted, logged and, when the program is to end, waited for."""

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

from assistant.answering.generate import Progress
from assistant.errors import AnswerFailedError, AssistantError, ShuttingDownError, UsageError
from assistant.flow import AskedLanguage
from assistant.operations.logs import FIELDS, where_it_failed
from assistant.operations.metrics import Metrics
from assistant.operations.requests import current_request_id
from assistant.operations.running import Running
from assistant.schema import Answer, Document, Source, TargetTable, Turn
from assistant.window.desk import Answering, Browsable

_LOG = logging.getLogger(__name__)
_MILLISECONDS = 1_000

Told = Callable[[Answer], None]


@dataclass(frozen=True, slots=True)
class Watched:
    """Answers as the assistant does; ``log_questions`` allows the text of questions in logs."""

    assistant: Answering
    metrics: Metrics
    running: Running
    log_questions: bool = False

    @property
    def library(self) -> Browsable:
        """What may be browsed without asking a question."""
        return self.assistant.library

    @property
    def writes(self) -> bool:
        """Tell whether a model writes the answers."""
        return self.assistant.writes

    def ask(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: AskedLanguage = "auto",
        as_of: str | None = None,
    ) -> Answer:
        """Answer a question; what fails is raised as AnswerFailedError with the id under which it is logged."""
        with self._watching(question) as told:
            answer = self.assistant.ask(question, history=history, language=language, as_of=as_of)
            told(answer)
            return answer

    def stream(
        self,
        question: str,
        *,
        history: Sequence[Turn] = (),
        language: AskedLanguage = "auto",
        as_of: str | None = None,
    ) -> Iterator[Progress | Answer]:
        """Yield what can be shown while a model writes, and the answer at last."""
        with self._watching(question) as told:
            for event in self.assistant.stream(question, history=history, language=language, as_of=as_of):
                if isinstance(event, Answer):
                    told(event)
                yield event

    def targets(self, *, as_of: str | None = None) -> TargetTable:
        """Return the table of targets."""
        return self.assistant.targets(as_of=as_of)

    def sources(self) -> list[Source]:
        """Return what is indexed."""
        return self.assistant.sources()

    def document(self, document_id: str) -> Document:
        """Return the stored document."""
        return self.assistant.document(document_id)

    @contextmanager
    def _watching(self, question: str) -> Iterator[Told]:
        request_id, started = current_request_id(), perf_counter()
        given: list[Answer] = []

        def log(level: int, message: str, **values: object) -> None:
            fields = {"request_id": request_id, **values}
            fields["seconds"] = round(perf_counter() - started, 3)
            if self.log_questions:
                fields["question"] = question
            _LOG.log(level, message, extra={FIELDS: fields})

        try:
            with self.running.one():
                yield given.append
        except UsageError:
            self.metrics.refused("question")
            raise
        except ShuttingDownError:
            self.metrics.refused("shutting_down")
            raise
        except AssistantError as error:
            error.request_id = request_id
            self.metrics.failed(type(error).__name__)
            log(logging.WARNING, "A question could not be answered", error=type(error).__name__, why=str(error))
            raise
        except GeneratorExit:
            if not given:
                self.metrics.stopped()
                log(logging.INFO, "An answer was stopped")
            raise
        except Exception as error:
            self.metrics.failed(type(error).__name__)
            log(
                logging.ERROR,
                "A question could not be answered",
                error=type(error).__name__,
                where=where_it_failed(error),
                **({"why": str(error)} if self.log_questions else {}),
            )
            raise AnswerFailedError(request_id) from error
        finally:
            if given:
                self.metrics.answered(given[-1])
                log(logging.INFO, "Answered", **_shown(given[-1]))


def _shown(answer: Answer) -> dict[str, object]:
    """Return what may be kept of an answer: how it came about, not what it says."""
    return {
        "kind": "declined" if answer.declined else "answered",
        "reason": answer.reason.value if answer.reason else None,
        "mode": answer.mode,
        "language": answer.language,
        "claims": len(answer.claims),
        "build_id": answer.build_id,
        **{f"{stage}_ms": round(milliseconds, 1) for stage, milliseconds in answer.timings_ms.items()},
    }
