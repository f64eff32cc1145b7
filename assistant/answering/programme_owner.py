"""Who runs the programme, or why it was begun, in; the sentence that says what its association did for it out."""

import re

from assistant.answering import explaining
from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge
from assistant.answering.naming_sentences import cited_sentences, passages_naming
from assistant.answering.premises import side_of
from assistant.answering.understand import Understanding
from assistant.index.search import Snapshot
from assistant.language.fold import search_key

_WHO = re.compile(
    r"谁|(?:哪|什么)(?:个|家|些)?(?:单位|部门|机构|组织|协会)|哪(?:家|里)的|\bwho\b|\bwhose\b"
    r"|\b(?:which|what) (?:body|bodies|organi[sz]ations?|associations?|agency|agencies|departments?|institutions?)\b"
)
_RUNS = re.compile(
    r"负责|牵头|主管|主办|主导|实施|推进|推动|组织|发起|提出|启动|推出|制定|搞|办的|管|落实|谁的(?:工程|计划|项目)"
    r"|\b(?:runs?|running|ran|in charge|responsible|leads?|leading|led|organi[sz]\w*|launch\w*|behind|start\w*|began"
    r"|set up|implement\w*|owns?|manag\w*|carr\w+ out|created?|introduced?|proposed?)\b"
)
_DOES = "建|组建|成立|形成|转化|办|搞|负责|牵头|组织|推|抓|管|服务|培训|培养|托举|引进|扶持|实施|落实|完成|做"
_WHO_DOES_IT = re.compile(
    rf"由(?:谁|哪个?(?:单位|部门|机构|组织))(?:来|去|具体)?(?:{_DOES})|谁(?:来|去|在|具体)?(?:{_DOES})"
    r"|\bwho(?:'s| (?:is|was|are|were)) (?:to\b|in charge|responsible|supposed|meant|behind)"
    r"|\bwho (?:runs?|leads?|organi[sz]es?|manages?|trains?|builds?|serves?|does|supports?|sets? up)\b"
    r"|\b(?:which|what) (?:body|organi[sz]ation|association|agency|department) (?:runs?|leads?|is responsible|is to)\b"
)
_AND_HOW_FAR = frozenset(("target", "progress", "count", "ratio", "when_done", "status", "difference"))
_NOT_OF_IT = re.compile(
    r"没|未|不|\bnot\b|n't\b|目标|指标|报道|报告|资料|完成率|\b(?:targets?|goals?|report\w*|article|source)\b"
)
_DREW_IT_UP = re.compile("打包|方案|出台|制定|提出|推出|部署|实施|牵头|印发")
_MOST_PASSAGES = 5_000


def asks_who_runs_it(asked: Understanding) -> bool:
    """Tell whether a question is who runs the programme, or who began it and why, and nothing of its events."""
    named = asked.indicators or asked.others or asked.places or asked.figures or asked.batch
    return bool(
        asked.programme
        and not named
        and (_WHO.search(asked.folded) or explaining.WHY.search(asked.folded))
        and _RUNS.search(asked.folded)
        and not _NOT_OF_IT.search(asked.folded)
    )


def asks_who_does_it_too(asked: Understanding) -> bool:
    """Tell whether a question is who is to reach a target of the programme and also when, or how far it is."""
    elsewhere = asked.others or asked.places or asked.batch or asked.only_related
    return bool(
        asked.indicators and not elsewhere and asked.aspects & _AND_HOW_FAR and _WHO_DOES_IT.search(asked.folded)
    )


def answer_who_runs_it(asked: Understanding, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return the sentence that names the programme beside its association, best one that drew it up; None without."""
    programme = knowledge.programme
    names = (search_key(programme.name_zh), *programme.names)
    bodies = [name for name in map(search_key, programme.home) if "科协" in name or "协会" in name]
    found = [
        (bool(_DREW_IT_UP.search(sentence)), citation.source.published or "", passage.start - citation.start, citation)
        for passage, citation in cited_sentences(passages_naming(names, snapshot, limit=_MOST_PASSAGES), names=names)
        for sentence in [search_key(citation.quote)]
        if any(body in sentence for body in bodies)
    ]
    if not found:
        return None
    citation = max(found, key=lambda one: one[:3])[-1]
    return Draft((side_of(citation, asked, knowledge),), "extractive")
