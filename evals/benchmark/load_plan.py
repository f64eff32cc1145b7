"""Questions and a seed in; what each of many users does at the window, and when, out: the same for the same seed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random

from evals.sets import Case

WEIGHTS = {
    "ask": 24,
    "follow-up": 22,
    "evidence": 20,
    "search": 7,
    "targets": 6,
    "rate": 6,
    "sources": 4,
    "history": 4,
    "new": 4,
    "explore": 3,
}
"""How often each thing is done, in percent, an estimate for an office: nearly half is asking, a fifth is looking at the
evidence of what was answered, the rest is browsing."""
_ABOUT_AN_ANSWER = frozenset({"follow-up", "evidence", "rate", "new"})
"""What makes sense only when something was asked; before that, a question takes its place."""
REOPENED = 0.5
"""So often the list of conversations is opened in order to go on with one of them."""
VISIT = 8
"""Conversations after which a user who does nothing else opens the page anew."""

Talk = tuple[str, ...]
"""The questions of one conversation, the later ones about what was answered before."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that a user does after ``pause`` seconds.

    ``text`` is what is asked or looked for; ``pick``, from 0 to below 1, chooses among what the page then offers.
    """

    pause: float
    kind: str
    text: str = ""
    pick: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What one user does, in this order; the first step opens the page."""

    user: str
    steps: Sequence[Step]


def talks_of(cases: Sequence[Case]) -> list[Talk]:
    """Return the different conversations of question sets: what the user said before, then the question."""
    talks = (
        (*(turn.content.strip() for turn in case.history if turn.role == "user"), case.question.strip())
        for case in cases
    )
    return list(dict.fromkeys(talks))


def office_plans(
    talks: Sequence[Talk], words: Sequence[str], *, users: int, steps: int, thinking: float, seed: int
) -> list[Plan]:
    """Return what people do who read between two steps, ``thinking`` seconds on average."""
    return [
        Plan(user, _office_steps(talks, words, steps, thinking, Random(f"{seed} {user}"))) for user in _names(users)
    ]


def _office_steps(
    talks: Sequence[Talk], words: Sequence[str], count: int, thinking: float, random: Random
) -> list[Step]:
    steps = [Step(random.uniform(0, thinking), "page")]
    left: list[str] = []
    asked = False
    while len(steps) <= count:
        kind = random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        if not asked and kind in _ABOUT_AN_ANSWER:
            kind = "ask"
        if kind == "follow-up" and not left:
            kind = "ask"  # nothing more to say about this
        text = ""
        if kind == "ask":
            text, *left = random.choice(talks)
        elif kind == "follow-up":
            text = left.pop(0)
        elif kind == "search":
            text = random.choice(words)
        asked = (asked or kind == "ask") and kind != "new"
        left = [] if kind == "new" else left
        steps.append(Step(_pause(thinking, random), kind, text, random.random()))
        if kind == "history" and random.random() < REOPENED:
            steps.append(Step(_pause(thinking, random), "reopen", "", random.random()))
            left = []
    return steps


def _pause(thinking: float, random: Random) -> float:
    """Draw how long somebody reads: mostly short, now and then long."""
    return random.expovariate(1 / thinking) if thinking else 0.0


def rush_plans(talks: Sequence[Talk], *, users: int, questions: int, seed: int) -> list[Plan]:
    """Return what happens when all ask at once, each again as soon as answered, without a pause."""
    plans = []
    for user in _names(users):
        random = Random(f"{seed} {user}")
        asked = [Step(0.0, "ask", random.choice(talks)[0]) for _ in range(questions)]
        plans.append(Plan(user, [Step(0.0, "page"), *asked]))
    return plans


def conversation_plans(talks: Sequence[Talk], *, users: int, numbers: Iterable[int]) -> list[Plan]:
    """Return conversations without a pause, shared out among users; what goes on at a time is hardly ever the same.

    Each of the ``numbers`` is a conversation, so that many can be had in parts. There must be more talks than users.
    """
    steps: dict[str, list[Step]] = {user: [] for user in _names(users)}
    held = dict.fromkeys(steps, 0)
    names = list(steps)
    for number in numbers:
        user = names[number % users]
        steps[user].append(Step(0.0, "new" if held[user] % VISIT else "page"))
        held[user] += 1
        first, *more = talks[number % len(talks)]
        steps[user] += [Step(0.0, "ask", first), *(Step(0.0, "follow-up", text) for text in more)]
    return [Plan(user, done) for user, done in steps.items() if done]


def _names(users: int) -> list[str]:
    return [f"user{number:03}" for number in range(1, users + 1)]
