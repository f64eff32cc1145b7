"""A question to whether it needs the conversation before it to be understood."""

import re
from collections.abc import Iterator, Sequence

from assistant.answering import lexicon
from assistant.answering.openings import is_aside
from assistant.answering.ranking import ranks_targets
from assistant.answering.spans import NO_SUBJECT, Names, Span, is_strong, named_spans, subjects_of
from assistant.answering.understand import detect_language
from assistant.language.fold import search_key, to_simplified
from assistant.schema import Language

_LEANS_ZH = re.compile(
    r"^(?:那|那么|那它|它|他|她|这|该|其中?|另外|还有|然后|再|后来|之后|此外)|(?:呢|的呢)[?？]?$"
    r"|(?:它|他们?|她|这个|那个|这些|那些|该项|此项|上述|前者|后者|这一项|那一项|这件事)"
)
_ASKS_AT_ONCE = re.compile(r"^(?:为什么|怎么|多少|什么时候|谁|在哪|哪里|哪年|哪天|几[个家名])[^，,]{0,8}[?？]?$")
_NAMES_AFTER = re.compile(r"^(?:谁|什么|哪里|哪儿)(?:是|叫)(.+?)[?？]*$")
"""Asks for something by the words after it: 谁是中国科学院院长."""
_LEANS_EN = re.compile(
    r"^(?:and|what about|how about|but|also|then|so|ok|okay|or)\b|\b(?:it|its|they|them|their|"
    r"that|those|this one|these|he|she|his|her|there|the same|the latter|the former|one)\b"
)
_LONGEST_ELLIPSIS = 80
_LEADS_ON = re.compile(r"^(?:那|那么|其中|and|what about|how about|but|so)(?![a-z])")
_SELF_CONTAINED = re.compile(r"12621|that (?:is|the|are|was|were|has|have)\b(?=.{20})")
POINTS_AT_ONCE = re.compile(
    r"^(?:那么?)?[,，]?(?:这|它|那(?:个|些))(?:们|个|些|项)?(?:数字?|数据|成绩)?(?:算|是不是|能|可以|属于|也|和|跟|与)"
    r"|^(?:so |and |but )?(?:why |how )?(?:is|are|was|were|do|does|did|can|may) (?:it|that|this|they|these|those)\b"
)
"""Its subject is a pronoun, whatever it names besides: is that progress of 12621."""
_WHY = re.compile(r"^(?:为什么|为何|why\b)")
_OF_ALL = re.compile(
    r"各(?:个|种)?(?:来源|资料|媒体|报道|说法)|(?:所有|全部|哪些|哪几[个份篇])的?(?:来源|资料|数字|数据)"
    r"|\b(?:which|what|all) (?:of the |the )?(?:figures|numbers|sources|documents|data)\b"
)
"""Asks about the whole corpus."""
_ENOUGH_WORDS = 3
"""Words of an English question, of which some passage speaks together, that make a subject."""
WHAT_ABOUT = re.compile(
    r"^(?:那么?|那|还有|再?问|and|what about|how about|then|but|so|ok|okay)?[\s,，]*"
    r"(?P<rest>.*?)(?:呢|又呢|的呢)?[\s?？。.!]*$"
)
_ASKS = re.compile(r"[什谁哪几多怎为何]|吗|\b(?:what|who|when|where|how|which|why|is|are|did|does)\b")
PRONOUN = re.compile(
    r"它|他|她|这个|那个|该|其中|这些|那些|那里|那边|当地|当时|\b(?:it|its|they|them|their|that|those|there)\b"
)
_BEFORE_ASKING = re.compile(
    r"^(.*?)(?:[什谁哪几怎]|多少|有?多[高大长远久快重]|为[什何]|吗|是否|[?？]|$)|^(.*)$", re.DOTALL
)
_NO_NAME = re.compile(r"[今去前明当]年|[今昨明当]天|当[时场日]|现在|目前|最近|最新|一共|总共|每.?|多少|个项目")
"""Words before an interrogative that name nothing."""
_FACETS = re.compile(
    "|".join(
        f"(?:{pattern.pattern})"
        for pattern in (
            *(lexicon.STATUS, lexicon.TARGET, lexicon.PROGRESS, lexicon.WHEN_DONE, lexicon.RATIO, lexicon.DIFFERENCE),
            *(lexicon.SOURCE, lexicon.MONEY, lexicon.SIZE, lexicon.REFERENCE, lexicon.CONTACT, lexicon.HISTORY),
        )
    )
)
"""What can be asked about any subject: 达标没有, 预算, 电话."""
_LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z'’-]{2,}")
PLAIN_ENGLISH = frozenset(
    "how what when where which who whom whose why the and for was were are is has have had did does been being will "
    "would can could should may many much tall big long far old large high there then from with about into over since "
    "until after before during than any some more most all each every other first second third last next long ago took "
    "take get got make made come came go went old new".split()
)
_FALLEN_APART = 3
"""Single characters in a row that are no phrase of our language (能拿) but a name that the vocabulary lacks."""
MAX_SHORT_ZH, MAX_SHORT_EN = 14, 9
"""Characters or words up to which a question without any subject is taken for an ellipsis."""
_MAX_WEAK_ZH, _MAX_WEAK_EN = 18, 12
"""The same for one whose only subject is a noun that needs another (二等奖和三等奖各几项)."""


def leans(question: str, names: Names, *, before: Sequence[Span] = ()) -> bool:
    """Tell whether a question needs what was asked before it, whose named things are ``before``."""
    folded = search_key(question).strip()
    if is_aside(question) or len(folded) > _LONGEST_ELLIPSIS:
        return False
    if before and POINTS_AT_ONCE.search(folded):
        return True
    ranks = ranks_targets(folded) and not PRONOUN.search(folded)
    if ranks or lexicon.OVERVIEW.search(folded) or lexicon.ALL_TARGETS.search(folded):
        return False  # "哪些目标还没有报告" is about all of them.
    if _OF_ALL.search(folded) and not PRONOUN.search(folded):
        return False
    spans = named_spans(question, names)
    subjects = subjects_of(spans)
    language = detect_language(question)
    cue = (_LEANS_ZH if language == "zh" else _LEANS_EN).search(folded)
    if not subjects:
        if any(span.kind == "relative year" for span in spans):
            return True
        if cue is None and (names_something_else(question, names) or _is_complete(question, before, names)):
            return False
        short = _length(folded, language) <= (MAX_SHORT_ZH if language == "zh" else MAX_SHORT_EN)
        return bool(cue or _ASKS_AT_ONCE.search(folded)) or short
    if not any(is_strong(span, names.glossary) for span in subjects):
        return _weak_leans(folded, language, spans, before, names, cue=cue is not None)
    if cue is None or _SELF_CONTAINED.search(folded):
        return False
    # "那秦创原是什么？" has a subject and asks something of its own; "那工程师呢？" asks nothing by itself.
    rest = WHAT_ABOUT.match(folded)
    asks = _ASKS.search((rest and rest["rest"]) or "")
    return not asks or bool(PRONOUN.search(folded))


def _is_complete(question: str, before: Sequence[Span], names: Names) -> bool:
    """Tell whether sources speak of all words of an English question together, and not with what was asked before."""
    if detect_language(question) != "en":
        return False
    words = [word for word in _LATIN_WORD.findall(question) if word.lower() not in PLAIN_ENGLISH]
    words += [span.text for span in named_spans(question, names) if span.kind == "year"]
    # One of them may be another word for what the sources say (chairman, chair).
    known = [kept for kept in (words, *_all_but_one(words)) if len(kept) >= _ENOUGH_WORDS and names.spoken(kept)][:1]
    return any(not any(names.spoken([span.text, *kept]) for span in subjects_of(before)) for kept in known)


def _all_but_one(words: Sequence[str]) -> list[list[str]]:
    return [[*words[:i], *words[i + 1 :]] for i in range(len(words))]


def _weak_leans(
    folded: str, language: Language, spans: Sequence[Span], before: Sequence[Span], names: Names, *, cue: bool
) -> bool:
    """Judge nouns that need another: prizes belong to the contest before, but not to every topic before."""
    if cue and (_LEADS_ON.search(folded) or PRONOUN.search(folded)):
        return True
    if cue and not _ASKS.search(folded):
        return True
    if any(span.kind == "year" for span in spans):
        return False
    if _WHY.search(folded) and _length(folded, language) <= MAX_SHORT_ZH:
        return True  # Reasons are asked for of what was just said.
    if _length(folded, language) > (_MAX_WEAK_ZH if language == "zh" else _MAX_WEAK_EN):
        return False
    nouns = [span.text for span in subjects_of(spans)]
    anchors = [span.text for span in subjects_of(before) if span.kind != "person"]
    return any(names.spoken([anchor, *nouns]) for anchor in anchors if anchor not in nouns)


def names_something_else(question: str, names: Names) -> bool:
    """Tell a question about something that no source speaks of (台北101有多高) from an ellipsis (投了多少)."""
    language = detect_language(question)
    for span in reversed(named_spans(question, names)):
        question = f"{question[: span.start]} {question[span.end :]}"
    question = _FACETS.sub(" ", to_simplified(question))
    if language == "en":
        words = [word for word in _LATIN_WORD.findall(question) if word.lower() not in PLAIN_ENGLISH]
        return any(not names.spoken([word]) for word in words)
    match = _NAMES_AFTER.match(question) or _BEFORE_ASKING.match(question)
    head = _NO_NAME.sub("", (match and match[1]) or "")
    words = [word for word in _names_in(search_key(head), names) if word.strip()]
    return any(not names.spoken([word]) for word in words)


def _names_in(head: str, names: Names) -> Iterator[str]:
    """Yield the words of two characters and more, and strangers that fall into single ones (珠穆朗玛峰)."""
    for run in lexicon.STOP_ZH.sub(" ", head).split():
        words = names.words(run)
        yield from (word for word in words if len(word) > 1)
        if len(words) >= _FALLEN_APART and all(len(word) == 1 for word in words):
            yield run


def points_back(question: str, names: Names) -> bool:
    """Tell whether a question has a pronoun or an ellipsis and no subject that it could refer to."""
    folded = search_key(question).strip()
    if any(name in folded for name in names.programme.names):
        return False  # "its ten" after "12621" needs nothing said before.
    language = detect_language(question)
    cue = (_LEANS_ZH if language == "zh" else _LEANS_EN).search(folded) or _ASKS_AT_ONCE.search(folded)
    short = _length(folded, language) <= (MAX_SHORT_ZH if language == "zh" else MAX_SHORT_EN)
    return cue is not None and short and all(span.kind in NO_SUBJECT for span in named_spans(question, names))


def _length(folded: str, language: Language) -> int:
    return len(folded) if language == "zh" else len(folded.split())
