"""Words that point at what was said before (上一年, 前者, 它, 两个都) to what they mean."""

import re
from collections.abc import Sequence

from assistant.answering.spans import RELATIVE_YEAR, Names, Span, named_spans, subjects_of
from assistant.answering.understand import detect_language
from assistant.language.fold import search_key, to_simplified

_COMPARES = re.compile(
    r"[比较跟和与]|倍|增|减|\b(?:than|compare[ds]?|comparison|times|versus|vs|more|less|up|down|from)\b"
)
_PREPOSITION = re.compile(r"\b(?:in|of|for|than|with|to|from|times|by|at|on|since|versus|vs) *$")
_POINTED_AT = re.compile(r"(?:这|那|该|此|上述)(?:[个项份场届次家座所])?(?P<noun>[\u4e00-\u9fff]{2})")
_FIGURE = re.compile(
    r"(?:这|那|该|此)(?:个|些|条|一)?(?:数字?|数据|结果|消息|说法|信息|结论)"
    r"|\b(?:this|that) (?:figure|number|information)\b"
)
"""The last answer, not a thing with a name."""
_PRONOUN_INSIDE = re.compile(r"(?<=[跟和与比同对])(?:它|他|她)们?")
_BARE = re.compile(
    r"(?:那|是|又|还)*(?:在)?(?P<when>什么时候|何时|哪一?[年天月])?(?P<where>哪里|哪儿|什么地方)?(?P<affair>的事情?)?(?:的|呢|办的)?[?？。]*"
)
_BARE_EN = re.compile(r"(?:and |but |so )?(?P<word>when|where)(?: was (?:that|it|this)| exactly)?\W*")
_WHEN_OR_WHERE = re.compile(r"(?:在|于)?(?:什么时候|何时|哪一?[年天月]|哪里|哪儿|什么地方)")
_ASKED_OTHERWISE = re.compile(r"多少|[几谁哪]|什么|怎么")
_AN_AFFAIR = 4
"""Characters before an interrogative that can name what happened."""
_COUNTS = {"一": 1, "one": 1, "a": 1, "an": 1}
_COUNTS |= {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "two": 2, "three": 3, "four": 4, "five": 5}
_FORMER = re.compile(r"前者|\bthe former\b")
_LATTER = re.compile(r"后者|\bthe latter\b")
_BOTH = re.compile(
    r"(?:这|那)?(?:两|2)(?:个|项|者|家)(?=都|各|分别|谁|哪|一共|合计|完成|达标)|二者"
    r"|\b(?:both(?: of (?:them|these|those))?|(?:the|these|those) two)\b"
)


def is_compared(question: str) -> bool:
    """Tell whether what a question names is set beside something (比2020年多多少)."""
    return _COMPARES.search(search_key(question)) is not None


def without_the_figure(question: str) -> str:
    """Return ``question`` without words for the last answer: 这个数字出自哪篇报道."""
    return _FIGURE.sub("", question)


def ask_for_time_or_place(question: str, previous: str) -> str | None:
    """Ask ``previous`` for the time instead of the place, or the other way round (在哪开幕的？ 什么时候的事？)."""
    bare = _BARE.fullmatch(search_key(question).strip())
    word = bare and (bare["when"] or (bare["where"] and f"在{bare['where']}"))
    if bare and word:
        asked = _WHEN_OR_WHERE.search(to_simplified(previous))
        if asked:
            return f"{previous[: asked.start()]}{word}{previous[asked.end() :]}"
        # 安康的路演签了几个项目？ 什么时候的事？ asks when that was.
        other = _ASKED_OTHERWISE.search(to_simplified(previous)) if bare["affair"] else None
        affair = previous[: other.start()].rstrip("了过的") if other else ""
        return f"{affair}是{word}？" if len(affair) >= _AN_AFFAIR else None
    english = _BARE_EN.fullmatch(search_key(question).strip())
    if english and (opening := re.match(r"(?:when|where)\b", previous, re.IGNORECASE)):
        return f"{english['word'].capitalize()}{previous[opening.end() :]}"
    return None


def absolute_years(question: str, before: Sequence[Span], names: Names) -> str:
    """Return ``question`` with 上一年 or two years later as the year that it means."""
    folded = search_key(question)
    years = [span for span in before if span.kind == "year"]
    if not years or any(span.kind == "year" for span in named_spans(question, names)):
        return question
    for pattern, sign in RELATIVE_YEAR:
        match = pattern.search(folded)
        if match is None:
            continue
        year = f"{int(search_key(years[-1].text)) + sign * _count(match['count'])}"
        head, tail = question[: match.start()], question[match.end() :]
        if detect_language(question) == "zh":
            return f"{head}{year}年{tail}"
        return f"{head}{'' if _PREPOSITION.search(head.lower()) else 'in '}{year}{tail}"
    return question


def _count(written: str | None) -> int:
    return _COUNTS.get(written) or int(written) if written else 1


def put_in_place(question: str, topics: Sequence[str], before: Sequence[Span], names: Names) -> str:
    """Put named things in the place of words that point at them: 前者, 这个方案, 和它."""
    subjects = subjects_of(before)
    if not subjects:
        return question
    told = (
        subjects if len(subjects) > 1 else [s for topic in topics for s in subjects_of(named_spans(topic, names))[:1]]
    )
    for pattern, span in ((_FORMER, told[-2] if len(told) > 1 else None), (_LATTER, told[-1])):
        if span is not None:
            question = pattern.sub(span.text, question)
    if len(told) > 1:
        joint = f"{told[-2].text}和{told[-1].text}" if detect_language(question) == "zh" else None
        question = _BOTH.sub(joint or f"{told[-2].text} and {told[-1].text}", question)
    for match in _POINTED_AT.finditer(question):
        meant = next((span.text for span in subjects if match["noun"] in span.text), None)
        if meant is not None:
            return question.replace(match.group(), meant, 1)
    return _PRONOUN_INSIDE.sub(subjects[-1].text, question, count=1)
