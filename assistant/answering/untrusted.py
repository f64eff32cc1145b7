"""A question for the sources that are not to be trusted in; those that are marked so out, each with why."""

import re
from itertools import chain
from urllib.parse import urlsplit

from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge
from assistant.answering.premises import side_of
from assistant.answering.trust import asks_for_trust
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.language.fold import search_key
from assistant.language.sentences import sentence_spans
from assistant.schema import Citation, Claim, Passage, Source

_SOURCES = r"(?:来源|资料|报道|文章|网站|网页|页面|文件|出处|材料)"
_DOUBTFUL = (
    r"(?:不(?:太|够|大)?(?:可靠|可信|靠谱|准确|权威|能信|能用|能引用|可采信|应引用|值得信)|靠不住|存疑|可疑|(?:可信|可靠)(?:度|性)(?:较|比较|很)?[低差]"
    r"|不(?:该|应该?|宜|要)(?:相?信|采信|引用)|有问题|信不过)"
)
_ASKS_WHICH = re.compile(
    rf"(?:哪|有没有|有无|什么).{{0,4}}{_SOURCES}.{{0,6}}{_DOUBTFUL}|{_DOUBTFUL}的{_SOURCES}.{{0,4}}(?:哪|有吗|有没有)"
    rf"|(?:哪|有没有).{{0,4}}{_DOUBTFUL}的{_SOURCES}"
    r"|\b(?:which|what|any|are there)\b.{0,24}\b(?:sources?|documents?|articles?|pages?|websites?|sites?|reports?)\b"
    r".{0,30}\b(?:unreliable|untrustworthy|doubtful|dubious|questionable|low[- ]reliability"
    r"|not (?:be )?(?:reliable|trust\w*)|not to (?:trust|cite|use|quote)"
    r"|(?:should|can)(?:n?'t| ?not) (?:(?:i|we|one|be) )?(?:trust|cite|use|quote|rel[yi]))"
    r"|\b(?:which|what|any|are there)\b.{0,12}\b(?:unreliable|untrustworthy|doubtful|dubious|questionable"
    r"|low[- ]reliability)\b.{0,12}\b(?:sources?|documents?|articles?|pages?|websites?|sites?|reports?)\b"
    r"|\b(?:sources?|articles?|pages?|sites?|reports?) (?:should|can)(?:n?'t| ?not)? (?:i|we|one) (?:not )?"
    r"(?:trust|cite|rely)"
)
_ALL_OF_IT = re.compile(
    r"^(?:请问)?(?:这些?|你们?的?|这里的?|上述的?|上面的?|以上的?|所有的?|全部的?)*(?:数据|资料|信息|内容|回答|答案|来源|报道|数字)(?:都|全|全部)*"
    r"(?:可靠|可信|准确|靠谱|权威|信得过|能信|可以信|靠得住|真实|是真的)(?:吗|么|不可靠|不可信|不)?[?？呢啊]*$"
    r"|^(?:how (?:reliable|trustworthy|accurate|credible|dependable) (?:is|are)"
    r"|(?:is|are)|can (?:i|we|one) (?:trust|rely on|believe)|do you trust) "
    r"(?:all )?(?:this|these|the|your|this tool's|its)?(?: of)?(?: the| these)? ?"
    r"(?:data|information|info|sources?|answers?|figures?|numbers?|documents?|reports?|content)"
    r"(?: (?:all )?(?:reliable|trustworthy|accurate|credible|dependable|right|true|here))?\W*$"
)
"""Asks how far everything here can be relied on."""
_WHY = re.compile(r"可信度|可靠|内容农场|自动生成|机器|改写|不要引用|来源不明|是错的|冲突|没有日期|没有标明日期")
_SHORT = 3
"""Letters of a name that may stand in a question by chance."""


def asks_what_to_distrust(asked: Understanding) -> bool:
    """Tell whether a question is for the sources that must not be relied on."""
    named = asked.indicators or asked.others or asked.places or asked.figures
    return not named and bool(_ASKS_WHICH.search(asked.folded) or _ALL_OF_IT.search(asked.folded))


def answer_distrusted(asked: Understanding, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return every source of low reliability with why it is one, None when there is none."""
    claims = tuple(filter(None, (_why(one, asked, snapshot, knowledge) for one in snapshot.doubtful_sources)))
    if not claims:
        return None
    return Draft(claims, "extractive", lead=say("distrusted", asked.language), layout="lines")


def answer_whether_reliable(asked: Understanding, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return that a source named in a question is of low reliability, and why; None when it names no such source.

    How far to trust a certain figure or date of it is another question, which is answered with that statement.
    """
    if not asks_for_trust(asked):
        return None
    sources = snapshot.doubtful_sources
    names = {source: [name for name in _names_of(source) if name in asked.folded] for source in sources}
    named = [source for source in sources if names[source]]
    rest = asked.folded
    for name in sorted(chain.from_iterable(names.values()), key=len, reverse=True):
        rest = rest.replace(name, " ")
    if re.search(r"\d", rest):
        return None
    claims = tuple(filter(None, (_why(source, asked, snapshot, knowledge) for source in named)))
    if not claims:
        return None
    return Draft(claims, "extractive", lead=say("unreliable", asked.language), layout="lines")


def _names_of(source: Source) -> list[str]:
    """Return what a source may be called: its title, its publisher, the host of its address and its middle part."""
    host = urlsplit(source.url or "").hostname or ""
    parts = [host, host.removeprefix("www."), *host.removeprefix("www.").split(".")[:1]]
    names = [search_key(name) for name in (source.title, source.publisher or "", *parts)]
    return [name for name in names if len(name) > _SHORT or (len(name) == _SHORT and not name.isascii())]


def _why(source: Source, asked: Understanding, snapshot: Snapshot, knowledge: Knowledge) -> Claim | None:
    """Return the editors' sentence about a source; without one, its first sentence stands for it."""
    passages = snapshot.passages(source.id)
    cited = [(p.note, _cited(source, p, span)) for p in passages for span in sentence_spans(p.text)]
    if not cited:
        return None
    citations, remarks = [one for _, one in cited], [one for note, one in cited if note]
    told = next((one for one in remarks if _WHY.search(one.quote)), next(iter(remarks), citations[0]))
    return side_of(told, asked, knowledge)


def _cited(source: Source, passage: Passage, span: tuple[int, int]) -> Citation:
    start, end = span
    return Citation(source, passage.page, passage.start + start, passage.start + end, passage.text[start:end])
