"""A question about the collection itself to how many documents it has, of which kinds, and who published them."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.answering.coverage import oldest_and_newest
from assistant.answering.draft import Draft
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.schema import Language

_YOU = r"(?:请问|那么?|你们?|您|这里|系统|助手|(?:这个|本)(?:助手|工具|系统|网站)|资料库|知识库|数据库|语料库|库)"
_THINGS = r"(?:资料|文章|报道|来源|文件|文档|新闻|政策|材料|稿件|数据源|信息源|信息来源|资料来源|数据来源)"
_TOLD = r"(?:数据|资料|信息|答案|回答|内容|数字|消息|依据)"
_FROM = r"(?:来自|来源于?|出自|取自|源自|依据|基于|根据|从)"
_EN_THINGS = (
    r"(?:articles?|sources?|documents?|reports?|papers?|pages?|files?|texts?|materials?"
    r"|news (?:items?|stories|articles))"
)
_EN_TOLD = r"(?:data|information|info|answers?|figures?|numbers?|facts?|knowledge|content|news)"
_ASKS = re.compile(
    rf"^{_YOU}*的?[里中]?(?:现在|目前|一?共|总共|到底|究竟)*(?:收录?集?|用|参考|引用|依据|包含|存|有)+了?(?:多少|几)[篇份条个种家]?{_THINGS}[?？]*$"
    rf"|^{_YOU}+的?{_THINGS}[里中]?(?:现在|目前|一?共|总共)*有?(?:多少|几)[篇份条个种家][?？]*$"
    rf"|^{_YOU}+的?{_TOLD}(?:都|主要|究竟|到底|是)*{_FROM}于?(?:是|于)?(?:哪里|哪儿|哪些?|什么|何处|谁).{{0,6}}$"
    rf"|^{_YOU}+的?{_TOLD}?来源(?:都|主要)*(?:是什么|有哪些|是哪些|是哪里|包括哪些)[?？]*$"
    rf"|^{_YOU}+(?:都|主要|现在|目前)*(?:收录?集?|用|参考|引用|依据|凭|靠|有)了?(?:哪些|什么){_THINGS}.{{0,4}}$"
    rf"|^how many (?:\w+ )?{_EN_THINGS} (?:do you|have you|did you|are there|does (?:it|this|the)"
    r"|are in (?:it|this|the|your)|are you)\b.{0,32}$"
    rf"|^where (?:do|does|did|is|are) (?:you get )?(?:your|this|the|these|all (?:this|these)) {_EN_TOLD}"
    r"(?: (?:come|comes|taken|drawn|coming) from| from)?\W*$"
    rf"|^(?:what|which) (?:are|is) your (?:\w+ )?{_EN_THINGS}\W*$"
    rf"|^(?:what|which) (?:\w+ )?{_EN_THINGS} (?:do|did|are) you "
    r"(?:use|have|rely|using|based|relying|draw|read)\b.{0,12}$"
    rf"|^what (?:is|are) your {_EN_TOLD} based on\W*$"
)
_MOST_PUBLISHERS = 8
"""More names than these bury the answer; the tab of sources has all of them."""


def asks_about_holdings(asked: Understanding) -> bool:
    """Tell whether a question is how many sources there are or whose they are, and about nothing in them."""
    named = asked.indicators or asked.others or asked.places or asked.figures or asked.dates or asked.programme
    return not named and _ASKS.search(asked.folded) is not None


def answer_holdings(asked: Understanding, snapshot: Snapshot) -> Draft:
    """Return the numbers of documents by kind and the publishers with most of them; the oldest and newest are cited.

    These numbers are those of the index, which no document states; they stand in the lead, apart from what is quoted.
    """
    language = asked.language
    claims = oldest_and_newest(snapshot, language)
    return Draft(claims, "extractive", lead=_told(snapshot.counted, language), declined=not claims, layout="lines")


def _told(counted: Sequence[tuple[str, str, int]], language: Language) -> str:
    kinds: Counter[str] = Counter()
    by: Counter[str] = Counter()
    for kind, publisher, count in counted:
        kinds[kind] += count
        by[publisher] += count
    by.pop("", None)
    told = [say(f"of_{kind}", language, count=str(kinds[kind])) for kind in sorted(kinds) if kinds[kind]]
    names = [name for name, _ in by.most_common(_MOST_PUBLISHERS)]
    joint = "、" if language == "zh" else ", "
    return say(
        "holdings",
        language,
        count=str(kinds.total()),
        kinds=joint.join(told),
        publishers=str(len(by)),
        names=joint.join(names),
    )
