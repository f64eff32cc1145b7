"""A question which of two is more to the two: years or months, batches, or things with names of their own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.answering import lexicon
from assistant.answering.understand import Understanding, batches_in
from assistant.language.dates import find_dates, format_date
from assistant.language.fold import search_key
from assistant.language.glossary import Glossary, TermMatch
from assistant.language.numerals import ENGLISH_ORDINALS, parse_chinese
from assistant.schema import Language

_WHICH_IS_MORE = re.compile(
    r"哪(?:一|两)?[个边家年月批次届项]?(?:年度|城市|地方)?的?[^,，。？?]{0,6}?更?[多高大少低快小好](?!一点|远)|谁更?[多高大少低快]"
    r"|[多高大]还是[少低小]|比[^,，。？?]{1,24}更?(?:多|少|高|低|大|快)|一样[多高大]|更[多高大少低快]"
    r"|\b(?:more|fewer|larger|bigger|greater|higher|smaller|lower|less|faster|better|worse)\b"
)
_ROSE = re.compile(
    r"[涨升增]了?还是[跌降减]|(?:涨|增长|增加|上升|提高|下降|减少|降|跌|掉)了?(?:没有?|[吗么])|比[^,，。？?]{1,24}(?:涨|增|降|跌)"
    r"|\b(?:ris|rose|fall|fell|grow|grew|increas|dropp?|decreas|declin|shr[aiu]nk)\w*\b"
    r"|\b(?:went|gone|go) (?:up|down)\b"
)
"""Whether something rose from one time to another; of two things "by how much did they grow" compares nothing."""
_NOT_OF_TWO = re.compile(
    r"\b(?:any|some|no|what|tell me|one|even|much|many) more\b|\bmore or less\b|\bonce more\b"
    r"|差多少|差几|合计|相加|一共"
    r"|\b(?:add\w*|sum|total|altogether|together)\b"
)
_OF_A_SPAN = re.compile(
    r"\d{4}年?[到至~—–-]{1,2}\d{4}.*最[多少高低大小]"
    r"|^(?=.*\b(?:most|least|highest|lowest|largest|smallest|fewest)\b).*\b\d{4} ?(?:to|through|-|–|and) ?\d{4}"
)
"""Which of all years from one to another: the two that are named are only its ends."""
_JOINT = re.compile(
    r"\s*(?:和|与|跟|及|以及|同|对|、|比|还是|[,，]|\b(?:and|or|than|versus|vs\.?|against|over|with|the|to|from|in|by|for"
    r"|of|were|was|did|it|sold|bought|[a-z]+s)\b|\s)+\s*",
    re.IGNORECASE,
)
_LATER_BATCH = re.compile(rf"\bbatch\b.*\b(?P<word>{'|'.join(ENGLISH_ORDINALS)})(?= ?(?:one)?\W*$)")
"""The second one of "was the third batch larger than the second?"."""
_TWO = 2


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that are set beside each other: a date as ISO prefix, a batch as 第三批, or a term."""

    label: str
    """How to call it in the language of the answer."""
    date: str = ""
    batch: str = ""
    term: str = ""


def asks_which_is_more(asked: Understanding) -> bool:
    """Tell whether a question is which of several is more, or whether something rose; not by how much alone."""
    compares = _WHICH_IS_MORE.search(asked.folded) or (asked.dates and _ROSE.search(asked.folded))
    return bool(compares) and not (_NOT_OF_TWO.search(asked.folded) or _OF_A_SPAN.search(asked.folded))


def sides_of(asked: Understanding, glossary: Glossary) -> tuple[Side, ...]:
    """Return the two sides that a question compares, none where there are not just two of one kind or of two kinds."""
    batches = _batches(asked)
    if len(batches) == _TWO:
        return batches
    dated = _dates(asked)
    if len(batches) == 1 and len(dated) == 1:
        return (*batches, *dated)
    if len(dated) == _TWO and not batches:
        # From 2020 to 2023, which of two measures grew faster is asked of the measures, and one pair tells nothing.
        return () if _terms(asked, glossary) else dated
    if batches or len(dated) > 1 or not _WHICH_IS_MORE.search(asked.folded):
        return ()
    return _terms(asked, glossary)


def _batches(asked: Understanding) -> tuple[Side, ...]:
    named = list(batches_in(asked.folded))
    later = _LATER_BATCH.search(asked.folded)
    if later and len(named) == 1:
        named += batches_in(f"{later['word']} batch")
    return tuple(Side(_batch_in(batch, asked.language), batch=batch) for batch in dict.fromkeys(named))


def _batch_in(batch: str, language: Language) -> str:
    """Return 第三批 as it is called in the answer: the third batch."""
    number = parse_chinese(batch.removeprefix("第").removesuffix("批"))
    if number == 1 and language == "zh":
        return "首批"
    if language == "zh" or number is None or not 0 < number <= len(ENGLISH_ORDINALS):
        return batch
    return f"the {ENGLISH_ORDINALS[int(number) - 1]} batch"


def _dates(asked: Understanding) -> tuple[Side, ...]:
    found: list[str] = []
    year = ""
    for mention in find_dates(asked.question):
        bare = mention.iso.startswith("-")
        if bare and not year:
            return ()
        found.append(year + mention.iso[1:] if bare else mention.iso)
        year = found[-1][:4]
    return tuple(Side(format_date(_named(iso), asked.language), date=_named(iso)) for iso in dict.fromkeys(found))


def _named(iso: str) -> str:
    """Return the end of a year or month as the year or month: what is told of it may name any day of it."""
    return iso[:4] if iso.endswith("-12-31") else iso


def _terms(asked: Understanding, glossary: Glossary) -> tuple[Side, ...]:
    """Return two things that the glossary knows, where nothing but a joint stands between them."""
    found: list[TermMatch] = [
        match for match in glossary.find(asked.folded, language=asked.language) if match.term.kind == "measure"
    ]
    for first, second in pairwise(found):
        between = asked.folded[first.end : second.start]
        if first.term.zh != second.term.zh and _JOINT.fullmatch(between):
            return tuple(_of_term(match, asked) for match in (first, second))
    return ()


def _of_term(match: TermMatch, asked: Understanding) -> Side:
    return Side(asked.question[match.start : match.end], term=match.term.zh)


def without_sides(asked: Understanding, sides: Sequence[Side]) -> str:
    """Return the question without what tells its sides apart, to compare it with what sentences count."""
    text = search_key(asked.question)
    for mention in reversed(find_dates(asked.question)):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    text = lexicon.BATCH.sub(" ", text)
    return _ROSE.sub(" ", _WHICH_IS_MORE.sub(" ", text)) if any(side.date or side.batch for side in sides) else text
