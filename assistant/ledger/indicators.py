"""corpus/indicators.yaml to the indicators that the ledger keeps, with the patterns that find their figures."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.errors import UsageError
from assistant.language.fold import search_key

FIGURE_MARK = "\ue000"
"""Stands for a figure in the text that patterns are matched against (a private-use character)."""

_DATE = r"(?:(?:19|20)\d{2}年(?:\d{1,2}月)?[底末]?|[去今]年[底末]?)"
_DONE = "建成|建有|建了|建立|建|成立|完成|组建|培训|服务|托举|培养|引进|扶持|转化|推广|形成|设立|发展"
_FILL = (
    rf"(?:[由从](?:{_DATE}的?)?{FIGURE_MARK}(?:增加到|增至|升至|增长到|提高到|扩大到|发展到))?"
    r"(?:的?(?:数量|总数|人数|家数|总量)|[,，](?=已|目前|现|共|累计|总数|达|实际)|目前|现有|现|只有|仅有|仅|如今"
    rf"|(?:的?|[,，:：])(?:{_DONE})?(?:目标|任务|计划)(?:任务|计划)?[数值]?|[,，]?实际数?|指标值|现状|进展|{_DATE}"
    rf"|(?:力争|争取|预计|拟|计划|将)?(?:{_DONE})(?:完成)?[数值了]?"
    r"|名单[,，]共|已经?|共计?|累计|力争|争取|预计|达到?了?"
    r"|增至|增加到|增长到|扩大到|为|是|有|大?约|将?近|接近|超过?|突破|逾|不少于|不低于|至少|了|[:：“\"(（])*"
)
"""What may stand between the name of a measure and its figure: 园区科协目前已成立6家; 园区科协，目标10个，实际12个。"""
_ALONE = rf"[,，]{FIGURE_MARK}(?=[,，;；。、]|$)"
"""A figure that is a clause by itself belongs to the name before it: 园区科协，16家；"""
_ROUGHLY = r"(?:大?约|将?近|接近|超过?|突破|逾|不少于|不低于|至少|达到?|共|了)*"
_BETWEEN = r"(?:的|省级|市级|企业级|[“\"])*"


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is counted: the indicator itself, or another measure that people confuse with it."""

    label_zh: str
    label_en: str
    units: frozenset[str]
    pattern: re.Pattern[str]
    names: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    """Further folded wordings that questions use for it."""
    cues: tuple[str, ...] = ()
    close: bool = False

    @property
    def folded_en(self) -> str:
        """The folded English label without what it says in brackets."""
        return search_key(self.label_en).split(" (")[0]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One of the targets of the programme; ``asked`` are folded wordings that questions use, longest first."""

    id: str
    group: int
    name_zh: str
    name_en: str
    unit: str
    goal: Mapping[str, str]
    """How an answer states the target, by language; ``{n}`` is the figure."""
    done: Mapping[str, str]
    """How an answer states progress, by language."""
    own: Measure
    related: tuple[Measure, ...]
    asked_zh: tuple[str, ...]
    asked_en: tuple[str, ...]
    near_en: tuple[tuple[str, ...], ...]
    """Beginnings of English words that name the indicator when they stand near each other."""
    own_names: frozenset[str]
    """Folded names by which documents call exactly this measure."""

    @property
    def names_en(self) -> frozenset[str]:
        """The folded English name, and the words that the goal counts: "science-park associations"."""
        return frozenset((search_key(self.name_en), re.sub(r"^.*\{n\} ", "", search_key(self.goal["en"]))))


@dataclass(frozen=True, slots=True)
class Programme:
    """The programme, its indicators and the places that a figure may be about."""

    name_zh: str
    name_en: str
    names: tuple[str, ...]
    by: str
    home: tuple[str, ...]
    parts: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    about: tuple[str, ...] = ()
    """What every document is about: naming it narrows no question. The first that the glossary defines is suggested."""

    def indicator(self, indicator_id: str) -> Indicator:
        """Return one indicator; KeyError when there is none."""
        return next(item for item in self.indicators if item.id == indicator_id)

    @property
    def names_of_indicators(self) -> dict[str, str]:
        """The Chinese name of each indicator by its id."""
        return {item.id: item.name_zh for item in self.indicators}

    @property
    def measure_names(self) -> tuple[str, ...]:
        """The folded Chinese names of all measures."""
        own = [name for item in self.indicators for name in item.own_names]
        return tuple(dict.fromkeys([*own, *(name for i in self.indicators for m in i.related for name in m.names)]))


def load_programme(path: Path) -> Programme:
    """Read indicators.yaml; UsageError names the file and the entry that is wrong."""
    try:
        raw = yaml.safe_load(path.read_text("utf-8"))
        scope, programme = raw["scope"], raw["programme"]
        return Programme(
            name_zh=programme["name_zh"],
            name_en=programme["name_en"],
            names=tuple(map(str, programme["names"])),
            by=str(programme["by"]),
            home=_longest_first(scope["home"]),
            parts=_longest_first(scope["parts"]),
            indicators=tuple(_indicator(entry, path) for entry in raw["indicators"]),
            about=tuple(map(str, scope.get("about", ()))),
        )
    except FileNotFoundError as error:
        raise UsageError(f"{path} is missing: it lists the indicators of the programme.") from error
    except (yaml.YAMLError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        why = " ".join(str(error).split())
        raise UsageError(f"{path} is not valid: {why}. Compare it with the comment at its top.") from error


def _longest_first(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted({search_key(str(name)) for name in names}, key=len, reverse=True))


def _indicator(entry: Mapping[str, Any], path: Path) -> Indicator:
    if "id" not in entry:
        raise UsageError(f"{path}: an indicator has no id: {entry.get('name_zh', entry)}")
    own = Measure(entry["name_zh"], entry["name_en"], frozenset(entry["units"]), _pattern(entry))
    related = tuple(
        Measure(
            item["label_zh"],
            item["label_en"],
            frozenset(item["units"]),
            _pattern(item),
            tuple(map(search_key, item.get("names", ()))),
            tuple(map(search_key, (*item.get("asked_zh", ()), *item.get("asked_en", ())))),
            tuple(item.get("with", ())),
            bool(item.get("close", False)),
        )
        for item in entry.get("related", ())
    )
    return Indicator(
        id=entry["id"],
        group=int(entry["group"]),
        name_zh=entry["name_zh"],
        name_en=entry["name_en"],
        unit=entry["unit"],
        goal={"zh": entry["goal_zh"], "en": entry["goal_en"]},
        done={"zh": entry["done_zh"], "en": entry["done_en"]},
        own=own,
        related=related,
        asked_zh=_longest_first([entry["name_zh"], *entry["names"], *entry.get("asked_zh", ())]),
        near_en=tuple(tuple(map(str, stems)) for stems in entry.get("near_en", ())),
        own_names=frozenset(map(search_key, [entry["name_zh"], *entry["names"]])),
        asked_en=_longest_first([entry["name_en"], *entry.get("asked_en", ())]),
    )


def _pattern(entry: Mapping[str, Any]) -> re.Pattern[str]:
    """Compile names and patterns into one expression; the group that takes part in a match is the figure."""
    names = sorted(map(search_key, entry.get("names", ())), key=len, reverse=True)
    branches = []
    if names:
        name = "(?:" + "|".join(map(re.escape, names)) + ")"
        alone = _ALONE.replace(FIGURE_MARK, f"({FIGURE_MARK})")
        branches += [rf"{name}{_FILL}({FIGURE_MARK})", rf"{name}{alone}", rf"({FIGURE_MARK}){_BETWEEN}{name}"]
    for raw in entry.get("patterns", ()):
        template = search_key(raw).replace("…", "[^,，;；。]{0,15}?")
        branches.append(template.replace("{n}", f"{_ROUGHLY}({FIGURE_MARK})"))
    return re.compile("|".join(branches))
