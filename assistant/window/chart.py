"""The state of an indicator to one line of a bullet chart: bar, target line, and hollow marks for other measures."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from assistant.schema import IndicatorStatus, Language, LedgerRow
from assistant.window.labels import label
from assistant.window.links import opens_citation
from assistant.window.markup import date_text, escape, figure_text

LONGEST_PERCENT = 150
"""The bar's right end; what lies beyond is shown by an arrow, so that one outlier does not flatten the others."""
NEAR_PERCENT = 6
"""Marks closer than this, in percent of the target, would cover each other: they become one with several letters."""
TURNED_PERCENT = 120
"""From here on the letters stand left of their circle, away from what lies beyond the right end."""
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SIGNS = {"met": "✓", "partly": "◐", "not_reported": "–"}
_PEOPLE, _THINGS = frozenset("名人位"), frozenset("个家所座支户项条件篇份")
"""Measure words for the same kind of thing: 10个 and 6家 are on one scale, 人次 is on neither."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Where related figures stand on the scale, in percent of the target; ``letters`` lead to their lines below."""

    letters: str
    percent: Decimal

    @property
    def beyond(self) -> bool:
        """True when the figure lies beyond the right end."""
        return self.percent > LONGEST_PERCENT


def percent(ratio: Decimal) -> int:
    """Return a ratio as whole percent, never rounded up to a target that was not reached.

    >>> percent(Decimal("0.999")), percent(Decimal("1.5"))
    (99, 150)
    """
    rounded = int((ratio * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return min(rounded, 99) if ratio < 1 else rounded


def chart_html(indicators: Sequence[IndicatorStatus], language: Language) -> str:
    """Write the chart, one line for each indicator."""
    most = max((len(mark.letters) for status in indicators for mark in marks_of(status) if mark.beyond), default=0)
    lines = "".join(_line(status, language) for status in indicators)
    return f'<ul class="chart" style="--letters-beyond:{most}">{lines}</ul>'


def lettered(status: IndicatorStatus) -> dict[int, str]:
    """Return the letters of the related figures, by their place, that share the unit and so stand on the scale."""
    if status.target is None or not status.target.figure.value:
        return {}
    unit = status.target.figure.unit
    drawn = [place for place, row in enumerate(status.related) if same_unit(row.figure.unit, unit)]
    return dict(zip(drawn, _LETTERS, strict=False))


def same_unit(one: str, other: str) -> bool:
    """Tell whether two units may stand on one scale.

    >>> same_unit("家", "个"), same_unit("人次", "名"), same_unit("场次", "个")
    (True, False, False)
    """
    return one == other or any({one, other} <= kind for kind in (_PEOPLE, _THINGS))


def marks_of(status: IndicatorStatus) -> list[Mark]:
    """Return the marks from left to right; those that would cover each other become one."""
    if status.target is None:
        return []
    goal = status.target.figure.value
    placed = sorted(
        (status.related[place].figure.value / goal * 100, letter) for place, letter in lettered(status).items()
    )
    marks: list[Mark] = []
    for share, letter in placed:
        last = marks[-1] if marks else None
        if last and (last.beyond if share > LONGEST_PERCENT else share - last.percent < NEAR_PERCENT):
            marks[-1] = Mark("".join(sorted(last.letters + letter)), last.percent)
        else:
            marks.append(Mark(letter, share))
    return marks


def sign(status: str) -> str:
    """Write the sign of a state; the word beside it says the same."""
    return f'<span class="sign" aria-hidden="true">{_SIGNS[status]}</span>'


def dated(row: LedgerRow, what: str, language: Language) -> str:
    """Write a figure, which opens its evidence, and the date that it holds for; ``what`` is what it counts."""
    date = date_text(row.date, language) or label("undated", language)
    return f'{figure_link(row, what, language)} <span class="when">{escape(date)}</span>'


def figure_link(row: LedgerRow, what: str, language: Language, inside: str = "", css: str = "") -> str:
    """Write a figure, or ``inside``, as a link to its evidence; ears hear what it is the figure of."""
    figure = figure_text(row.figure, language)
    heard = f"{what}, {figure}, {label('evidence', language)}"
    return opens_citation(row.citation, language, inside or escape(figure), css=css, name=heard)


def share_text(status: IndicatorStatus, language: Language) -> str:
    """Say how much of the target is reached; "more than 500 of 1000" is more than 50%, not 50%."""
    ratio, latest = status.ratio, status.latest
    if ratio is None or latest is None:
        return ""
    words = {"more_than": "over_target", "at_least": "over_target", "at_most": "under_target", "nearly": "under_target"}
    return label(words.get(latest.figure.qualifier, "of_target"), language, percent=percent(ratio))


def _line(status: IndicatorStatus, language: Language) -> str:
    what = status.name_en if language == "en" else status.name_zh
    heard = f"{what}, {label('latest', language)}"
    latest = dated(status.latest, heard, language) if status.latest else label("missing", language)
    name = escape(what)
    return (
        f'<li class="{status.status}"><p class="name">{sign(status.status)} {name}</p>'
        f'<div class="scale">{_bar(status, name, language)}{_opens_bar(status, heard, language)}'
        f"{_marks(status, language)}{_goal_line(status, what, language)}</div>"
        f""
        f'<p class="numbers"><strong>{latest}</strong>'
        f'<span class="goal">{label("target", language)} {_target(status, language)}</span></p>'
        f"{_related(status, language)}</li>"
    )


def _target(status: IndicatorStatus, language: Language) -> str:
    if status.target is None:
        return label("no_target", language)
    date = date_text(status.target.date, language)
    by = f' <span class="when">{escape(label("by", language, date=date))}</span>' if date else ""
    what = f"{status.name_en if language == 'en' else status.name_zh}, {label('target', language)}"
    return f"{figure_link(status.target, what, language)}{by}"


def _bar(status: IndicatorStatus, name: str, language: Language) -> str:
    """Draw the share of the target; without a comparable figure the track stays empty and says so."""
    ratio = status.ratio
    if ratio is None or status.latest is None:
        return f'<div class="track empty"><span>{label("missing_long", language)}</span></div>'
    share = percent(ratio)
    drawn = min(share, LONGEST_PERCENT) / LONGEST_PERCENT * 100
    said = share_text(status, language)
    figure = figure_text(status.latest.figure, language)
    beyond = '<span class="beyond">▸</span>' if share > LONGEST_PERCENT else ""
    return (
        f'<div class="track" role="progressbar" aria-valuemin="0" aria-valuemax="{max(100, share)}"'
        f' aria-valuenow="{share}" aria-valuetext="{escape(figure)}, {said}" aria-label="{name}">'
        f'<div class="fill" style="width:{drawn:.1f}%">{beyond}</div>'
        f'<span class="share">{said}</span></div>'
    )


def _opens_bar(status: IndicatorStatus, heard: str, language: Language) -> str:
    """Lay a link over the bar: what is inside a progress bar cannot be reached by keyboard."""
    if status.ratio is None or status.latest is None:
        return ""
    return figure_link(
        status.latest, heard, language, inside=f'<span class="heard">{escape(heard)}</span>', css="opens-bar"
    )


def _goal_line(status: IndicatorStatus, what: str, language: Language) -> str:
    if status.target is None:
        return ""
    heard = f"{what}, {label('target', language)}"
    return figure_link(
        status.target, heard, language, inside=f'<span class="heard">{escape(heard)}</span>', css="goal-line"
    )


def _marks(status: IndicatorStatus, language: Language) -> str:
    """Draw the related figures below the bar, on its scale; each letter opens the evidence of its figure."""
    rows = {letter: status.related[place] for place, letter in lettered(status).items()}
    drawn = ""
    for mark in marks_of(status):
        left = float(mark.percent) / LONGEST_PERCENT * 100
        letters = "".join(
            figure_link(rows[letter], f"{letter}, {status.label_of(rows[letter], language)}", language, inside=letter)
            for letter in mark.letters
        )
        circle, arrow = ('<span aria-hidden="true">○</span>', '<span aria-hidden="true">▷</span>')
        drawn += (
            f'<span class="mark beyond">{letters} {arrow}</span>'
            if mark.beyond
            else f'<span class="mark turned" style="left:{left:.1f}%">{letters} {circle}</span>'
            if mark.percent > TURNED_PERCENT
            else f'<span class="mark" style="left:{left:.1f}%">{circle} {letters}</span>'
        )
    return f'<div class="marks">{drawn}</div>' if drawn else ""


def _related(status: IndicatorStatus, language: Language) -> str:
    if not status.related:
        return ""
    letters = lettered(status)
    beyond = {letter for mark in marks_of(status) if mark.beyond for letter in mark.letters}
    listed = ""
    for place, row in enumerate(status.related):
        letter = letters.get(place, "")
        kind = label("other_measure" if letter else "other_unit", language)
        kind += (
            f"{'，' if language == 'zh' else ', '}{label('beyond', language)}" if letter in beyond and letter else ""
        )
        lead = f'<span class="letter" aria-hidden="true">{f"○ {letter}" if letter else "·"}</span>'
        what = escape(status.label_of(row, language))
        figure = dated(row, status.label_of(row, language), language)
        listed += f'<li>{lead} {what} {figure} <span class="tag">{kind}</span></li>'
    return f'<ul class="related">{listed}</ul>'
