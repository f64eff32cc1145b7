"""A right sentence of a model's reply to the same sentence with one fault: what figures alone do not show.

The figures, years, units and qualifiers are harmed by ``plant``; here it is names, quotations, yes and no, and marks.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from assistant.schema import Citation, Claim, Language, Passage
from evals.benchmark.plant import dropped_qualifier, wrong_digit, wrong_unit, wrong_year


@dataclass(frozen=True, slots=True)
class Right:
    """A right sentence, the passages that the model was shown and the numbers of those that hold it."""

    claim: Claim
    language: Language
    shown: tuple[Passage, ...]
    numbers: tuple[int, ...]

    def number_of(self, citation: Citation) -> int:
        """Return the number of the shown passage that holds a citation."""
        return next(n for n in self.numbers if holds_start(self.shown[n - 1], citation))

    def reply(self, text: str = "", numbers: tuple[int, ...] | None = None) -> str:
        """Write a reply with marks as a model would."""
        return (text or self.claim.text) + "".join(f"[{n}]" for n in (self.numbers if numbers is None else numbers))


def holds_start(passage: Passage, citation: Citation) -> bool:
    """Tell whether a citation begins in a passage."""
    return passage.document_id == citation.source.id and passage.start <= citation.start < passage.end


Plant = Callable[[Right, random.Random, str], Iterator[str]]
"""A right sentence, a source of chance and the whole corpus as text to replies with a fault."""

_PLACES = (("榆北", "Yubei"), ("河津", "Hejin"), ("临渭", "Linwei"), ("昆南", "Kunnan"), ("云岭", "Yunling"))
_FIELDS = (("量子传感", "Quantum Sensing"), ("海洋工程", "Ocean Engineering"), ("烘焙", "Baking"), ("钟表", "Horology"))
_BODIES = (
    ("学会", "Society"),
    ("研究院", "Institute"),
    ("协会", "Association"),
    ("大学", "University"),
    ("公司", "Company"),
)
_SURNAMES = (
    ("钱", "Qian"),
    ("章", "Zhang"),
    ("何", "He"),
    ("沈", "Shen"),
    ("田", "Tian"),
    ("严", "Yan"),
    ("汤", "Tang"),
)
_GIVEN = (
    ("慕白", "Mubai"),
    ("若愚", "Ruoyu"),
    ("思齐", "Siqi"),
    ("鹤鸣", "Heming"),
    ("凌", "Ling"),
    ("知远", "Zhiyuan"),
)
_SAYINGS = (
    ("这是全国最成功的一次尝试", "this is the most successful attempt in the country"),
    ("我们对结果并不满意", "we are not satisfied with the outcome"),
    ("明年的经费要翻一番", "next year the budget will double"),
    ("专家们一致投了赞成票", "the experts voted for it unanimously"),
    ("别的省份都来取经", "other provinces come to learn from it"),
)
_VERBS_ZH = re.compile(
    "(?:成立|建成|培训|服务|获得|举办|举行|入驻|签约|授牌|选派|开展|发布|当选|公布|引进|提出|启动|印发)"
)
_NEGATIONS_ZH = ("没有", "并未", "从未", "未能")
_AUXILIARY = re.compile(r"\b(?:was|were|had|has|is|are|will)\b(?! (?:not|no|only)\b)")
_OPPOSITE = (
    ("增长", "下降"), ("提高", "降低"), ("高于", "低于"), ("首次", "最后一次"), ("成立", "撤销"), ("启动", "终止"),
    ("rose", "fell"), ("founded", "dissolved"), ("increased", "decreased"), ("first", "last"),
)  # fmt: skip
_TARGET = re.compile(
    r"12621工程的目标是：到2023年，|The target of the 12621 programme is to ((?:\w+ and )?\w+) (.*) by 2023\."
)
_WINDOW = 8
"""Characters in a row by which a passage is known to tell the same."""


def _by_claim(plant: Callable[[Claim], Iterator[Claim]]) -> Plant:
    def planted(right: Right, _rng: random.Random, _corpus: str) -> Iterator[str]:
        yield from (right.reply(wrong.text) for wrong in plant(right.claim))

    return planted


def _elsewhere(right: Right, *, same_document: bool) -> Iterator[int]:
    """Yield the numbers of shown passages that tell something else."""
    documents = {citation.source.id for citation in right.claim.citations}
    for number, passage in enumerate(right.shown, start=1):
        if number in right.numbers or (passage.document_id in documents) is not same_document:
            continue
        quotes = [citation.quote for citation in right.claim.citations]
        windows = (q[i : i + _WINDOW] for q in quotes for i in range(max(1, len(q) - _WINDOW)))
        if not any(window in passage.text for window in windows):
            yield number


def wrong_source(right: Right, _rng: random.Random, _corpus: str) -> Iterator[str]:
    """Name a passage of another document."""
    yield from (right.reply(numbers=(number,)) for number in _elsewhere(right, same_document=False))


def wrong_citation(right: Right, _rng: random.Random, _corpus: str) -> Iterator[str]:
    """Name another passage of the same document."""
    yield from (right.reply(numbers=(number,)) for number in _elsewhere(right, same_document=True))


def uncited(right: Right, _rng: random.Random, _corpus: str) -> Iterator[str]:
    """Name no passage, or one that there is not."""
    yield right.reply(numbers=())
    yield right.reply(numbers=(len(right.shown) + 3,))


def invented_organisation(right: Right, rng: random.Random, corpus: str) -> Iterator[str]:
    """Say that it comes from an organisation that no document names."""
    place, field, body = rng.choice(_PLACES), rng.choice(_FIELDS), rng.choice(_BODIES)
    forms: tuple[str, ...]
    if right.language == "zh":
        name = place[0] + field[0] + body[0]
        forms = (f"据{name}介绍，{{}}", f"{{}}，由{name}承办。", f"{name}与各方一起推动：{{}}")
    else:
        name = f"{place[1]} {field[1]} {body[1]}"
        forms = (f"According to the {name}, {{}}", f"{{}}, together with the {name}.", f"The {name} reports: {{}}")
    if name not in corpus:
        yield right.reply(_framed(rng.choice(forms), right.claim.text))


def invented_person(right: Right, rng: random.Random, corpus: str) -> Iterator[str]:
    """Say that somebody told it whom no document names."""
    surname, given = rng.choice(_SURNAMES), rng.choice(_GIVEN)
    forms: tuple[str, ...]
    if right.language == "zh":
        name = surname[0] + given[0]
        forms = (f"{name}教授表示，{{}}", f"{{}}，负责人是{name}。", f"据主任{name}介绍，{{}}", f"{name}院士说：{{}}")
    else:
        name = f"{given[1]} {surname[1]}"
        forms = (f"Professor {name} said that {{}}", f"{{}}, led by {name}.", f"As {name} explained, {{}}")
    if name not in corpus:
        yield right.reply(_framed(rng.choice(forms), right.claim.text))


def invented_quote(right: Right, rng: random.Random, corpus: str) -> Iterator[str]:
    """Put words into quotation marks that nobody said."""
    said = rng.choice(_SAYINGS)
    if said[0] not in corpus and said[1] not in corpus.lower():
        form = f"{{}}，有关负责人称“{said[0]}”。" if right.language == "zh" else f"{{}}, and “{said[1]}”."
        yield right.reply(_framed(form, right.claim.text))


def negated(right: Right, rng: random.Random, _corpus: str) -> Iterator[str]:
    """Say that it is not so."""
    text = right.claim.text
    if right.language == "zh":
        match = _VERBS_ZH.search(text)
        if match and text[match.start() - 1 : match.start()] not in ("未", "不", "已"):
            yield right.reply(text[: match.start()] + rng.choice(_NEGATIONS_ZH) + text[match.start() :])
    elif match := _AUXILIARY.search(text):
        yield right.reply(text[: match.end()] + " not" + text[match.end() :])


def turned(right: Right, _rng: random.Random, _corpus: str) -> Iterator[str]:
    """Say the opposite with another verb."""
    quotes = " ".join(citation.quote for citation in right.claim.citations)
    for word, other in _OPPOSITE:
        for said, instead in ((word, other), (other, word)):
            if re.search(rf"\b{said}\b" if said.isascii() else said, right.claim.text) and instead not in quotes:
                yield right.reply(right.claim.text.replace(said, instead, 1))


def plan_as_result(right: Right, _rng: random.Random, _corpus: str) -> Iterator[str]:
    """Say that a target has been reached."""
    match = _TARGET.match(right.claim.text)
    if match and match[1]:
        yield right.reply(f"By 2023 {match[2]} had already been reached by the 12621 programme.")
    elif match:
        yield right.reply(f"截至2023年，12621工程已完成{right.claim.text[match.end() :]}")


def _framed(form: str, text: str) -> str:
    """Put a sentence into a frame; its full stop goes where words follow."""
    return form.format(text.rstrip("。.") if not form.endswith("{}") else text)


PLANTS: dict[str, Plant] = {
    "wrong figure": _by_claim(wrong_digit),
    "wrong year": _by_claim(wrong_year),
    "changed unit": _by_claim(wrong_unit),
    "changed qualifier": _by_claim(dropped_qualifier),
    "wrong source": wrong_source,
    "wrong citation": wrong_citation,
    "uncited": uncited,
    "invented organisation": invented_organisation,
    "invented person": invented_person,
    "invented quote": invented_quote,
    "negated": negated,
    "turned round": turned,
    "plan told as a result": plan_as_result,
}
