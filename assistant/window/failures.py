"""What ended an answer to the one calm line that a visitor reads, with the id under which the log tells more."""

from assistant.errors import AnswerFailedError, AssistantError, ShuttingDownError
from assistant.schema import Language
from assistant.window.labels import label


def failure_line(error: AssistantError, language: Language) -> str:
    """Return the line.

    >>> failure_line(AnswerFailedError("a1b2"), "en")
    'That did not work this time. Please try again. (request a1b2)'
    """
    if isinstance(error, ShuttingDownError):
        return label("shutting_down", language)
    line = label("failed", language) if isinstance(error, AnswerFailedError) else str(error)
    return line + (label("request", language, id=error.request_id) if error.request_id else "")
