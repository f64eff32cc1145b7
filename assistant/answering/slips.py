"""A Chinese question to the places where a known name, or a common word, was written wrong.

A slip is judged by how much likelier the question is with the name in its place.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.answering.name_index import (
    NEVER_A_SLIP,
    SHORTEST,
    Candidate,
    Evidence,
    NameIndex,
    candidates,
    inside,
    is_han,
    known_spans,
)
from assistant.language.sounds import homophones

Segments = Callable[[str], Sequence[tuple[str, int, int, float]]]
"""Text to its likeliest pieces, each with its span and with how improbable it is in running text."""
_COST_OF_A_NAME = 12.0
"""A name of the programme is asked for as often as an everyday word of e^-12, however rare its characters are."""
_LIKELIER: Mapping[Evidence, tuple[float, float]] = {
    "sound": (5.0, 3.0),
    "doubled": (5.0, 3.0),
    "moved": (12.0, 9.0),
    "blurred": (8.0, 5.0),
    "missing": (7.0, 7.0),
    "other": (8.0, 6.0),
    "word": (10.0, 10.0),
}
"""How much likelier (a logarithm) the question must become for a slip to be sure, and to be offered as one."""
_FOR_SHORT, _FOR_SHORT_BY_SOUND = 14.0, 10.0
"""How much likelier a name of three characters must make the question: 西安事 is the beginning of 西安事变."""
_UNLIKE_OTHERS = 6
"""Characters from which on a name differs from all other names by more than one: 企业技术经理入."""
_WORD_LENGTHS = (2, 3, 4)
_RARE = 7.5
"""Cost from which on a character that stands alone is odd; 家 and 名 are cheaper."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands at ``start:end`` of the folded question, what is meant, and whether that is sure."""

    start: int
    end: int
    meant: str
    evidence: Evidence
    likelier: float

    @property
    def sure(self) -> bool:
        """True when the question becomes so much likelier that it is answered as meant."""
        return self.likelier >= _LIKELIER[self.evidence][0]


@dataclass(frozen=True, slots=True)
class _Question:
    """A folded question with its pieces and how improbable it is."""

    folded: str
    segments: Segments
    pieces: Sequence[tuple[str, int, int, float]]
    words: frozenset[int]
    """The places of characters that form a word with their neighbours."""

    @property
    def cost(self) -> float:
        return sum(cost for *_, cost in self.pieces)

    def cost_of(self, text: str) -> float:
        return sum(cost for *_, cost in self.segments(text))


def find_slips(
    folded: str, index: NameIndex, *, segments: Segments, words: Callable[[], Collection[str]]
) -> list[Slip]:
    """Return what may be slips in a folded question, likeliest first; ``words`` are those that the programme uses."""
    pieces = segments(folded)
    places = frozenset(place for piece, start, end, _ in pieces if len(piece) > 1 for place in range(start, end))
    question = _Question(folded, segments, pieces, places)
    known = known_spans(folded, index)
    found = [_judge(candidate, question, index) for candidate in set(candidates(folded, index, known))]
    # Of another subject we know too few words: 登基 is no misspelt 登记.
    if any(len(span) >= SHORTEST for span in known):
        for start, end, meant in _own_words(question, known, words):
            likelier = question.cost - question.cost_of(folded[:start] + meant + folded[end:])
            found.append(Slip(start, end, meant, "word", likelier))
    likely = (slip for slip in found if slip is not None and slip.likelier >= _LIKELIER[slip.evidence][1])
    return sorted(likely, key=_rank)


def _judge(candidate: Candidate, question: _Question, index: NameIndex) -> Slip | None:
    """Return how much likelier a name makes the question; None where other words forbid it.

    A wrong character leaves another one alone, which is odd (秦|刨|原); a right one does not (专家|服务|费).
    """
    start, end, meant, evidence = candidate
    typed = question.folded[start:end]
    if _cuts_a_word(candidate, question):
        return None
    around = question.cost_of(question.folded[:start]) + question.cost_of(question.folded[end:])
    likelier = question.cost - around - min(question.cost_of(meant), _COST_OF_A_NAME)
    pairs = list(enumerate(zip(typed, meant, strict=False), start=start))
    is_word = any(a != b and place in question.words for place, (a, b) in pairs)
    # The 要 of 成果要写 stands alone as it always does.
    odd = any(a == b and place not in question.words and a not in NEVER_A_SLIP for place, (a, b) in pairs)
    if evidence == "other" and (is_word or (len(meant) == SHORTEST and not (odd and likelier >= _FOR_SHORT))):
        return None  # 社区科协 is no misspelt 园区科协, and the 场 of 那场双创 no slip in 新双创.
    if evidence in ("sound", "blurred") and len(meant) == SHORTEST and likelier < _FOR_SHORT_BY_SOUND:
        return None
    # Another name may be meant, and is offered at most: 西宁新区, 山西省科协, 专家服务费, a 联合会会费.
    another = meant in index.proper and (is_word or evidence == "other")
    another = another or (evidence == "other" and not odd and len(meant) < _UNLIKE_OTHERS)
    compound = evidence == "doubled" and typed[-1] == typed[-2] and is_han(question.folded[end : end + 1] or ".")
    unsure = another or compound
    return Slip(start, end, meant, evidence, min(likelier, _LIKELIER[evidence][0] - 1) if unsure else likelier)


def _cuts_a_word(candidate: Candidate, question: _Question) -> bool:
    """Tell whether a word reaches over an end: the second 会 of 协会会长 belongs to 会长.

    What sounds like a longer name may have been cut into words wrongly itself: 服务图案 for 服务团.
    """
    if candidate.evidence in ("sound", "blurred") and len(candidate.meant) > SHORTEST:
        return False
    edges = (candidate.start, candidate.end)
    return any(first < edge < last for _, first, last, _ in question.pieces for edge in edges)


def _rank(slip: Slip) -> tuple[bool, int, float, int, int, str]:
    """Order slips: sure ones first, then by kind of evidence, by likelihood, and the shortest of equals."""
    kind = list(_LIKELIER).index(slip.evidence)
    return not slip.sure, kind, -round(slip.likelier, 3), slip.end - slip.start, slip.start, slip.meant


def _own_words(
    question: _Question, known: Sequence[range], words: Callable[[], Collection[str]]
) -> Iterator[tuple[int, int, str]]:
    """Yield words of the programme that one character of the same sound would make of characters that form no word."""
    single = {start for piece, start, _, _ in question.pieces if len(piece) == 1 and is_han(piece)}
    for piece, place, _, cost in question.pieces:
        if place not in single or piece in NEVER_A_SLIP or cost < _RARE or inside(place, place, known):
            continue
        if not {place - 1, place + 1} & single:
            continue  # A wrong character leaves the rest of its word alone beside it.
        for length in _WORD_LENGTHS:
            for start in range(max(0, place - length + 1), place + 1):
                window = question.folded[start : start + length]
                if len(window) < length or not is_han(window) or window in words():
                    continue
                for other in homophones(piece):
                    if other in NEVER_A_SLIP:
                        continue
                    meant = question.folded[start:place] + other + question.folded[place + 1 : start + length]
                    if meant in words():
                        yield start, start + length, meant
