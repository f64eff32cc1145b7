"""A question for the leaders of a body, or for the holder of one office, to the sentences that say it, newest first."""

import re
from collections.abc import Sequence
from operator import itemgetter

from assistant.answering.draft import Draft
from assistant.answering.knowledge import Knowledge
from assistant.answering.naming_sentences import cited_sentences, passages_naming
from assistant.answering.premises import side_of
from assistant.answering.understand import Understanding
from assistant.answering.wording import say
from assistant.index.search import Snapshot
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary
from assistant.schema import Citation, Language, Reason

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
_NOW = r"(?:目前|现在|现任|如今|[当时那]时)"
_HOLDER = re.compile(
    rf"^(?:请问|那么?|想知道)?{_NOW}?的?(?P<body>[\u4e00-\u9fff]{{2,16}}?)的?{_NOW}?的?(?P<office>{_OFFICE}){_NOW}?"
    r"(?:是|叫|为)?(?:谁|哪一?位|什么人|何人|什么名字)[?？呢啊呀]*$"
    rf"|^(?:请问)?谁(?:是|任|担任|当){_NOW}?的?(?P<body_behind>[\u4e00-\u9fff]{{2,16}}?)的?(?P<office_behind>{_OFFICE})"
    r"[?？呢啊呀]*$"
    r"|^(?:and )?(?:who(?: is| was|'s|’s)|what is the name of|name) (?:the )?(?:current |present |incumbent )?"
    r"(?P<en_office>[a-z -]{4,30}?) of (?:the )?(?P<en_body>[a-z' -]{3,60}?)(?: now| today| currently| at present)?\W*$"
)
"""Asks who holds one office."""
_IN_CHINESE = (
    (
        re.compile(
            r"^(?:leading )?party(?: group| committee| leadership group)?(?:'s)? (?:secretary|chief|boss|head)$"
        ),
        "党[组委]书记",
    ),
    (re.compile(r"^honorary (?:president|chair(?:man|person|woman)?)$"), "名誉(?:主席|会长)"),
    (re.compile(r"^(?:deputy|vice)[ -]?(?:president|chair(?:man|person|woman)?)$"), "副(?:主席|会长|理事长)"),
    (re.compile(r"^(?:president|chair(?:man|person|woman)?)$"), "(?:主席|会长|理事长)"),
    (re.compile(r"^secretary[ -]general$"), "秘书长"),
)
"""English offices to what Chinese associations call them."""
_OF_TODAY = re.compile(r"目前|现在|现任|如今|\b(?:current|present|incumbent|now|today)|\bat present\b")
_TERM_YEARS = 5
"""Congresses of associations elect for five years."""
_BETWEEN = r"(?:第[一二三四五六七八九十\d]+届)?(?:委员会|理事会|党[组委])?的?"
_MOST_PASSAGES = 400


def asks_for_leaders(asked: Understanding) -> bool:
    """Tell whether a question is for the leaders of a body, or the holder of an office in it, of no year or event."""
    named = asked.indicators or asked.figures or asked.dates or asked.programme or asked.batch
    return not named and (_LEADERS.search(asked.folded) is not None or _office_asked(asked.folded) != "")


def _office_asked(folded: str) -> str:
    """Return the pattern of the one office that a question asks the holder of, "" where it asks for none."""
    match = _HOLDER.search(folded)
    if match is None:
        return ""
    if match["en_office"]:
        return next((zh for pattern, zh in _IN_CHINESE if pattern.search(match["en_office"])), "")
    return re.escape(match["office"] or match["office_behind"])


def answer_leaders(asked: Understanding, snapshot: Snapshot, knowledge: Knowledge) -> Draft | None:
    """Return who held which office in a body, by report, newest first; None where no sentence tells of any."""
    names = _names_of_body(asked, knowledge)
    office = _office_asked(asked.folded) or _OFFICE
    found: dict[str, tuple[str, Citation]] = {}
    for _, citation in cited_sentences(passages_naming(names, snapshot, limit=_MOST_PASSAGES), names=names):
        for name in _officers_in(search_key(citation.quote), names, office, knowledge.glossary):
            told = citation.source.published or "", citation
            found[name] = max(found.get(name, told), told, key=itemgetter(0))
    cited = dict.fromkeys(citation for _, citation in sorted(found.values(), key=itemgetter(0), reverse=True))
    claims = tuple(side_of(citation, asked, knowledge) for citation in cited)
    if not claims:
        return None
    # Whether somebody elected then holds the office today, a report of an earlier term of office does not tell.
    past = bool(_OF_TODAY.search(asked.folded)) and _terms_ago(max(told for told, _ in found.values()), snapshot)
    return Draft(
        claims,
        "extractive",
        lead=say("officers", asked.language),
        declined=past,
        reason=Reason.NOT_REPORTED if past else None,
        layout="lines",
    )


def _terms_ago(published: str, snapshot: Snapshot) -> bool:
    """Tell whether a report is older than a term of office, counted from the newest document."""
    newest = snapshot.oldest_and_newest[-1].published or ""
    return bool(published and newest) and int(newest[:4]) - int(published[:4]) > _TERM_YEARS


def _names_of_body(asked: Understanding, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the Chinese names of the body that a question for its leaders names, folded, longest first."""
    match = _LEADERS.search(asked.folded) or _HOLDER.search(asked.folded)
    told = match.groupdict() if match else {}
    chinese = told.get("body") or told.get("body_behind")
    said = chinese or told.get("en_body") or ""
    found = knowledge.glossary.find(said, language="zh" if chinese else "en")
    bodies = [one for one in found if one.term.kind == "organisation" and one.end - one.start >= len(said) - _SLACK]
    # An association of a place that is not the province is another one: 西咸新区科协.
    terms = [one.term for one in bodies if not _names_a_place(f"{said[: one.start]} {said[one.end :]}", knowledge)]
    names = [search_key(name) for term in terms[:1] for name in (term.zh, *term.zh_synonyms)]
    return tuple(sorted(names, key=len, reverse=True))


def _names_a_place(rest: str, knowledge: Knowledge) -> bool:
    found = [one.term for tongue in _LANGUAGES for one in knowledge.glossary.find(rest, language=tongue)]
    return any(term.kind == "place" and term.zh not in knowledge.programme.home for term in found)


_LANGUAGES: tuple[Language, ...] = ("zh", "en")


def _officers_in(folded: str, names: Sequence[str], office: str, glossary: Glossary) -> list[str]:
    """Return the people to whom a sentence gives an office in a body: 省科协党组书记李豫琦, 杜寿平任理事长.

    ``office`` is a regular expression.
    """
    body = "|".join(map(re.escape, names))
    people = [match.term.zh for match in glossary.find(folded, language="zh") if match.term.kind == "person"]
    return [
        one
        for one in dict.fromkeys(people)
        if re.search(rf"(?:{body}){_BETWEEN}{office}(?:一职)?(?:写的是|的是|是|为|由)?{one}", folded)
        or re.search(rf"{one}(?:院士|同志|教授)?(?:当选|担?任|为|出任)为?(?:{body})?{_BETWEEN}{office}", folded)
    ]


_SLACK = 4
"""Characters that a question may say besides the name of the body: 我们, "of Shaanxi"."""
