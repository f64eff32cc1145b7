"""What people asked and saw, and what the window kept of it, in; what was lost and what was mixed up out."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from assistant.answering.render import terminal_text
from assistant.records.database import read_address
from assistant.records.store import Records
from assistant.records.values import Conversation, KeptTurn
from assistant.window.conversation import HISTORY_EXCHANGES
from evals.benchmark.load_person import Log

_ALL = 1_000_000
"""More conversations than anybody has."""
_EXAMPLES = 5
Told = Mapping[tuple[str, ...], str]
"""The answer that was shown to somebody alone, by the questions up to it."""


@dataclass
class Tally:
    """What became of conversations; of each kind of fault the first few are told."""

    conversations: int = 0
    turns: int = 0
    lost: int = 0
    """Answers that were shown and are not kept."""
    mixed: int = 0
    """Whatever belongs to another user, conversation or question: shown, kept, or answered by."""
    unsure: int = 0
    """Questions whose connection broke off, so that nobody knows whether they were answered."""
    examples: list[str] = field(default_factory=list)

    def mix(self, what: str) -> None:
        """Count something that is not where it belongs."""
        self.mixed += 1
        self._tell(what)

    def lose(self, what: str, count: int) -> None:
        """Count answers that are not there."""
        self.lost += count
        self._tell(what)

    def _tell(self, what: str) -> None:
        if len(self.examples) < _EXAMPLES:
            self.examples.append(what[:400])


def kept_of(url: str, users: Iterable[str]) -> dict[str, list[Conversation]]:
    """Read every conversation of users from the database of a window; raises RecordsUnavailableError."""
    records = Records(read_address(url))
    return {
        user: [
            found
            for listed in records.conversations(user, limit=_ALL)
            if (found := records.conversation(user, listed.id)) is not None
        ]
        for user in users
    }


def compare(logs: Sequence[Log], kept: Mapping[str, Sequence[Conversation]], alone: Told | None = None) -> Tally:
    """Hold what each user asked and saw against what is kept for that user, and against the answer to one alone."""
    tally = Tally()
    for log in logs:
        tally.conversations += len(log.conversations)
        tally.turns += sum(map(len, log.conversations))
        tally.unsure += len(log.unsure)
        for strange in log.strange:
            tally.mix(f"{log.user}: {strange}")
        _compare_kept(log, kept.get(log.user, ()), tally)
        for conversation in log.conversations if alone else ():
            _compare_alone(conversation, alone or {}, tally)
    return tally


def _compare_kept(log: Log, kept: Sequence[Conversation], tally: Tally) -> None:
    left = list(log.conversations)
    unmatched: list[Conversation] = []
    for conversation in kept:
        for turn, place in zip(conversation.turns, range(len(conversation.turns)), strict=True):
            _check_history(turn, conversation.turns[:place], log.user, tally)
        asked = [[turn.question, _shown(turn)] for turn in conversation.turns]
        if asked in left:
            left.remove(asked)
        else:
            unmatched.append(conversation)
    own = Counter((question, text) for conversation in left for question, text in conversation)
    there = Counter((turn.question, _shown(turn)) for conversation in unmatched for turn in conversation.turns)
    if lost := own - there:
        tally.lose(f"{log.user}: not kept {_first(lost)!r}", lost.total())
    foreign = there - own
    for question, text in list(foreign.elements()):
        if question in log.unsure:
            foreign[question, text] -= 1
    for question, text in foreign.elements():
        tally.mix(f"{log.user}: kept without being asked and shown {(question, text)!r}")
    if unmatched and not lost and not +foreign and not log.unsure:
        tally.mix(f"{log.user}: kept in another order or conversation {[turn.question for turn in unmatched[0].turns]}")


def _check_history(turn: KeptTurn, before: Sequence[KeptTurn], user: str, tally: Tally) -> None:
    """See that a question was asked with what was said before it in its own conversation, and with nothing else."""
    went = [(said.content, answer.content) for said, answer in zip(turn.history[::2], turn.history[1::2], strict=True)]
    own = [(one.question, one.text) for one in before][-HISTORY_EXCHANGES:]
    if went != own:
        tally.mix(f"{user}: {turn.question!r} was asked after {[said for said, _ in went]!r}")


def _compare_alone(conversation: Sequence[Sequence[str]], alone: Told, tally: Tally) -> None:
    asked: tuple[str, ...] = ()
    for question, text in conversation:
        asked = (*asked, question)
        if asked in alone and alone[asked] != text:
            tally.mix(f"{asked!r} was answered {text!r}, alone {alone[asked]!r}")


def told_alone(logs: Iterable[Log]) -> dict[tuple[str, ...], str]:
    """Return every answer of conversations that nobody else had at the time, by the questions up to it."""
    return {
        tuple(asked for asked, _ in conversation[: place + 1]): conversation[place][1]
        for log in logs
        for conversation in log.conversations
        for place in range(len(conversation))
    }


def _shown(turn: KeptTurn) -> str:
    """Return the text that the page showed for a kept turn, which tells how old the evidence was that day."""
    if turn.answer is None:
        return turn.text
    return terminal_text(turn.answer, today=turn.asked_at.astimezone().date(), suggests=False)


def _first(counted: Counter[tuple[str, str]]) -> str:
    return next(question for question, _ in counted.elements())
