"""A question for the leaders of a body to the sentences that name them with their office, newest first."""

import re
from collections.abc import Sequence
from operator import itemgetter

from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge
from assistant.answering.premises import side_of
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.language.sentences import sentence_spans
from assistant.schema import Citation

_LEADERS = re.compile(
    r"^(?:请问|那么?)?(?:目前|现在|现任)?(?P<body>[\u4e00-\u9fff]{3,16}?)的?(?:目前|现在|现任|历任|主要)?的?"
    r"(?:(?:有|都有)(?:哪些|哪几位|什么)(?:主要)?(?:领导|负责人|领导人)"
    r"|(?:主要)?(?:领导|负责人|领导人|领导班子|班子|一把手)(?:成员|名单)?(?:(?:都|分别)?(?:是|有)(?:谁|哪些(?:人)?|哪几位))?"
    r"|(?:是)?(?:由)?谁(?:领导|负责|当家|主政|说了算|管事|管理)的?)[?？呢啊]*$"
    r"|^(?:please )?(?:who (?:now )?(?:leads?|led|heads?|headed|runs?"
    r"|is (?:at the head of|in charge of|leading|heading|running))"
    r"|(?:who|what) (?:is|are|were) the (?:current |main )?(?:leaders?|leadership|heads?|officers|bosses) of"
    r"|(?:list|name) the (?:leaders|officers) of) (?:the )?(?P<en_body>[a-z' -]{3,60}?)\W*$"
)
_OFFICE = r"(?:党[组委]书记|书记|[名副]?誉?主席|[名副]?誉?会长|副?理事长|秘书长|主任|院长)"
_BETWEEN = r"(?:第[一二三四五六七八九十\d]+届)?(?:委员会|理事会|党[组委])?的?"
_MOST_PASSAGES = 400


def asks_for_leaders(asked: Understanding) -> bool:
    """Tell whether a question is for the leaders of a body as such, of no year, event or office in particular."""
    named = asked.indicators or asked.figures or asked.dates or asked.programme or asked.batch
    return not named and _LEADERS.search(asked.folded) is not None


def answer_leaders(asked: Understanding, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return who held which office in a body, by report, newest first; None where no sentence tells of any."""
    names = _names_of_body(asked, knowledge.glossary)
    passages = [p for p in snapshot.passages_at(snapshot.rows_naming(names, limit=_MOST_PASSAGES)) if not p.note]
    sources = snapshot.sources_of(passage.document_id for passage in passages)
    found: dict[str, tuple[str, Citation]] = {}
    for passage in passages:
        source = sources[passage.document_id]
        for start, end in sentence_spans(passage.text) if not source.low_reliability else ():
            sentence = passage.text[start:end]
            citation = Citation(source, passage.page, passage.start + start, passage.start + end, sentence)
            for name in _officers_in(search_key(sentence), names, knowledge.glossary):
                told = source.published or "", citation
                found[name] = max(found.get(name, told), told, key=itemgetter(0))
    cited = dict.fromkeys(citation for _, citation in sorted(found.values(), key=itemgetter(0), reverse=True))
    claims = tuple(side_of(citation, asked, knowledge) for citation in cited)
    return Draft(claims, "extractive", lead=say("officers", asked.language), layout="lines") if claims else None


def _names_of_body(asked: Understanding, glossary: Glossary) -> tuple[str, ...]:
    """Return the Chinese names of the body that a question for its leaders names, folded, longest first."""
    match = _LEADERS.search(asked.folded)
    said = (match["body"] or match["en_body"]) if match else ""
    found = glossary.find(said, language="zh" if match and match["body"] else "en")
    terms = [one.term for one in found if one.term.kind == "organisation" and one.end - one.start >= len(said) - _SLACK]
    names = [search_key(name) for term in terms[:1] for name in (term.zh, *term.zh_synonyms)]
    return tuple(sorted(names, key=len, reverse=True))


def _officers_in(folded: str, names: Sequence[str], glossary: Glossary) -> list[str]:
    """Return the people to whom a sentence gives an office in a body: 省科协党组书记李豫琦, 杜寿平任理事长."""
    if not any(name in folded for name in names):
        return []
    body = "|".join(map(re.escape, names))
    people = [match.term.zh for match in glossary.find(folded, language="zh") if match.term.kind == "person"]
    return [
        one
        for one in dict.fromkeys(people)
        if re.search(rf"(?:{body}){_BETWEEN}{_OFFICE}(?:是|为|的是|一职由)?{one}", folded)
        or re.search(rf"{one}(?:院士|同志|教授)?(?:当选|担?任|为|出任)为?(?:{body})?{_BETWEEN}{_OFFICE}", folded)
    ]


_SLACK = 4
"""Characters that a question may say besides the name of the body: 我们, "of Shaanxi"."""
