"""A follow-up and its history to a question that stands on its own, by rules and named things."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.answering import lexicon
from assistant.answering.understand import detect_language
from assistant.language.fold import search_key, to_simplified
from assistant.language.glossary import Glossary
from assistant.ledger.indicators import Programme
from assistant.schema import Language, Turn

_LEANS_ZH = re.compile(
    r"^(?:那|那么|那它|它|他|她|这|该|其中?|另外|还有|然后|再|后来|之后|此外)|(?:呢|的呢)[?？]?$|^(?:为什么|怎么"
    r"|多少|什么时候|谁|在哪|"
    r"哪里|哪年|哪天|几[个家名])[^，,]{0,8}[?？]?$"
    r"|(?:它|他们?|她|这个|那个|这些|那些|该项|此项|上述|前者|后者|这一项|那一项|这件事)"
)
_LEANS_EN = re.compile(
    r"^(?:and|what about|how about|but|also|then|so|ok|okay|or)\b|\b(?:it|its|they|them|their|"
    r"that|those|this one|these|he|she|his|her|there|the same|the latter|the former|one)\b"
)
_LONGEST_ELLIPSIS = 80
_LEADS_ON = re.compile(r"^(?:那|那么|and|what about|how about|but|so)(?![a-z])")
_SELF_CONTAINED = re.compile(r"12621|that (?:is|the|are|was|were|has|have)\b(?=.{20})")
_WHAT_ABOUT = re.compile(
    r"^(?:那么?|那|还有|再?问|and|what about|how about|then|but|so|ok|okay)?[\s,，]*"
    r"(?P<rest>.*?)(?:呢|又呢|的呢)?[\s?？。.!]*$"
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")
_NEW_TOPIC = re.compile(
    r"^(?:(?:ok|okay|alright|right|well|好|行|嗯|那)?[,，\s]*"
    r"(?:换一?个(?:话题|问题)|(?:再?问)?(?:另外|别的|另)一?[件个]?(?:事|问题)?|先不(?:谈|说|管|问|聊)这个"
    r"|不说这个了?|说(?:点|个)别的"
    r"|(?:next|new|different|another|separate|other) (?:topic|question|subject)|on (?:a different|another) (?:note"
    r"|topic)"
    r"|changing (?:the )?(?:topic|subject)|leaving that(?: aside)?)"
    r")[\s:：,，。.;；—–-]+(?=\S)",
    re.IGNORECASE,
)
"""Words by which somebody leaves what was talked about."""
_RELATIVE_YEAR: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(r"前一年|上一?年|头一年|\b(?:the )?year before(?: that)?\b|\b(?:previous|prior) year\b"), -1),
    (re.compile(r"后一年|下一年|次年|第二年|\b(?:the )?(?:next|following) year\b|\byear after(?: that)?\b"), 1),
)
_ABOUT_FORM = re.compile(
    r"再?说一[遍次下]|重复|回答|上面|刚才|并?给?出?(?:出处|来源|引用)|请|一遍|再|把|和|,|，|。|[?？!]"
    r"|\b(?:please|again|repeat|say|that|it|the|answer|with|sources?|and|give|can you|could you|in)\b|\s"
)
"""What a request about the form of an answer says besides the language."""
_MAX_SHORT_ZH, _MAX_SHORT_EN = 14, 9
"""Characters or words up to which a question without any subject is taken for an ellipsis."""


@dataclass(frozen=True, slots=True)
class Condensed:
    """The standalone question; ``language`` is set when the user asked for the answer in that language."""

    text: str
    language: Language | None = None
    unclear: bool = False
    """True when the question points at something said before, and nothing was."""


@dataclass(frozen=True, slots=True)
class Span:
    """A named thing in a question; things of one ``kind`` can stand in for each other."""

    start: int
    end: int
    kind: str
    text: str


def condense(question: str, history: Sequence[Turn], *, glossary: Glossary, programme: Programme) -> Condensed:
    """Return ``question`` made independent of ``history`` (oldest turn first).

    Three moves: repeat the last question in another language; put a new year, batch, place or indicator into the last
    question (“第四批呢？”); or add what the last questions were about (“那目标是多少？”).
    """
    question, leaves = _without_farewell(question)
    asked = [turn.content for turn in history if turn.role == "user" and turn.content.strip()]
    if leaves:
        return Condensed(question)
    language = _language_request(question)
    if not asked:
        return Condensed(question, language, unclear=_points_back(question, glossary=glossary, programme=programme))
    previous = _standalone_so_far(asked, glossary=glossary, programme=programme)
    if language and _only_a_request(question):
        return Condensed(previous, language)
    if not leans(question, glossary=glossary, programme=programme):
        return Condensed(question, language)
    return Condensed(_merge(question, previous, glossary=glossary, programme=programme), language)


def _without_farewell(question: str) -> tuple[str, bool]:
    """Return a question without the words that change the topic, and whether it had any.

    >>> _without_farewell("换个话题，秦创原是什么？")
    ('秦创原是什么？', True)
    """
    match = _NEW_TOPIC.match(to_simplified(question))
    return (question[match.end() :], True) if match else (question, False)


def _standalone_so_far(asked: Sequence[str], *, glossary: Glossary, programme: Programme) -> str:
    standalone = asked[0]
    for said in asked[1:]:
        question, leaves = _without_farewell(said)
        if leaves:
            standalone = question
            continue
        if _language_request(question) and _only_a_request(question):
            continue
        if leans(question, glossary=glossary, programme=programme):
            standalone = _merge(question, standalone, glossary=glossary, programme=programme)
        else:
            standalone = question
    return standalone


def leans(question: str, *, glossary: Glossary, programme: Programme) -> bool:
    """Tell whether a question needs the conversation before it to be understood."""
    folded = search_key(question).strip()
    if lexicon.UNSAFE.search(folded) or lexicon.OUT_OF_SCOPE.search(folded) or len(folded) > _LONGEST_ELLIPSIS:
        return False
    if lexicon.OVERVIEW.search(folded) or lexicon.ALL_TARGETS.search(folded) or lexicon.GREETING.search(folded):
        return False  # "哪些目标还没有报告" is about all of them.
    spans = named_spans(question, glossary=glossary, programme=programme)
    subjects = [span for span in spans if span.kind not in _NO_SUBJECT]
    chinese = detect_language(question) == "zh"
    cue = (_LEANS_ZH if chinese else _LEANS_EN).search(folded)
    if not subjects:
        length = len(folded) if chinese else len(folded.split())
        return bool(cue) or length <= (_MAX_SHORT_ZH if chinese else _MAX_SHORT_EN)
    if cue is None:
        return False
    if _LEADS_ON.search(folded) and not any(_is_strong(span, glossary) for span in subjects):
        return True
    if _SELF_CONTAINED.search(folded):
        return False
    # "那秦创原是什么？" has a subject and asks something of its own; "那工程师呢？" asks nothing by itself.
    rest = _WHAT_ABOUT.match(folded)
    asks = bool(
        re.search(
            r"[什谁哪几多怎为何]|吗|\b(?:what|who|when|where|how|which|why|is|are|did|does)\b",
            (rest and rest["rest"]) or "",
        )
    )
    pronoun = re.search(
        r"它|他|她|这个|那个|该|这些|那里|那边|当地|当时|\b(?:it|its|they|them|their|that|those|there)\b", folded
    )
    return not asks or bool(pronoun)


def _is_strong(span: Span, glossary: Glossary) -> bool:
    """Tell a subject that can open a new topic from a noun that leans on the old one (那一等奖有几个)."""
    if span.kind in ("indicator", "organisation", "person", "place", "event", "document"):
        return True
    term = glossary.definition(search_key(span.text), language="en" if span.text.isascii() else "zh")
    return term is not None and bool(term.definition_zh)


def _points_back(question: str, *, glossary: Glossary, programme: Programme) -> bool:
    """Tell whether a question has a pronoun or an ellipsis and no subject that it could refer to."""
    folded = search_key(question).strip()
    if any(name in folded for name in programme.names):
        return False  # "its ten" after "12621" needs nothing said before.
    spans = named_spans(question, glossary=glossary, programme=programme)
    cue = (_LEANS_ZH if detect_language(question) == "zh" else _LEANS_EN).search(folded)
    short = len(folded) <= _MAX_SHORT_ZH if detect_language(question) == "zh" else len(folded.split()) <= _MAX_SHORT_EN
    return cue is not None and short and all(span.kind in _NO_SUBJECT for span in spans)


def named_spans(question: str, *, glossary: Glossary, programme: Programme) -> list[Span]:
    """Return the years, batches, indicators and glossary terms of a question, in order, not overlapping."""
    folded = search_key(question)
    spans = [Span(m.start(), m.end(), "year", m.group()) for m in _YEAR.finditer(folded)]
    spans += [Span(m.start(), m.end(), "batch", m.group()) for m in lexicon.BATCH.finditer(folded)]
    for indicator in programme.indicators:
        for stems in indicator.near_en:
            words = [re.search(rf"\b{stem}\w*", folded) for stem in stems]
            if all(words):
                start = min(word.start() for word in words if word)
                end = max(word.end() for word in words if word)
                spans.append(Span(start, end, "indicator", question[start:end]))
        for name in (*indicator.asked_zh, *indicator.asked_en):
            for match in re.finditer(re.escape(name) if not name.isascii() else rf"\b{re.escape(name)}s?\b", folded):
                spans.append(Span(match.start(), match.end(), "indicator", question[match.start() : match.end()]))
    for tongue in ("zh", "en"):
        for found in glossary.find(folded, language=tongue):
            kind = _kind(found.term.kind, found.term.zh, question[found.start : found.end])
            spans.append(Span(found.start, found.end, kind, question[found.start : found.end]))
    kept: list[Span] = []
    for span in sorted(spans, key=lambda item: (item.start - item.end, item.kind != "indicator", item.start)):
        if not any(span.start < other.end and other.start < span.end for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda item: item.start)


_NO_SUBJECT = frozenset(("year", "batch", "attribute"))
_COMMON = 2
"""A Chinese term of two characters (成立, 活动) is a common word."""


def _kind(kind: str, name: str, written: str) -> str:
    """Return the class of a glossary term; common nouns and words for attributes do not name a subject."""
    if kind == "unit" or lexicon.ATTRIBUTES.fullmatch(name):
        return "attribute"
    if kind in ("person", "place", "measure"):
        return kind
    common = len(name) <= _COMMON or (written.isascii() and " " not in written and not written[:1].isupper())
    return "attribute" if common else kind


def _merge(question: str, previous: str, *, glossary: Glossary, programme: Programme) -> str:
    """Put what is new in ``question`` into ``previous``, or what ``previous`` is about into ``question``."""
    before = named_spans(previous, glossary=glossary, programme=programme)
    folded = search_key(question)
    for pattern, step in _RELATIVE_YEAR:
        years = [span for span in before if span.kind == "year"]
        if pattern.search(folded) and years:
            last = years[-1]
            return previous[: last.start] + str(int(last.text) + step) + previous[last.end :]
    rest = _WHAT_ABOUT.match(question.strip())
    new = named_spans(question, glossary=glossary, programme=programme)
    elliptic = rest is not None and not re.search(
        r"[什谁哪几多怎]|吗|目标|进展|完成"
        r"|\b(?:what(?! about)|who|when|where|how(?! about)|which|why|target|goal|progress)\b",
        search_key(rest["rest"]),
    )
    if elliptic and new:
        swapped = _swap(previous, before, new)
        if swapped is not None:
            return swapped
    topic = [span for span in before if span.kind not in _NO_SUBJECT] or before
    missing = [span.text for span in topic if search_key(span.text) not in folded]
    kept_batch = (
        [span.text for span in before if span.kind == "batch"] if not any(s.kind == "batch" for s in new) else []
    )
    # 投了多少？ after a question about 2021 is about 2021 too, unless it names a year of its own.
    kept_year = [] if any(s.kind == "year" for s in new) else [span.text for span in before if span.kind == "year"][-1:]
    subject = _without_repeats([*_as_written(kept_year, previous), *kept_batch, *missing])
    if not subject:
        return f"{previous} {question}"
    if detect_language(question) == "zh":
        body = re.sub(r"^(?:那么?|那|然后|另外|还有)[，,]?|它们?的?|这个|那个|该项", "", question).strip()
        joined = "".join(subject) if detect_language(previous) == "zh" else " ".join(subject)
        return joined + (" " if body[:1].isascii() and joined[-1:].isascii() else "") + body
    return f"{question.rstrip(' ?')} ({', '.join(subject)})?"


def _as_written(years: Sequence[str], previous: str) -> list[str]:
    """Return years as the earlier question writes them: 2021年, but 2021 in English."""
    return [f"{year}年" if detect_language(previous) == "zh" else year for year in years]


def _swap(previous: str, before: Sequence[Span], new: Sequence[Span]) -> str | None:
    """Replace in ``previous`` the last thing of the kind of each new thing; None when there is none of its kind."""
    text, swapped = previous, False
    for span in new:
        group = _exchangeable(span.kind)
        same = [old for old in before if _exchangeable(old.kind) == group]
        if same:
            old = same[-1]
            text = text.replace(old.text, span.text, 1)
            before = [replace(item, text=span.text) if item is old else item for item in before]
            swapped = True
    return text if swapped else None


def _exchangeable(kind: str) -> str:
    return "subject" if kind in ("indicator", "measure", "term", "organisation", "event", "document") else kind


def _without_repeats(names: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for name in names:
        if not any(name in other for other in kept):
            kept.append(name)
    return kept


def _language_request(question: str) -> Language | None:
    folded = search_key(question)
    if lexicon.TRANSLATE_TO_EN.search(folded):
        return "en"
    return "zh" if lexicon.TRANSLATE_TO_ZH.search(folded) else None


def _only_a_request(question: str) -> bool:
    """Tell a request about the form of the last answer from a question that also says in which language."""
    rest = lexicon.TRANSLATE_TO_EN.sub("", lexicon.TRANSLATE_TO_ZH.sub("", search_key(question)))
    rest = _ABOUT_FORM.sub("", rest)
    return len(rest) <= 4
