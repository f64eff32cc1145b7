"""The few errors that users can do something about; each message names the fix."""

from pathlib import Path


class AssistantError(Exception):
    """Something that the user can put right; ``exit_code`` is what the command line returns."""

    exit_code = 1
    request_id = ""
    """Under which the log tells more about it, "" where nothing is logged."""


class AnswerFailedError(AssistantError):
    """An answer failed for a reason that nobody foresaw; the log has it."""

    def __init__(self, request_id: str) -> None:
        super().__init__(f"The question could not be answered. The log tells why, under {request_id}.")
        self.request_id = request_id


class ShuttingDownError(AssistantError):
    """The program is about to end and takes no more questions."""

    def __init__(self) -> None:
        super().__init__("The program is being restarted and takes no questions now. Ask again in a minute.")


class UsageError(AssistantError):
    """The command, an argument or an input file is wrong."""

    exit_code = 2


class UnreadableDocumentError(UsageError):
    """A file of the corpus cannot be read; the others are unaffected."""

    def __init__(self, path: Path | str, why: str) -> None:
        super().__init__(f"{path}: {why}")
        self.path = str(path)
        self.why = why


class IndexNotBuiltError(AssistantError):
    """There is no index yet."""

    exit_code = 3

    def __init__(self, folder: Path) -> None:
        super().__init__(f"No index in {folder}. Run `python -m assistant index` first.")


class StaleIndexError(AssistantError):
    """The index was built by another recipe, or its files are damaged."""

    exit_code = 3

    def __init__(self, why: str) -> None:
        super().__init__(f"The index cannot be used: {why}. Run `python -m assistant index --rebuild`.")


class IndexBusyError(AssistantError):
    """Another process is writing the index."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"Another process is building the index in {folder}. Wait for it to end, then try again.")
