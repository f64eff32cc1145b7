"""A model's reply to claims: each sentence with the passages and facts that it names, whatever form their marks have.

Knows nothing of what is true; ``support`` and ``verify`` judge the claims.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from assistant.answering.reply_lines import may_be_heading, told_lines
from assistant.answering.reply_marks import UNFINISHED, usual_marks
from assistant.answering.reply_thoughts import without_thoughts
from assistant.language.sentences import mixed_spans

_MARK = 0xE000
"""Marks travel through the splitting of sentences as single characters of the private use area, one for each number."""
_MOST_PASSAGES = 200
_MOST_FACTS = 99
_LOOKS_BACK = 4
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_LAST_MARK = _MARK + _MOST_PASSAGES + _MOST_FACTS
"""Marks of facts follow those of passages."""
_MARKS = re.compile(f"[{chr(_MARK)}-{chr(_LAST_MARK)}]")

_NUMBER = r"(?:[Ff](?:acts?)?[\s-]*|事实\s*)?\d{1,3}"
_NUMBERS = rf"{_NUMBER}(?:\s*(?:[,，、;；&]|and|和)\s*{_NUMBER})*"
_ID = re.compile(r"([Ff](?:acts?)?[\s-]*|事实\s*)?(\d+)")
_LABEL = r"(?:\^|passages?|sources?|段落|资料|来源|第)?\s*"
_BRACKETED = re.compile(rf"[\[【［〖]\s*{_LABEL}({_NUMBERS})\s*段?\s*[\]】］〗]", re.IGNORECASE)
_ROUND = re.compile(
    rf"[(（]\s*({_NUMBERS})\s*[)）](?=\s*(?:[。！？.!?；;，,]|$|[\[【［(（{chr(_MARK)}-{chr(_LAST_MARK)}]))", re.M
)
_AFTER_STOP = re.compile(rf"([。！？!?.…]+[”’\"'」』）)]*)(\s*(?:{_MARKS.pattern}\s*)+)")

_NAMES_FIRST = re.compile(
    rf"^(?:(?:根据|依据|按照|据|如|正如|来自)?\s*(?:资料|来源|段落|材料|文档)?\s*(?:{_MARKS.pattern}[、，,和及与\s]*)+"
    r"(?:中)?的?(?:介绍|记载|报道|内容|信息|说法|显示|指出|提到|提及|所述|所示|表明|说明|可知)?\s*[，,:：]"
    rf"|(?:according to|based on|as \w+ (?:in|by)|per|in)?\s*(?:the )?(?:passages?|sources?|documents?|facts?)?\s*"
    rf"(?:{_MARKS.pattern}(?:[,\s]|and)*)+"
    r"(?:(?:states?|says?|reports?|notes?|shows?|mentions?|indicates?) that\b|[,:]))\s*",
    re.IGNORECASE,
)
"""“根据[1]，成立6家。”: what it rests on stands behind the sentence, where every sentence has it."""
_MAY_LEAD_IN = re.compile(
    r"(?:根据?|依据?|按照?|据|正如?|来自?)?(?:上述?|所给?|提供?的?)?(?:资料?|来源?|段落?|材料?|文档?)?(?:中的?|的)?"
    r"(?:介绍?|记载?|报道?|内容?|信息?|说法?|显示?|指出?|提到?)?|(?:最终)?(?:回答|答案|答复)|答"
    r"|(?:according|based|as \w+|per)?(?: (?:to|on|in|by))?(?: the)?\s*(?:passages?|sources?)?|(?:final )?answer",
    re.IGNORECASE,
)
"""The beginning of a sentence that may not be told."""
_LABELLED = re.compile(r"^(?:(?:最终)?(?:回答|答案|答复)|答|(?:final )?answer|response|a)\s*[:：]\s*", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(?:```|~~~).*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\]]+)\]\((?:[^()\s]|\([^()]*\))+\)")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_EMPHASIS = re.compile(r"\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|`")
_LINE_START = re.compile(
    r"^\s*(?:>\s*)*(?:#{1,6}\s+|[-*+•·–—]\s+|[①-⑳❶-❿]\s*|\d{1,2}[.)、．]\s*(?!\d)|[（(]\d{1,2}[）)]\s*(?=\S))?"
)
_TABLE_RULE = re.compile(r"^\s*\|?[\s|:-]*-{2,}[\s|:-]*$")
_SOURCES_LINE = re.compile(
    r"^\s*(?:\[\^\d+\]:|(?:来源|出处|参考(?:资料|文献)?|引用|sources?|references?|citations?)\s*[:：])", re.IGNORECASE
)


_JSON_START = re.compile(r"\s*(?:```|~~~)?\s*(?:json)?\s*(?:\{|\[\s*[{\"])", re.IGNORECASE)
_CITES = re.compile("(?:cit|passage|source|ref|number|id|evidence|出处|来源|引用|段)", re.IGNORECASE)
_OPEN = re.compile(
    # A tag or comment, a mark or link, or a round bracket with a number that is not closed yet; markdown at the end.
    r"(?:<(?=[a-zA-Z/!|]|\Z)[^<>]*\Z|◁[^▷]{0,20}\Z|<!--(?:(?!-->).)*\Z|!?[\[【［〖][^\]】］〗\n]{0,80}\Z"
    r"|(?:!?\[[^\]\n]*\]\s*)+(?:\([^)\s]*)?\Z|[(（][(（\s]*[Ff]?\d*[\dFf\s,，、]*\Z|[*_`!~#>|-]+\Z"
    r"|(?:https?:|www\.)\S*\Z|\bh(?:t(?:t(?:p(?:s)?)?)?)?\Z|\bww?w?\Z)",
    re.DOTALL,
)
_MOST_HELD = 100
"""Times that something is taken off the end: a model that writes one bracket after the other must not cost more."""
_WHITE = re.compile(r"\s{3,}")
_WORDS = re.compile(r"\w")
_HAN = re.compile("[\u4e00-\u9fff]")
_BARE_REPLY = re.compile(
    r"(?:yes|no|not yet|not quite|not exactly|not really|correct|right|indeed|true|partly|in part|in short|in summary)"
    r"(?:,? (?:it|they|he|she|there|that|this) (?:is|are|was|were|has|have|had|did|does|do)(?: not|n['’]t)?)?[.!:,]*"
    r"|(?:是|对|没错|不是|不对|没有|还没有|尚未|并非|并没有|不|会|不会|能|不能|可以|不可以|有|部分|否|正确|不正确|确实|简单来?说"
    r"|总的来?说)(?:的|如此|这样|正确)?[。！：，,:.!]*",
    re.IGNORECASE,
)
"""An answer that says nothing that a passage could bear out: what it answers stands in the question alone."""
_NUMERAL = re.compile(r"\d")
_COURTESY = re.compile(
    r"^(?:好的|当然可以|当然[，！]|如需|如(?:果|若)?(?:您|你)(?:还|有|需|想|对)|如有(?:其他|更多|任何|疑问|需要)|若(?:需|您|有其他|有更多)"
    r"|希望(?:以上|这些|上述|本)|欢迎(?:继续|随时|您|你)|请(?:随时|告诉我|告知我|问)|以上(?:信息|内容|回答)?仅?供(?:您|你)?参考"
    r"|(?:sure|certainly|of course)[,!.]|(?:please )?let me know|(?:please )?feel free|(?:i )?hope (?:this|that|these)"
    r"|if you (?:need|have|would|want|'d)|would you like|do you want|is there anything)",
    re.IGNORECASE,
)
"""Begins what is said to whoever asks and tells nothing of what was asked."""


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a reply without its marks, and the numbers of the passages and facts that it names."""

    text: str
    numbers: tuple[int, ...]
    facts: tuple[int, ...] = ()
    places: tuple[tuple[int, int], ...] = ()
    """Where the marks of passages stand in a sentence that has several: how much of ``text`` is before each."""
    borrowed: bool = field(default=False, repr=False)
    """Whether the marks are those of a later sentence of the paragraph: many models name a source once, at its end."""
    before: str = field(default="", compare=False, repr=False)
    """What the reply says before it, as far as figures there may be compared with its own."""


class _Known(NamedTuple):
    """How many passages and facts there are to be named."""

    passages: int
    facts: int


def read_statements(reply: str, *, passage_count: int, fact_count: int = 0) -> list[Statement]:
    """Return the sentences of ``reply`` in order; numbers that name no passage or fact are left out.

    >>> read_statements("<think>six?</think>- 园区科协成立**6**家【1】。[2, 9]", passage_count=3)
    [Statement(text='园区科协成立6家。', numbers=(1, 2), facts=(), places=())]
    >>> read_statements("园区科协成立6家[1, F2]。", passage_count=3, fact_count=2)
    [Statement(text='园区科协成立6家。', numbers=(1,), facts=(2,), places=())]
    """
    known = _Known(passage_count, fact_count)
    lines = [line for raw in told_lines(_plain(reply).splitlines()) if (line := _plain_line(raw, known))]
    return _in_context([statement for line in lines for statement in _with_borrowed(_statements(line))])


def _with_borrowed(statements: Sequence[Statement]) -> list[Statement]:
    """Give the statements of a paragraph that name nothing the marks of the next one that does."""
    found: list[Statement] = []
    marks: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
    for statement in reversed(statements):
        if statement.numbers or statement.facts:
            marks = (statement.numbers, statement.facts)
        elif any(marks):
            statement = replace(statement, numbers=marks[0], facts=marks[1], borrowed=True)
        found.append(statement)
    return found[::-1]


def _in_context(statements: Sequence[Statement]) -> list[Statement]:
    """Give each statement the last ones before it."""
    texts = [statement.text for statement in statements]
    return [
        replace(statement, before=" ".join(texts[max(0, number - _LOOKS_BACK) : number]))
        for number, statement in enumerate(statements)
    ]


def read_begun(reply: str, *, passage_count: int, fact_count: int = 0) -> tuple[list[Statement], str]:
    """Return the sentences of an unfinished reply that are complete, and the words of the one that has begun.

    A sentence is complete when something follows it, as its marks may stand behind it, and one without marks when a
    later one of its paragraph has some or the paragraph ends. What may still become a mark, a tag, a thought or
    markdown is held back.

    >>> read_begun("成立6家。[1]目标是10个[", passage_count=3)
    ([Statement(text='成立6家。', numbers=(1,), facts=(), places=())], '目标是10个')
    """
    known = _Known(passage_count, fact_count)
    reply = _narrow(reply)
    if _JSON_START.match(reply):
        return [], ""  # It makes sense only as a whole.
    text = _plain(_without_open_end(reply))
    before, newline, last = text.rpartition("\n")
    # What may still turn out to head a list or a table is held back until the line after it has begun.
    told = told_lines((before + newline).splitlines(), last=last)
    lines = [_plain_line(raw, known) for raw in told]
    complete = [statement for line in lines for statement in _with_borrowed(_statements(line))]
    # A row means something only with the head of its table.
    held = last.lstrip("> ").startswith("|") or may_be_heading(last) or not _WORDS.search(last)
    begun = [] if held else _statements(_plain_line(last, known))
    if not begun:
        return _in_context(complete), ""
    ended = _with_borrowed(begun[:-1])
    waiting = [statement for statement in ended if not (statement.numbers or statement.facts)]
    complete += ended[: len(ended) - len(waiting)]
    open_end = begun[-1].text
    words = [statement.text for statement in waiting] + ([] if _MAY_LEAD_IN.fullmatch(open_end) else [open_end])
    return _in_context(complete), ("" if _HAN.search(open_end) else " ").join(words)


def _without_open_end(reply: str) -> str:
    """Return a reply without what stands at its end and may still become something that is not shown."""
    for _ in range(_MOST_HELD):
        shorter = UNFINISHED.sub("", _OPEN.sub("", reply))
        if shorter == reply:
            break
        reply = shorter
    return reply


def _plain(reply: str) -> str:
    """Return a reply without thoughts, fences, tags and addresses; claims in JSON become lines."""
    text = without_thoughts(_PRIVATE.sub("", _narrow(reply)))
    text = usual_marks(_from_json(_narrow(_FENCE.sub("", text))))
    return _ADDRESS.sub("", _LINK.sub(r"\1", _IMAGE.sub("", _TAG.sub("", text))))


def _narrow(reply: str) -> str:
    """Return a reply without long white space, for which patterns with several gaps would need hours."""
    return _WHITE.sub(lambda white: "\n\n" if "\n" in white.group() else "  ", reply)


def _from_json(text: str) -> str:
    """Write the claims of a JSON reply as lines with marks; anything else is returned as it is.

    >>> _from_json('{"claims": [{"text": "成立6家。", "citations": [1, "2"]}]}')
    '成立6家。[1][2]'
    """
    if not _JSON_START.match(text):
        return text
    try:
        found, _ = json.JSONDecoder().raw_decode(text.strip())
    except (ValueError, RecursionError):
        return text
    return "\n".join(_claims_in(found, ()))


def _claims_in(value: object, numbers: tuple[str, ...]) -> Iterator[str]:
    """Yield every sentence in a JSON value with the numbers that stand beside or above it."""
    if isinstance(value, str):
        yield value + "".join(f"[{number}]" for number in numbers)
    elif isinstance(value, list):
        for item in value:
            yield from _claims_in(item, numbers)
    elif isinstance(value, dict):
        named = [_listed(item) for key, item in value.items() if _cites(key, item)]
        own = tuple(number for group in named for number in group) or numbers
        for key, item in value.items():
            if not _cites(key, item):
                yield from _claims_in(item, own)


def _cites(key: str, value: object) -> bool:
    """Tell whether a key holds what is cited; "facts" may hold what is said as well."""
    items = value if isinstance(value, list) else [value]
    return bool(_CITES.search(key) or ("fact" in key.lower() and all(_ID.fullmatch(str(item)) for item in items)))


def _listed(value: object) -> list[str]:
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return [match.group() for match in _ID.finditer(text)]


def _plain_line(line: str, known: _Known) -> str:
    """Return a line without markdown and with its marks as single characters; "" when it says nothing."""
    if _TABLE_RULE.match(line) or _SOURCES_LINE.match(line):
        return ""
    line = _LINE_START.sub("", line)
    line = _BRACKETED.sub(lambda match: _as_marks(match[1], known), line)
    # Round brackets hold years and items too: only what ends a sentence and numbers a passage is a mark.
    line = _ROUND.sub(lambda match: _as_marks(match[1], known) or match[0], line)
    line = _EMPHASIS.sub("", line)
    if line.lstrip().startswith("|"):
        line = "，".join(cell.strip() for cell in line.strip().strip("|").split("|") if cell.strip())
    return _AFTER_STOP.sub(_before_stop, line).strip()


def _before_stop(match: re.Match[str]) -> str:
    """Move marks before the stop that they stand behind; the space before the next sentence stays."""
    return "".join(match[2].split()) + match[1] + (" " if match[2][-1].isspace() else "")


def _as_marks(numbers: str, known: _Known) -> str:
    marks = []
    for is_fact, digits in _ID.findall(numbers):
        number = int(digits)
        if is_fact and 0 < number <= min(known.facts, _MOST_FACTS):
            marks.append(chr(_MARK + _MOST_PASSAGES + number))
        elif not is_fact and 0 < number <= min(known.passages, _MOST_PASSAGES):
            marks.append(chr(_MARK + number))
    return "".join(marks)


def _statements(line: str) -> list[Statement]:
    found = []
    for start, end in mixed_spans(line):
        sentence = _NAMES_FIRST.sub(_marks_alone, _LABELLED.sub("", line[start:end]))
        marks = dict.fromkeys(ord(mark) - _MARK for mark in _MARKS.findall(sentence))
        numbers = tuple(mark for mark in marks if mark <= _MOST_PASSAGES)
        facts = tuple(mark - _MOST_PASSAGES for mark in marks if mark > _MOST_PASSAGES)
        text = _without_marks(sentence)
        courtesy = _COURTESY.match(text) and not _NUMERAL.search(text)
        nothing = not marks and (courtesy or _BARE_REPLY.fullmatch(text))
        if any(character.isalnum() for character in text) and not nothing:
            found.append(Statement(text, numbers, facts, _places(sentence) if len(numbers) > 1 else ()))
    return found


def _marks_alone(match: re.Match[str]) -> str:
    return "".join(_MARKS.findall(match.group()))


def _without_marks(sentence: str) -> str:
    return re.sub(r"\s+(?=[.,;:!?。，；：！？]|$)", "", " ".join(_MARKS.sub("", sentence).split()))


def _places(sentence: str) -> tuple[tuple[int, int], ...]:
    """Return the marks of passages with their places; none where all of them stand in one place."""
    numbers = [(match.start(), ord(match.group()) - _MARK) for match in _MARKS.finditer(sentence)]
    places = tuple(
        (len(_without_marks(sentence[:start])), number) for start, number in numbers if number <= _MOST_PASSAGES
    )
    return places if len({place for place, _ in places}) > 1 else ()
