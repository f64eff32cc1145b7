"""A question about the sources themselves to what they span: the newest of all, the first that names the programme."""

import re
from dataclasses import replace

from assistant.answering import phrases
from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge
from assistant.answering.naming_sentences import cited_sentences, passages_naming
from assistant.answering.premises import side_of
from assistant.answering.programme_answer import answer_deadline
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.language.dates import format_date
from assistant.language.fold import search_key
from assistant.language.sentences import sentence_spans
from assistant.ledger.indicators import Programme
from assistant.schema import Citation, Claim, Document, Language, Reason, TargetTable

_OURS = r"(?:你们?的?|这里的?|这个助手的?|系统的?|现有的?|手头的?|库里的?|收录的?|全部|所有)*"
_DATA = r"(?:资料库?|数据库?|语料库?|知识库?|信息|内容|来源|报道|文档|文件)"
_UNTIL = r"(?:截[至止]|更新|最?新|收录|覆盖|涵盖)"
_WHEN = r"(?:什么时候|何时|哪一?[天年月]|几月|几号|什么日期|多新|哪里|哪儿|多久)"
_ASKS = re.compile(
    rf"^{_OURS}(?:最新的?)?{_DATA}(?:最近)?(?:是|都|一般)?{_UNTIL}.{{0,3}}{_WHEN}"
    rf"|^{_OURS}{_DATA}(?:有多新|新不新|是最新的吗|过时了?吗)"
    rf"|^{_OURS}(?:截[至止]?(?:目前|现在))?最[新近](?:的|一[次份篇条期])?(?:{_DATA}|更新|进展|数字).{{0,6}}{_WHEN}"
    r"|\bhow (?:recent|current|fresh|up[- ]to[- ]date) (?:is|are) (?:your|the|these|this) "
    r"(?:data|sources?|documents?|information|corpus|reports?|index)\b"
    r"|\b(?:latest|newest|most recent) (?:data|sources?|documents?|information|update|reports?)"
    r"(?: (?:do |that |which )?(?:you|we|there) (?:have|hold|know)| here| available)?\W*$"
    r"|\bknowledge cut-?off\b"
    r"|\bwhen (?:was|were) (?:you|your|the|this|these) ?(?:data|sources?|documents?|information|corpus|index)? ?"
    r"last updated\b"
    r"|^(?:有(?:没有)?|最近有(?:没有)?)?(?:什么|哪些|啥)?(?:最新|新)的?(?:消息|动态|资料|报道|内容|数据)(?:吗|么|有哪些|是什么)?[?？呢]*$"
    r"|^(?:what(?:'s|’s| is) new|any (?:news|updates?)|is there any(?:thing)? new)\b.{0,12}$"
    r"|\b(?:until when|up to (?:when|what date)) (?:do|does|is|are) (?:your?|the) "
)


def asks_how_recent(asked: Understanding) -> bool:
    """Tell whether a question is about how recent the sources are, and about nothing in them."""
    named = asked.indicators or asked.others or asked.places or asked.figures
    if named:
        return False
    return bool(_ASKS_FOR_LATER.search(asked.folded) if asked.dates else _ASKS.search(asked.folded))


_ASKS_FOR_LATER = re.compile(
    rf"^(?:请问)?(?:你们?|这里|资料里|库里)*(?:有(?:没有)?|有无)(?:收录)?\d{{4}}年(?:底|末)?(?:以后|之后|后|以来|及以后)的?{_DATA}(?:吗|么)?[?？呢]*$"
    r"|^(?:is|are) there any (?:data|figures?|information|sources?|reports?|documents?|news)"
    r" (?:from )?(?:after|since|later than|beyond|newer than) \d{4}\W*$"
)
"""Asks whether the sources reach beyond a year."""


def answer_how_recent(asked: Understanding, snapshot: Snapshot, table: TargetTable, programme: Programme) -> Draft:
    """Return the day of the newest document and the date of the newest progress of the programme's own measures."""
    language = asked.language
    claims = [*oldest_and_newest(snapshot, language)[-1:], *last_progress(table, language, programme)]
    return Draft(tuple(claims), "ledger" if claims else "extractive", declined=not claims, layout="lines")


def last_progress(table: TargetTable, language: Language, programme: Programme) -> tuple[Claim, ...]:
    """Return the newest progress in a measure of the programme's own; none where none is dated."""
    rows = [status.latest for status in table.indicators if status.latest is not None and status.latest.date]
    if not rows:
        return ()
    last = max(rows, key=lambda row: row.date or "")
    sentence = phrases.progress_sentence(last, programme.indicator(last.indicator), language)
    told = (
        f"{programme.name_zh}同口径的进展，最近一次报告的是：{sentence}"
        if language == "zh"
        else f"The newest progress reported in the measures of the {programme.name_en}: {sentence}"
    )
    return (Claim(told, (last.citation,)),)


_GOES_ON = re.compile(
    r"还(?:在|要|会|能|有没有在)?(?:做|搞|干|推进|推行|实施|进行|开展|继续|办)|(?:是否|是不是|有没有|会不会)?(?:已经?)?(?:结束|终止|停止|停了|收官|收尾|到期|完结)了?(?:吗|么|没有?|没)"
    r"|继续(?:吗|么|实施|推进|做)|还(?:存在|有效)(?:吗|么)|(?:有没有|是否)(?:继续|延续|延期|后续)"
    r"|\bstill (?:running|going|on|active|alive|in (?:force|operation|progress)|under ?way|continu\w+)\b"
    r"|\b(?:has|is|have) (?:the )?(?:\w+ ){1,3}"
    r"(?:ended|finished|over|concluded|wound up|continu\w*|come to an end)\W*$"
)


def asks_whether_it_goes_on(asked: Understanding) -> bool:
    """Tell whether a question is whether the programme goes on or has ended, and about none of its targets."""
    named = asked.indicators or asked.others or asked.places or asked.figures or asked.dates
    return bool(asked.programme and not named and not asked.wanted and _GOES_ON.search(asked.folded))


def answer_whether_it_goes_on(asked: Understanding, table: TargetTable, programme: Programme) -> Draft:
    """Return that no source tells, with the deadline of the targets and the newest progress."""
    until = answer_deadline(replace(asked, dates=()), table, programme).claims
    claims = (*until, *last_progress(table, asked.language, programme))
    lead = say("goes_on", asked.language)
    return Draft(claims, "ledger", lead, declined=True, reason=Reason.NOT_REPORTED, layout="lines")


_ENDS = ("oldest", "newest")


def oldest_and_newest(snapshot: Snapshot, language: Language) -> tuple[Claim, ...]:
    """Return the days of the oldest and of the newest document, each with its first sentence; none without dates."""
    dated = snapshot.oldest_and_newest
    ends = zip(_ENDS[len(_ENDS) - len(dated) :], dated, strict=True)
    return tuple(
        Claim(
            say(key, language, day=format_date(source.published or "", language)),
            (_first_sentence(snapshot.document(source.id)),),
        )
        for key, source in ends
    )


_BEGINNING = re.compile(
    r"提出|启动|开始|推出|发起|出台|问世|诞生|起步|开展"
    r"|\b(?:launch|start|beg[iau]n|introduc|propos(?!al)|creat|initiat|set up)"
)
_TARGETS = re.compile(r"目标|指标|任务|完成|\btargets?\b|\bgoals?\b")
_MOST_PASSAGES = 5_000
"""Where more name the programme, those at hand are not all, and none can be called the first."""


def asks_since_when(asked: Understanding) -> bool:
    """Tell whether a question is since when there has been a programme, and not until when it goes."""
    named = asked.indicators or asked.others or asked.places or asked.figures
    when = "when" in asked.wanted or (asked.dates and "doubt" in asked.aspects)
    begun = asked.programme and when and _BEGINNING.search(asked.folded)
    return bool(begun and not named and not _TARGETS.search(asked.folded))


def first_mention(asked: Understanding, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return the sentence of the earliest source that names the programme, None when none does or too many do.

    Which source is the first tells until when it was there, not when it began; the answer says so.
    """
    names = (search_key(knowledge.programme.name_zh), *knowledge.programme.names)
    sourced = passages_naming(names, snapshot, limit=_MOST_PASSAGES, notes=True, unreliable=True)
    if len(sourced) == _MOST_PASSAGES:
        return None
    told = [(passage, source) for passage, source in sourced if source.published and not passage.note]
    told.sort(key=lambda one: (one[1].published or "", one[0].start))
    first = next((citation for _, citation in cited_sentences(told, names=names)), None)
    if first is None:
        return None
    lead, claims = say("no_beginning", asked.language), (side_of(first, asked, knowledge),)
    return Draft(claims, "extractive", lead, declined=True, reason=Reason.NOT_REPORTED, layout="lines")


def _first_sentence(document: Document) -> Citation:
    spans = sentence_spans(document.text) or [(0, len(document.text))]
    # A heading says little; where there is nothing else, it stands for its document all the same.
    start, end = next((span for span in spans if not document.text.startswith("#", span[0])), spans[0])
    page = next((page.number for page in document.pages if page.start <= start < page.end), 1)
    return Citation(document.source, page, start, end, document.text[start:end])
