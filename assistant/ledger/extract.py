"""A document to the ledger rows in it: which figure, of which indicator, target or progress, when, where."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from assistant.language.dates import find_dates, last_day
from assistant.language.figures import find_figures
from assistant.language.fold import search_key
from assistant.language.orders import gives_orders
from assistant.language.sentences import sentence_spans
from assistant.ledger.extract_en import english_rows
from assistant.ledger.indicators import FIGURE_MARK, Indicator, Measure, Programme
from assistant.ledger.scope import scope_of
from assistant.ledger.tables import is_spoken_row, spoken_rows
from assistant.schema import Citation, Document, Figure, LedgerRow, Passage, Source

_TARGET_CUE = re.compile(
    r"(?<!超出)(?<!超过)(?<!高于)目标|计划|规划|将(?!近)|力争|拟|提出|要求|预计|争取|确保|任务|指标|(?<!年)到\d{4}年(?!\d{0,2}月|底[,，]?已)"
    r"|\d{4}年(?:底|末)?前"
)
_PROGRESS_CUE = re.compile(
    r"截至|截止到|已(?!经?提出)|累计|目前|同期|现有|达到了|完成了?|成立了|建成了|建立了|实际|共有|新增|一年来"
    r"|报告期|超额"
    r"|为止|总结|成效"
)
_PLAN = re.compile("目标|计划|提出|规划|任务|指标|力争|争取|确保|将|拟")
_THE_TARGET_OF = re.compile("[^,，。;；]{0,12}的?(?:目标|任务|指标)")
_INCREMENT = re.compile("新(?:成立|增|建|设|组建|培训|服务|认定|引进|托举|入库)")
"""A number of new ones is no level: it must not become the newest progress."""
_BATCH = re.compile(r"第[一二三四五六七八九十\d]+批|首批|新一批|今年|本年度?|当年")
_CUMULATIVE = re.compile(r"累计|总数|共有|总共|合计")
# A figure after these words is a difference or a change, not a level: 尚差4个, 比上年增加3家.
_DIFFERENCE = re.compile(r"(?:差|缺|少|多|增加|增长|提高|下降|减少|超出|超额|高出|相差|翻)了?(?:约|近)?$")
_NO_LEVEL = re.compile(
    r"表彰|评选|评为|评出|走访|调研|参观|考察|约谈|注销|撤销|取消|整改|(?:没有|未有|并无|无)(?:任何)?$|优秀|先进"
    r"|示范|挂牌仪式"
)
"""What is done with some of a kind says nothing of how many there are."""
_NO_LEVEL_AFTER = re.compile(r"[^,，;；。]{0,12}(?:颁发|表彰|授予|赠送|座谈)")
_LEANING = re.compile(
    rf"^(?:目前|如今|现在|截至[^,，]{{0,12}}|首批|第?[一二三四五六七八九十两\d]+批|合计|现|已经?|实际数?|现状|进展|累计|共计?|总数|其中|完成数?了?"
    rf"|(?:成立|建成|建立|培训|服务|组建|托举|培养|引进|扶持|转化|推广|形成|达到?)了?|(?:陕西)?省科协|\d{{4}}年(?:\d{{1,2}}月)?[底末]?"
    rf"|全省|有|了|约|近|为|是|目标|计划|超过?)*{FIGURE_MARK}"
)
_CLAUSE = re.compile("[,，;；。]")
_NOW = re.compile(r"截至目前|目前|至今|近日|如今|现已")


@dataclass(frozen=True, slots=True)
class _Sentence:
    """One sentence of a document, folded, with its figures and the same text with each figure as one mark."""

    source: Source
    page: int
    start: int
    quote: str
    folded: str
    figures: tuple[Figure, ...]
    masked: str
    places: tuple[int, ...]
    """Position in ``masked`` of each figure."""
    tabular: bool = False
    """True for the row of a table, said as a sentence: its numbers may lack the unit."""


def extract_rows(document: Document, passages: Sequence[Passage], programme: Programme) -> list[LedgerRow]:
    """Return every figure of ``document`` that belongs to an indicator or to a measure confused with it.

    Editor's notes, documents of low reliability and sentences that order what to answer yield nothing, and neither do
    figures about other provinces.
    """
    if document.source.low_reliability:
        return []
    found = _found(document, passages, programme)
    return [row for row in found if not gives_orders(search_key(row.citation.quote))]


def _found(document: Document, passages: Sequence[Passage], programme: Programme) -> list[LedgerRow]:
    told = search_key(f"{document.source.title} {document.text}")
    about_programme = any(name in told for name in programme.names)
    rows: list[LedgerRow] = []
    if document.source.language == "en":
        return list(english_rows(document, passages, programme, about=about_programme))
    for sentence in _sentences(document, passages, programme):
        for number, (indicator, measure) in _owners(sentence, programme).items():
            row = _row(sentence, number, indicator, measure, programme, about_programme)
            if row is not None:
                rows.append(row)
    return rows


def measures_of(text: str, title: str, programme: Programme) -> dict[int, Measure]:
    """Return what each figure of a Chinese sentence counts, by the start of the figure, as far as patterns tell."""
    figures = tuple(find_figures(text))
    folded = search_key(text)
    masked, places = _mask(folded, figures)
    source = Source("", title, None, None, None, "news", "zh")
    sentence = _Sentence(source, 1, 0, text, folded, figures, masked, places)
    return {figures[number].start: measure for number, (_, measure) in _owners(sentence, programme).items()}


def rows_in(citation: Citation, programme: Programme) -> list[LedgerRow]:
    """Return the rows that the ledger reads in one Chinese sentence of a sound source, as far as it tells alone."""
    source, quote = citation.source, citation.quote
    if source.low_reliability or source.language != "zh" or gives_orders(search_key(quote)):
        return []
    figures = tuple(find_figures(quote))
    folded = search_key(quote)
    masked, places = _mask(folded, figures)
    sentence = _Sentence(source, citation.page, citation.start, quote, folded, figures, masked, places)
    about = any(name in search_key(f"{source.title} {quote}") for name in programme.names)
    read = (_row(sentence, number, *owner, programme, about) for number, owner in _owners(sentence, programme).items())
    return [row for row in read if row is not None]


def _sentences(document: Document, passages: Iterable[Passage], programme: Programme) -> Iterable[_Sentence]:
    seen: set[int] = set()
    tables = spoken_rows(document.text, names=programme.measure_names)
    for passage in passages:
        if passage.note:
            continue
        for start, end in sentence_spans(passage.text):
            quote = passage.text[start:end]
            if passage.start + start not in seen:
                seen.add(passage.start + start)
                said = tables.get(passage.start + start, quote)
                figures = tuple(find_figures(said))
                if figures:
                    folded = search_key(said)
                    masked, places = _mask(folded, figures)
                    tabular = said is not quote
                    yield _Sentence(
                        document.source,
                        passage.page,
                        passage.start + start,
                        quote,
                        folded,
                        figures,
                        masked,
                        places,
                        tabular or is_spoken_row(quote),
                    )


def _mask(folded: str, figures: Sequence[Figure]) -> tuple[str, tuple[int, ...]]:
    masked, places, position = "", [], 0
    for figure in figures:
        masked += folded[position : figure.start]
        places.append(len(masked))
        masked += FIGURE_MARK
        position = figure.end
    return masked + folded[position:], tuple(places)


def _owners(sentence: _Sentence, programme: Programme) -> dict[int, tuple[Indicator, Measure]]:
    """Return for each figure (by number) the measure whose wording fits it best; the longest wording wins."""
    best: dict[int, tuple[tuple[bool, int], Indicator, Measure]] = {}
    told = search_key(sentence.source.title) + sentence.folded
    units = {figure.unit for figure in sentence.figures}
    bare = sentence.tabular and "" in units
    for indicator in programme.indicators:
        for measure in (indicator.own, *indicator.related):
            # To look for a pattern costs more than all else here, and most measures are counted in other units.
            if not bare and units.isdisjoint(measure.units):
                continue
            if measure.cues and not any(search_key(cue) in told for cue in measure.cues):
                continue
            for number, length in _matches(sentence, measure):
                rank = (bool(measure.cues), length)
                if number not in best or rank > best[number][0]:
                    best[number] = (rank, indicator, measure)
    owners = {number: (indicator, measure) for number, (_, indicator, measure) in best.items()}
    return owners | _inherited(sentence, owners)


def _matches(sentence: _Sentence, measure: Measure) -> Iterable[tuple[int, int]]:
    position = 0
    while match := measure.pattern.search(sentence.masked, position):
        number = sentence.places.index(match.start(match.lastindex or 0))
        if _fits(sentence, number, measure):
            yield number, match.end() - match.start()
        position = match.start() + 1


def _fits(sentence: _Sentence, number: int, measure: Measure) -> bool:
    unit = sentence.figures[number].unit
    return unit in measure.units or (sentence.tabular and not unit)


def _inherited(
    sentence: _Sentence, owners: dict[int, tuple[Indicator, Measure]]
) -> dict[int, tuple[Indicator, Measure]]:
    """Give a clause without a noun of its own, such as "目标10个，已成立6家", the measure of the clause before."""
    found: dict[int, tuple[Indicator, Measure]] = {}
    last: tuple[Indicator, Measure] | None = None
    for number, place in enumerate(sentence.places):
        if number in owners:
            last = owners[number]
            continue
        start = max((m.end() for m in _CLAUSE.finditer(sentence.masked, 0, place)), default=0)
        after = sentence.masked[place + 1 : place + 2]
        leaning = _LEANING.match(sentence.masked[start : place + 1]) and (not after or after in ",，。;；、)）")
        if last and leaning and _fits(sentence, number, last[1]):
            found[number] = last
    return found


def _row(
    sentence: _Sentence, number: int, indicator: Indicator, measure: Measure, programme: Programme, about: bool
) -> LedgerRow | None:
    figure = sentence.figures[number]
    if not figure.unit:
        figure = replace(figure, unit=indicator.unit)  # A cell of a table whose unit stands nowhere.
    before = sentence.folded[: figure.start]
    scope, place = scope_of(before, sentence.source, programme)
    clause = re.split("[,，;；。]", before)[-1]  # 走访园区科协4家、工作站6个 visits both.
    for name in measure.names:
        clause = clause.replace(name, "")  # 优秀技术经理人 are a kind of their own, 优秀园区科协 are not.
    if scope == "foreign" or _DIFFERENCE.search(before) or _NO_LEVEL.search(clause):
        return None
    if _NO_LEVEL_AFTER.match(sentence.folded[figure.end :]):
        return None
    role = _role(figure, before, sentence)
    batch = _BATCH.search(_own_clause(before))
    own = measure is indicator.own and scope != "part"
    date = _date(before, sentence, role, programme)
    if own and role == "target" and not about and (scope != "home" or (date or "")[:4] == programme.by[:4]):
        return None  # Somebody else's plan: the twelve targets are the programme's.
    if own and role == "target" and (date or "")[:4] != programme.by[:4]:
        own = False  # A later plan of the same kind is not this programme's target.
    part = batch or _INCREMENT.search(_own_clause(before))
    if own and role == "progress" and part and not _CUMULATIVE.search(_own_clause(before)):
        own = False
    label = measure.label_zh
    if part and not own and role == "progress":
        label = f"{part.group()}{label}"
    if scope == "part":
        label = f"{place}：{label}"
    citation = Citation(
        sentence.source, sentence.page, sentence.start, sentence.start + len(sentence.quote), sentence.quote
    )
    return LedgerRow(
        indicator.id,
        role,
        figure,
        date,
        own,
        indicator.name_zh if own else label,
        citation,
        close=not own and (measure.close or measure is indicator.own),
    )


def _own_clause(before: str) -> str:
    return re.split("[,，;；、]", before)[-1]


def _role(figure: Figure, before: str, sentence: _Sentence) -> Literal["target", "progress"]:
    """Return what the nearest cue before the figure says; without any cue a report reports progress."""
    # What is said behind the last semicolon counts before what the whole sentence began with.
    part = before.rfind(";") + 1
    part = part if _TARGET_CUE.search(before, part) or _PROGRESS_CUE.search(before, part) else 0
    target = max((m.start() for m in _TARGET_CUE.finditer(before, part)), default=-1)
    progress = max((m.start() for m in _PROGRESS_CUE.finditer(before, part)), default=-1)
    if target > progress:
        deadlines = [mention.iso for mention in find_dates(before)]
        published = sentence.source.published
        # "到2021年12月，…约60家" in a later report looks back.
        past = bool(deadlines) and bool(published) and last_day(deadlines[-1]) <= last_day(published or "")
        # A bare year with 到 restates the deadline of a plan, even when it has passed.
        looks_back = past and len(deadlines[-1]) > len("2023") and not _PLAN.search(before)
        return "progress" if looks_back else "target"
    after = sentence.folded[figure.end :]
    return "target" if _THE_TARGET_OF.match(after) else "progress"


def _date_without_year(before: str, published: str) -> str | None:
    """Read 截至6月底 and 去年底 by the year of publication."""
    if re.search("去年(?:年)?[底末]", before):
        return f"{int(published[:4]) - 1}-12-31"
    months = [mention.iso for mention in find_dates(before) if mention.iso.startswith("-")]
    if not months:
        return None
    stated = f"{published[:4]}{months[-1][1:]}"
    return stated if stated <= last_day(published) else f"{int(published[:4]) - 1}{months[-1][1:]}"


_ROSE_FROM = re.compile(r"[由从](?:19|20)\d{2}年[^,，;；。]{0,12}(?:增加到|增至|升至|增长到|提高到|扩大到|发展到)$")


def _date(before: str, sentence: _Sentence, role: str, programme: Programme) -> str | None:
    """Return the date that the figure holds for: the nearest one before it, else the day of publication."""
    # 由2021年的7个增加到15个: the year is that of the 7.
    earlier = _ROSE_FROM.search(before)
    told = before[: earlier.start()] if earlier else before
    mentions = [m.iso for m in find_dates(told) if not m.iso.startswith("-")]
    published = sentence.source.published
    if role == "target":
        return next((iso for iso in reversed(mentions)), programme.by)
    now = _NOW.search(before)
    if published and not mentions and not (now and now.start() > before.rfind("去年")):
        spoken = _date_without_year(before, published)
        if spoken:
            return spoken
    if mentions and not (now and now.start() > before.rfind(mentions[-1][:4])):
        return mentions[-1]
    # A date of the sentence before would be a guess that the citation does not bear out.
    return published
