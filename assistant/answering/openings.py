"""A turn of a conversation to what it says around its question: a change of topic, a correction, a wish about form."""

import re
from dataclasses import dataclass

from assistant.answering import beyond, lexicon
from assistant.answering.unsafe import orders_something_unsafe
from assistant.language.fold import search_key, to_simplified
from assistant.schema import Language

_FAREWELL = re.compile(
    r"^(?:(?:ok|okay|alright|right|well|好|行|嗯|那)?[,，\s]*"
    r"(?:换一?个(?:话题|问题)|(?:再?问)?(?:另外|别的|另)一?[件个]?(?:事|问题)?|先不(?:谈|说|管|问|聊)这个"
    r"|不说这个了?|说(?:点|个)别的"
    r"|(?:next|new|different|another|separate|other) (?:topic|question|subject)|on (?:a different|another) (?:note"
    r"|topic)"
    r"|changing (?:the )?(?:topic|subject)|leaving that(?: aside)?)"
    r")[\s:：,，.。;；—–-]+(?=\S)",
    re.IGNORECASE,
)
"""Words by which somebody leaves what was talked about."""
_WRONG = r"不是这个|不是的?|不对|不|错了|[说搞弄问打]错了|我[说搞弄问打]错了|抱歉|对不起|等等|等一下"
_MEANT = r"(?:我|我们)?(?:刚才|其实|真正)?(?:想|要|是要|是想|想要)?(?:问|说|指|查|了解)的(?:其实)?是|(?:我)?应该是"
_CORRECTION = re.compile(
    rf"^(?:(?:{_WRONG})[\s,，。.!！]+(?:(?:{_WRONG})[\s,，。.!！]+)?(?:{_MEANT}|我(?:是)?[想要]问)?"
    rf"|{_MEANT}|我是[想要]?问)[\s,，:：]*(?:是(?![谁什多几不否]))?"
    r"|^(?:(?:no|nope|sorry|oops|wait|hang on|hold on|actually|i misspoke|my mistake|wrong)[\s,，.!—–-]+)*"
    r"(?:i (?:actually |really )?(?:meant|mean|was asking (?:about|for)|am asking (?:about|for)"
    r"|wanted to ask(?: about)?)"
    r"|i'm asking (?:about|for)|make that)(?: to (?:ask|say)(?: about)?)?[\s,，:：—–-]+"
    r"|^(?:no|sorry|oops)[\s,，.!—–-]+(?=\S)",
    re.IGNORECASE,
)
"""Words by which somebody says that the question before was not the one meant."""
_RETURN = re.compile(
    r"^(?:(?:好|ok|okay|那)[\s,，]*)?(?:(?:再?(?:回到|说回|回过头(?:来)?[看说问]|回头[看说问])|(?:我们)?(?:再|还是)(?:说|看|问)回?)"
    r"(?:一下)?(?:刚才|刚刚|前面|之前|最初|一?开始|上面)?(?:问|说|提到?|讲)?的?"
    r"|(?:(?:going|coming|let's go|let us go|to go|to come|to get)? ?back to|returning to|to return to)\s+)",
    re.IGNORECASE,
)
"""Words by which somebody goes back to an earlier topic."""
_FIRST = re.compile(r"^(?:第一个问题|最初的问题|(?:the|my) (?:first|original) question)[\s,，。.:：]*")
_COURTESY = re.compile(
    r"(?:好的?|行|嗯+|哦+|噢|啊|ok|okay|明白(?:了)?|知道了|了解了?|清楚了|懂了|收到|谢谢|多谢|感谢|谢了|辛苦了?|不错|很好|太好了"
    r"|great|good|nice|perfect|cool|fine|alright|got it|i see|understood|thanks?|thank you|cheers|that helps"
    r"|very helpful|helpful|so much|very much|a lot|very|你们?|您|啦|了|的|[\s,，.。!！~])+",
    re.IGNORECASE,
)
_BRIEFLY = re.compile(
    r"(?:请?(?:简单|简短|简要)(?:地|点|一点|些)?(?:说|讲|回答|概括)?(?:一下|点)?|用?一句话(?:说|概括|回答|总结)?(?:一下)?|长话短说|(?:再|更)?短(?:一点|点|些)|总之"
    r"|in short|in brief|briefly|in (?:one|a) (?:sentence|word|few words)|shorter|short version"
    r"|just the (?:short )?answer)"
    r"[\s,，:：.。!！]*",
    re.IGNORECASE,
)
_WISH = (
    r"再?说一[遍次下]|重复|回答|上面|刚才|并?给?出?(?:出处|来源|引用|依据)|请|一遍|再|把|和|说|讲|的|能|可以|你|一点|点|些"
    r"|[,，.。:：?？!！]|\b(?:please|again|repeat|say|that|it|the|answer|with|sources?|and|give|can you|could you|in|me"
    r"|for|this|cite|show|make|keep|version)\b|\s"
)
_WISH_ABOUT_LANGUAGE = re.compile(_WISH)
_WISH_ABOUT_SOURCE = re.compile(
    r"数据|是什么|是哪里?|在哪里?|哪里|来自|有没有|有|吗|呢|那"
    rf"|\b(?:your|what's|what|where|which|is|are|from|any|do you have)\b|{_WISH}"
)
"""What a request about the form of an answer says besides the language, or besides the word for a source."""
_ABOUT_THE_ANSWER = re.compile(r"出处|来源|引用|依据|重复|一遍|\b(?:sources?|repeat|again|cite)\b")


_FILLER = re.compile(r"(?:来着|來著|啊|呀|哈|嘛)+(?=[?？。!！]*$)")
"""Particles at the end that mean nothing."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A turn taken apart: the question proper, and what the words around it do with the conversation."""

    question: str
    leaves: bool = False
    corrects: bool = False
    restarts: bool = False
    """True when it goes back to the very first question."""
    language: Language | None = None
    only_form: bool = False
    """True when it asks nothing but the last answer in another form: in English, shorter, with its sources."""


def take_apart(turn: str) -> Opening:
    """Return a turn without the words around its question.

    >>> take_apart("换个话题，秦创原是什么？").question, take_apart("No, I meant engineers").corrects
    ('秦创原是什么？', True)
    """
    language = language_request(turn)
    if is_form_only(turn):
        return Opening(turn, language=language, only_form=True)
    question, leaves = _without(_FAREWELL, turn)
    if leaves:
        return Opening(question, leaves=True, language=language)
    question, corrects = _without(_CORRECTION, turn)
    question, returns = _without(_RETURN, question)
    restarts = returns and bool(_FIRST.match(search_key(question)))
    question, _ = _without(_BRIEFLY, question)
    question = _FILLER.sub("", question)
    return Opening(question, corrects=corrects, restarts=restarts, language=language)


def is_courtesy(turn: str) -> bool:
    """Tell thanks and assent, which ask nothing.

    >>> is_courtesy("好的，谢谢"), is_courtesy("好的，那目标呢？")
    (True, False)
    """
    return _COURTESY.fullmatch(to_simplified(turn).strip()) is not None


def is_aside(turn: str) -> bool:
    """Tell a turn that a conversation goes on without: thanks, the weather, an attempt to change the rules."""
    folded = search_key(turn).strip()
    apart = orders_something_unsafe(folded) or beyond.OUT_OF_SCOPE.search(folded) or beyond.GREETING.search(folded)
    return is_courtesy(turn) or bool(apart)


def language_request(turn: str) -> Language | None:
    """Return the language that a turn asks the answer to be in."""
    folded = search_key(turn)
    if lexicon.TRANSLATE_TO_EN.search(folded):
        return "en"
    return "zh" if lexicon.TRANSLATE_TO_ZH.search(folded) else None


def is_form_only(turn: str) -> bool:
    """Tell a request about the form of the last answer from a question that also says in which form."""
    folded = search_key(turn)
    rest = lexicon.TRANSLATE_TO_EN.sub("", lexicon.TRANSLATE_TO_ZH.sub("", folded))
    short = _BRIEFLY.sub("", rest)
    wished = rest != folded or short != rest or _ABOUT_THE_ANSWER.search(folded)
    if rest != folded:
        return len(_WISH_ABOUT_LANGUAGE.sub("", short)) <= _SPARE
    return bool(wished) and not _WISH_ABOUT_SOURCE.sub("", short)


_SPARE = 4
"""Characters that a request for a language may have beyond the words we know (用英文再说一遍给我听)."""


def _without(pattern: re.Pattern[str], turn: str) -> tuple[str, bool]:
    match = pattern.match(to_simplified(turn))
    if match is None or not turn[match.end() :].strip(" ?？。.!！"):
        return turn, False
    return turn[match.end() :].strip(), True
